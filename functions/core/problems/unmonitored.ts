import { OWN_NETWORK_SUBJECT } from '../chronic/snapshot.ts';
import type { CoveredStream, Notice, Problem, ProblemMember } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import type { Settings } from '../settings-model.ts';
import { chronicSubject } from './chronic-problem.ts';
import { stillFailing, subjectOf } from './incident.ts';
import { abandon } from './tell.ts';
import { isStillProbed, isWarningStream } from './warnings.ts';

/** The targets that are probed, and the origin of each by its id. */
export interface MonitoredTargets {
  readonly targets: Settings['targets'];
  readonly origins: ReadonlyMap<string, string>;
}

/** The targets of the settings. */
export function monitoredTargets({ targets }: Pick<Settings, 'targets'>): MonitoredTargets {
  return { targets, origins: new Map(targets.map(({ id, url }) => [id, new URL(url).origin])) };
}

/**
 * What is to change about an open problem whose target or vantage is no longer monitored, or whose target is at another origin
 * now; `null` when nothing is. A problem of which something is left loses the rest in silence.
 */
export function withoutUnmonitored(
  problem: Problem,
  vantages: readonly string[],
  { targets, origins }: MonitoredTargets,
  tickAt: EpochMs,
): { readonly problem: Problem; readonly notice: Notice | null } | null {
  if (problem.nature === 'chronic') {
    const isMonitored = ({ vantage, subject }: ProblemMember) =>
      vantages.includes(vantage) && (subject === OWN_NETWORK_SUBJECT || isAt(origins.get(subject), problem.origin));
    const members = problem.members.filter(isMonitored);
    if (members.length === problem.members.length) return null;
    return members.every(({ overAt }) => overAt !== null)
      ? abandon(problem, tickAt)
      : { problem: narrowed(problem, members), notice: null };
  }
  if (isWarningStream(problem.stream)) {
    const { scope } = problem;
    const left = scope.vantages.filter((vantage) => vantages.includes(vantage));
    if (left.length === 0 || !isStillProbed(problem.stream, targets)) return abandon(problem, tickAt);
    const isWhole = left.length === scope.vantages.length;
    return isWhole ? null : { problem: { ...problem, scope: { ...scope, vantages: left } }, notice: null };
  }
  const isCovered = ({ vantage, subject }: CoveredStream) =>
    vantages.includes(vantage) && (subject === OWN_NETWORK_SUBJECT || isAt(origins.get(subject), problem.origin));
  const covers = problem.covers.filter(isCovered);
  if (covers.length === problem.covers.length) return null;
  // What is left may have recovered before: then nothing of it is open any more.
  if (stillFailing(covers).length === 0) {
    const closed = abandon(problem, tickAt);
    return problem.isQuiet ? { ...closed, notice: null } : closed;
  }
  const left = { covers, subject: subjectOf(covers, problem.failingSince), scope: scopeOf(problem, covers) };
  return { problem: { ...problem, ...left }, notice: null };
}

/** Whether a target is there, and where the problem was found; one that spans origins has none. */
function isAt(now: string | undefined, origin: string | null): boolean {
  return now !== undefined && (origin === null || now === origin);
}

function narrowed(problem: Problem, members: readonly ProblemMember[]): Problem {
  const scope = scopeOf(problem, members);
  return { ...problem, members, subject: chronicSubject(scope.targets, scope.vantages), scope };
}

/** The scope without what is not among these any more. */
function scopeOf({ scope }: Problem, left: readonly (ProblemMember | CoveredStream)[]): Problem['scope'] {
  const targets = new Set(left.map(({ subject }) => subject));
  const vantages = new Set(left.map(({ vantage }) => vantage));
  return {
    ...scope,
    targets: scope.targets.filter((target) => targets.has(target)),
    vantages: scope.vantages.filter((vantage) => vantages.has(vantage)),
  };
}
