import { OWN_NETWORK_SUBJECT } from '../chronic/snapshot.ts';
import type { MaintenanceCalendar, MaintenanceOpening } from '../maintenance-calendar.ts';
import type { Notice } from '../model/problem.ts';
import { DAY_MS } from '../model/time.ts';
import { isChronic, warningOf } from './problem-words.ts';
import { namesText } from './places.ts';
import { spanText } from './time-words.ts';

/** Of a longer outage, the last days are looked at. */
const LOOKED_AT_MS = 7 * DAY_MS;
/** The newest ones. */
const WINDOWS_TOLD = 2;

/**
 * Maintenance windows that were open while an incident failed, or are open now: what failed in them was recorded, and neither counted
 * nor told.
 */
export function maintenanceLines(
  { problem, at }: Notice,
  calendar: MaintenanceCalendar | null,
  timeZone: string,
): string[] {
  if (calendar === null || warningOf(problem) !== null) return [];
  const { scope, failingSince, resolvedAt, closedAs } = problem;
  const to = resolvedAt ?? at;
  // A pattern is found over weeks: what is open now is told.
  const from = isChronic(problem) ? at : Math.max(Math.min(failingSince, to), to - LOOKED_AT_MS);
  const subjects = scope.targets.length === 0 ? [OWN_NETWORK_SUBJECT] : scope.targets;
  return calendar
    .between(from, to, subjects)
    .slice(-WINDOWS_TOLD)
    .map((opening) => {
      const span = spanText(opening.from, opening.to, timeZone);
      const isOpen = closedAs === null && opening.from <= at && at < opening.to;
      return isOpen
        ? `A maintenance window${whichText(opening)} is open, ${span}: what fails in it is recorded and not told.`
        : `A maintenance window${whichText(opening)} was open, ${span}: what failed in it is not counted.`;
    });
}

function whichText({ window: { targets } }: MaintenanceOpening): string {
  return targets === null ? '' : ` for ${namesText(targets)}`;
}
