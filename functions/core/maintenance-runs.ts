import { OWN_NETWORK_SUBJECT } from './chronic/snapshot.ts';
import type { MaintenanceWindow } from './maintenance.ts';
import type { MaintenanceCalendar } from './maintenance-calendar.ts';
import { isFailure, isOwnNetwork, type NotProbed, type Outcome } from './model/outcome.ts';
import type { RecordedProbe, RecordedRun } from './run-record.ts';

/**
 * A run as incidents see it: a failure that a maintenance window covers counts as not probed, so that its stream stays as it
 * was. A failure that outlasts the window opens a problem after it, and a problem that was open ends when it is healthy, in the
 * window too. The very same run when no window is open.
 *
 * @param calendar `null` for no windows
 */
export function runForIncidents(run: RecordedRun, calendar: MaintenanceCalendar | null): RecordedRun {
  return withoutCovered(run, calendar, () => true, isFailure);
}

/**
 * A run as evidence of chronic problems: what a maintenance window covers counts as not probed, unless the window's failures
 * are evidence. The very same run when no window is open.
 *
 * @param calendar `null` for no windows
 */
export function runForEvidence(run: RecordedRun, calendar: MaintenanceCalendar | null): RecordedRun {
  return withoutCovered(
    run,
    calendar,
    ({ isEvidence }) => !isEvidence,
    () => true,
  );
}

/** In a window a target has nothing to be probed for. */
const IN_MAINTENANCE: NotProbed = { class: 'not-probed', reason: 'not-due', until: null };

function withoutCovered(
  run: RecordedRun,
  calendar: MaintenanceCalendar | null,
  leavesOut: (window: MaintenanceWindow) => boolean,
  isMeant: (outcome: Outcome) => boolean,
): RecordedRun {
  const { tickAt } = run.key;
  if (calendar?.isOpen(tickAt) !== true) return run;
  const isCovered = (subject: string) => {
    const window = calendar.at(tickAt, subject);
    return window !== null && leavesOut(window);
  };
  // What covers our own network covers everything, and without probes nothing is said of it either.
  if (isCovered(OWN_NETWORK_SUBJECT)) return { ...run, probes: run.probes.filter(({ outcome }) => !isMeant(outcome)) };
  const covered = new Set(run.probes.map(({ targetId }) => targetId).filter(isCovered));
  if (covered.size === 0) return run;
  const isLeft = ({ targetId, outcome }: RecordedProbe) => covered.has(targetId) && isMeant(outcome);
  return { ...run, probes: run.probes.map((probe) => (isLeft(probe) ? leftOut(probe) : probe)) };
}

/**
 * A probe that says nothing of its target any more, and as much as before of our own network: that it failed is told by the
 * outcome, that it works by attempts, which therefore stay.
 */
function leftOut(probe: RecordedProbe): RecordedProbe {
  const { outcome, attempts } = probe;
  if (isOwnNetwork(outcome) || outcome.class === 'not-probed') return probe;
  const kept = outcome.class === 'inconclusive' ? [] : attempts;
  return { ...probe, masked: false, outcome: IN_MAINTENANCE, attempts: kept };
}
