import { FAILURE_CLASSES, countsByClass, type FailureClass } from '../model/outcome.ts';
import type { CoveredStream, Problem, ToldReach } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import { seenFromOf } from '../chronic/scope.ts';
import { explains } from './same-incident.ts';
import { withRoom } from './spells.ts';
import { isOwnNetworkPlace, type StreamPlace } from './stream-place.ts';

/** What is known of the streams that incidents cover. */
export interface IncidentContext {
  /** `null` for a stream that is no longer in the settings. */
  readonly place: (vantage: string, subject: string) => StreamPlace | null;
  /** The vantages that probe a target. */
  readonly probing: (subject: string) => readonly string[];
  /** The targets of an origin that are not probed from a vantage at this tick since its requests pause after a 429. */
  readonly paused: (vantage: string, origin: string | null) => readonly string[];
}

/** Those of the streams that fail. */
export function stillFailing(covers: readonly CoveredStream[]): readonly CoveredStream[] {
  return covers.filter(({ recoveredAt }) => recoveredAt === null);
}

/** The problem with everything that follows from what it covers; the streams with the lowest rung come first. */
export function describeIncident(
  problem: Problem,
  unordered: readonly CoveredStream[],
  context: IncidentContext,
): Problem {
  const rungOf = ({ vantage, subject }: CoveredStream) => context.place(vantage, subject)?.rung ?? Infinity;
  const covers = unordered.toSorted((a, b) => rungOf(a) - rungOf(b));
  const targets = unique(covers.filter((cover) => !isOwnNetworkPlace(cover)).map(({ subject }) => subject));
  const vantages = unique(covers.map(({ vantage }) => vantage));
  const origins = unique(
    covers.map(({ vantage, subject }) => context.place(vantage, subject)?.origin ?? problem.origin),
  );
  const kinds = sumOf(covers.map((cover) => cover.kinds));
  const probing = new Set(targets.flatMap((target) => context.probing(target)));
  return {
    ...problem,
    covers: withRoom(covers),
    subject: subjectOf(covers, problem.failingSince),
    kinds,
    pausedTargets: pausedBy(problem, vantages, context).filter((target) => !targets.includes(target)),
    failedProbes: Object.values(kinds).reduce((sum, count) => sum + count, 0),
    scope: { targets, vantages, addresses: [] },
    origin: origins.length === 1 ? (origins[0] ?? null) : null,
    seenFrom: targets.length === 0 ? null : seenFromOf(new Set(vantages), probing),
    firstFailureAt: Math.min(problem.firstFailureAt, ...covers.map(({ firstFailureAt }) => firstFailureAt)),
  };
}

/** The targets that a 429 keeps from being probed: those that it did so far, and those of now. */
function pausedBy(
  { class: failureClass, origin, pausedTargets }: Problem,
  vantages: readonly string[],
  context: IncidentContext,
): readonly string[] {
  if (failureClass !== 'throttled') return [];
  return unique([...pausedTargets, ...vantages.flatMap((vantage) => context.paused(vantage, origin))]);
}

/** What is broken, as it stands in a sentence: what fails now, or when nothing does, what failed in the last occurrence. */
export function subjectOf(covers: readonly CoveredStream[], failingSince: EpochMs): string {
  const failing = stillFailing(covers);
  const failed = covers.filter(({ recoveredAt }) => recoveredAt !== null && recoveredAt >= failingSince);
  const meant = [failing, failed, covers].find(({ length }) => length > 0) ?? covers;
  const [first] = meant;
  if (first === undefined) return '';
  if (isOwnNetworkPlace(first)) return `the monitor's own network (${first.vantage})`;
  const targets = unique(meant.map(({ subject }) => subject));
  return targets.length === 1 ? first.subject : `${first.subject} and ${targets.length - 1} more`;
}

/** How far a problem reaches now, as people are told of it. */
export function reachOf(
  { subject, covers }: Problem,
  context: IncidentContext,
): Pick<ToldReach, 'subject' | 'breadth' | 'vantages' | 'periodMs'> {
  const failing = stillFailing(covers);
  const meant = failing.length === 0 ? covers : failing;
  const [lead] = meant;
  const place = lead === undefined ? null : context.place(lead.vantage, lead.subject);
  return {
    subject,
    breadth: breadthBeyond(place, covers, context),
    vantages: unique(meant.map(({ vantage }) => vantage)).length,
    periodMs: null,
  };
}

/** How many targets fail, or failed when none does, that a place does not explain, itself counted. */
export function breadthBeyond(
  lead: StreamPlace | null,
  covers: readonly CoveredStream[],
  context: IncidentContext,
): number {
  const failing = stillFailing(covers);
  const unexplained = (failing.length === 0 ? covers : failing).filter(({ vantage, subject }) => {
    const place = context.place(vantage, subject);
    return lead === null || place === null || !explains(lead, place);
  });
  return unique(unexplained.map(({ subject }) => subject)).length;
}

/** The most frequent class of failures counted by `class/kind`; the one given among equals. */
export function chiefClassOf(kinds: Readonly<Record<string, number>>, newest: FailureClass): FailureClass {
  const counts = countsByClass(kinds);
  const most = Math.max(...counts.values());
  if (counts.get(newest) === most) return newest;
  return FAILURE_CLASSES.find((failureClass) => counts.get(failureClass) === most) ?? newest;
}

/** The most frequent `class/kind` of a class, the first seen among equals; the bare class when there is none. */
export function chiefKindOf(kinds: Readonly<Record<string, number>>, failureClass: FailureClass): string {
  const ofClass = Object.entries(kinds).filter(([name]) => name.startsWith(`${failureClass}/`));
  return ofClass.toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? failureClass;
}

/** Counts added up by name. */
export function sumOf(counts: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const total: Record<string, number> = {};
  for (const one of counts) {
    for (const [name, count] of Object.entries(one)) total[name] = (total[name] ?? 0) + count;
  }
  return total;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
