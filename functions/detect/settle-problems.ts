import type { Problem } from '../core/model/problem.ts';
import type { EpochMs } from '../core/model/time.ts';
import type { VantageMemory } from '../core/model/vantage-memory.ts';
import type { VersionedProblem } from '../core/ports.ts';
import { abandon, decide, type Telling } from '../core/problems/decide.ts';
import { ownNetworkStream, streamName } from '../core/problems/streams.ts';
import { decideWarning, isStillProbed, isWarningStream, warningsOf } from '../core/problems/warnings.ts';
import type { Settings } from '../core/settings-model.ts';
import type { FoldStep } from './fold-history.ts';
import type { DetectPorts, DetectTick } from './run.ts';

type SettlePorts = Pick<DetectPorts, 'problems' | 'log'>;

/**
 * Takes the decisions of every tick in order and commits each with its notice. A conflict means that another pass was
 * faster: the stream is left to it and to the next pass.
 */
export async function settleProblems(
  vantage: string,
  allSteps: readonly FoldStep[],
  settings: Settings,
  ports: SettlePorts,
): Promise<void> {
  const origins = originsOf(settings);
  // Records may still speak of targets that have left the settings: those open nothing any more.
  const steps = allSteps.map((step) => ({ ...step, targetIds: step.targetIds.filter((id) => origins.has(id)) }));
  const known = await knownProblems(vantage, steps, ports);
  const left = new Set<string>();
  for (const { tickAt, state, targetIds, diagnoses } of steps) {
    for (const { stream, subject, targets } of streamsOf(vantage, targetIds)) {
      const streamState = state.streams[stream];
      if (streamState === undefined || left.has(stream)) continue;
      const newest = known.get(stream) ?? null;
      const origin = origins.get(subject) ?? null;
      const diagnosis = diagnoses[origin ?? ''] ?? null;
      const verdict = { stream, vantage, subject, targets, origin, diagnosis, tickAt, state: streamState };
      const decision = decide(newest?.problem ?? null, verdict, settings.thresholds);
      if (!decision.notify) continue;
      const committed = await commit(decision, newest?.version ?? 0, ports);
      if (committed === null) left.add(stream);
      else known.set(stream, committed);
    }
  }
}

/**
 * Opens and resolves the early warnings of a vantage, from what its probes have learned.
 */
export async function settleWarnings(
  vantage: string,
  memory: VantageMemory,
  tickAt: EpochMs,
  settings: Settings,
  ports: SettlePorts,
): Promise<void> {
  const warnings = new Map(warningsOf(vantage, memory, settings, tickAt).map((warning) => [warning.stream, warning]));
  const isOurs = ({ problem }: VersionedProblem) =>
    isWarningStream(problem.stream) &&
    problem.scope.vantages.includes(vantage) &&
    isStillProbed(problem.stream, settings.targets);
  const open = (await ports.problems.open()).filter(isOurs);
  const known = new Map(open.map((one) => [one.problem.stream, one]));
  const unknown = [...warnings.keys()].filter((stream) => !known.has(stream));
  for (const [stream, newest] of await ports.problems.newest(unknown)) known.set(stream, newest);
  for (const stream of new Set([...warnings.keys(), ...known.keys()])) {
    const newest = known.get(stream);
    const decision = decideWarning(newest?.problem ?? null, warnings.get(stream) ?? null, tickAt);
    if (decision.notify) await commit(decision, newest?.version ?? 0, ports);
  }
}

/** Closes open problems whose target or vantage is no longer monitored, or whose target is at another origin now. */
export async function abandonUnmonitored(
  { tickAt, vantages }: DetectTick,
  settings: Settings,
  ports: SettlePorts,
): Promise<void> {
  const ids = settings.targets.map(({ id }) => id);
  const monitored = new Map(
    vantages.flatMap((vantage) => streamsOf(vantage, ids).map(({ stream, subject }) => [stream, subject] as const)),
  );
  const origins = originsOf(settings);
  const isMonitored = ({ stream, scope, origin }: Problem) =>
    (monitored.has(stream) && (origins.get(monitored.get(stream) ?? '') ?? null) === origin) ||
    (isWarningStream(stream) &&
      scope.vantages.every((vantage) => vantages.includes(vantage)) &&
      isStillProbed(stream, settings.targets));
  for (const { problem, version } of await ports.problems.open()) {
    if (!isMonitored(problem)) await commit(abandon(problem, tickAt), version, ports);
  }
}

function originsOf({ targets }: Settings): ReadonlyMap<string, string> {
  return new Map(targets.map(({ id, url }) => [id, new URL(url).origin]));
}

/** The streams that a run speaks of: one for each target, and one for the vantage's own network. */
function streamsOf(vantage: string, targetIds: readonly string[]) {
  return [
    ...targetIds.map((id) => ({ stream: streamName(vantage, id), subject: id, targets: [id] })),
    { stream: ownNetworkStream(vantage), subject: `the monitor's own network (${vantage})`, targets: [] },
  ];
}

/** The open problems, and the newest ones of streams that breach somewhere in these steps. */
async function knownProblems(
  vantage: string,
  steps: readonly FoldStep[],
  ports: SettlePorts,
): Promise<Map<string, VersionedProblem>> {
  const known = new Map((await ports.problems.open()).map((open) => [open.problem.stream, open]));
  const breaching = new Set<string>();
  for (const { state, targetIds } of steps) {
    for (const { stream } of streamsOf(vantage, targetIds)) {
      if (state.streams[stream]?.stretch?.breached === true && !known.has(stream)) breaching.add(stream);
    }
  }
  for (const [stream, problem] of await ports.problems.newest([...breaching])) known.set(stream, problem);
  return known;
}

async function commit(
  decision: Telling,
  expectedVersion: number,
  { problems, log }: SettlePorts,
): Promise<VersionedProblem | null> {
  const { problem, notice } = decision;
  const result = await problems.commit({ problem, expectedVersion, notice });
  log.info('problem', { result, reason: notice.reason, noticeId: notice.id, stream: problem.stream });
  return result === 'committed' ? { problem, version: expectedVersion + 1 } : null;
}
