import { OWN_NETWORK_SUBJECT } from '../chronic/snapshot.ts';
import type { Notice, Problem, ProblemMember } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import type { Settings } from '../settings-model.ts';
import { abandon } from './decide.ts';
import { ownNetworkStream, streamName } from './streams.ts';
import { isStillProbed, isWarningStream } from './warnings.ts';

/**
 * What is to change about an open problem whose target or vantage is no longer monitored, or whose target is at another origin
 * now; `null` when nothing is. A chronic problem of which something is left loses the rest in silence.
 */
export function withoutUnmonitored(
  problem: Problem,
  vantages: readonly string[],
  { targets }: Pick<Settings, 'targets'>,
  tickAt: EpochMs,
): { readonly problem: Problem; readonly notice: Notice | null } | null {
  const origins = new Map(targets.map(({ id, url }) => [id, new URL(url).origin]));
  if (problem.nature === 'chronic') {
    const isMonitored = ({ vantage, subject }: ProblemMember) =>
      vantages.includes(vantage) && (subject === OWN_NETWORK_SUBJECT || isAt(origins.get(subject), problem.origin));
    const members = problem.members.filter(isMonitored);
    if (members.length === problem.members.length) return null;
    return members.every(({ overAt }) => overAt !== null)
      ? abandon(problem, tickAt)
      : { problem: narrowed(problem, members), notice: null };
  }
  return isIncidentMonitored(problem, vantages, targets, origins) ? null : abandon(problem, tickAt);
}

function isIncidentMonitored(
  { stream, scope, origin }: Problem,
  vantages: readonly string[],
  targets: Settings['targets'],
  origins: ReadonlyMap<string, string>,
): boolean {
  if (isWarningStream(stream)) {
    return scope.vantages.every((vantage) => vantages.includes(vantage)) && isStillProbed(stream, targets);
  }
  const [target] = scope.targets;
  if (target === undefined) return vantages.some((vantage) => stream === ownNetworkStream(vantage));
  const isThere = vantages.some((vantage) => stream === streamName(vantage, target));
  return isThere && (origins.get(target) ?? null) === origin && origin !== null;
}

/** Whether a target is there, and where the problem was found; one that spans origins has none. */
function isAt(now: string | undefined, origin: string | null): boolean {
  return now !== undefined && (origin === null || now === origin);
}

function narrowed(problem: Problem, members: readonly ProblemMember[]): Problem {
  const targets = new Set(members.map(({ subject }) => subject));
  const vantages = new Set(members.map(({ vantage }) => vantage));
  const { scope } = problem;
  return {
    ...problem,
    members,
    subject: scope.targets.length === 0 ? problem.subject : [...targets].join(', '),
    scope: {
      ...scope,
      targets: scope.targets.filter((target) => targets.has(target)),
      vantages: scope.vantages.filter((vantage) => vantages.has(vantage)),
    },
  };
}
