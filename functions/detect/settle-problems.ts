import type { VersionedProblem } from '../core/ports.ts';
import { abandon, decide, type Telling } from '../core/problems/decide.ts';
import { streamName } from '../core/problems/streams.ts';
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
  steps: readonly FoldStep[],
  settings: Settings,
  ports: SettlePorts,
): Promise<void> {
  const known = await knownProblems(vantage, steps, ports);
  const left = new Set<string>();
  for (const { tickAt, state, targetIds } of steps) {
    for (const targetId of targetIds) {
      const stream = streamName(vantage, targetId);
      const streamState = state.streams[stream];
      if (streamState === undefined || left.has(stream)) continue;
      const newest = known.get(stream) ?? null;
      const verdict = { stream, vantage, targetId, tickAt, state: streamState };
      const decision = decide(newest?.problem ?? null, verdict, settings.thresholds);
      if (!decision.notify) continue;
      const committed = await commit(decision, newest?.version ?? 0, ports);
      if (committed === null) left.add(stream);
      else known.set(stream, committed);
    }
  }
}

/** Closes open problems whose target or vantage is no longer monitored. */
export async function abandonUnmonitored(
  { tickAt, vantages }: DetectTick,
  settings: Settings,
  ports: SettlePorts,
): Promise<void> {
  const monitored = new Set(vantages.flatMap((vantage) => settings.targets.map(({ id }) => streamName(vantage, id))));
  for (const { problem, version } of await ports.problems.open()) {
    if (!monitored.has(problem.stream)) await commit(abandon(problem, tickAt), version, ports);
  }
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
    for (const targetId of targetIds) {
      const stream = streamName(vantage, targetId);
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
