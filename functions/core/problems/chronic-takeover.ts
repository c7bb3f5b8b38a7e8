import type { PlacedFinding } from '../chronic/scope.ts';
import type { Problem } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import type { ChronicView, Draft } from './chronic-draft.ts';
import { GRACE_MS, isOf } from './incident-draft.ts';

/** Notes the incidents of a new member that fail, or lately failed, as the chronic problem does. */
export function noteIncidents(
  { incidents, problem }: Draft,
  { vantage, subject }: PlacedFinding,
  view: ChronicView,
): void {
  for (const incident of view.incidents(vantage, subject)) {
    if (isOfOneThread(incident, problem, view.tickAt)) incidents.add(incident);
  }
}

/** Whether an incident is open, or might come back, and fails as the chronic problem does, so that it goes on in it. */
function isOfOneThread(incident: Problem, { class: failureClass }: Problem, tickAt: EpochMs): boolean {
  if (incident.class !== failureClass || incident.linkedTo !== null) return false;
  const { closedAs, resolvedAt } = incident;
  return closedAs === null || (closedAs === 'resolved' && (resolvedAt ?? 0) >= tickAt - GRACE_MS);
}

/** Those incidents of which most streams are members: an outage of many is no part of the pattern of one. */
export function incidentsTaken({ incidents, members }: Draft): readonly Problem[] {
  return [...incidents].filter(({ covers }) => {
    const taken = covers.filter((cover) => members.some((member) => isOf(cover, member)));
    return 2 * taken.length >= covers.length;
  });
}

/** Open incidents within a chronic problem that has come to fail as they do. */
export function incidentsOfClass(problem: Problem, view: ChronicView): readonly Problem[] {
  const going = problem.members.filter(({ overAt }) => overAt === null);
  const within = going.flatMap(({ vantage, subject }) => view.incidents(vantage, subject));
  const isPart = ({ closedAs, linkedTo, class: failureClass }: Problem) =>
    closedAs === null && linkedTo?.problemId === problem.id && failureClass === problem.class;
  return [...new Set(within.filter(isPart))];
}
