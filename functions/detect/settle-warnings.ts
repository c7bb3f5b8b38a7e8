import type { Problem } from '../core/model/problem.ts';
import type { EpochMs } from '../core/model/time.ts';
import type { VantageMemory } from '../core/model/vantage-memory.ts';
import { isShared, isSharedWarning, joinedWarnings, sharedStreams } from '../core/problems/shared-warnings.ts';
import { decideWarning, isStillProbed, isWarningStream, warningsOf, type Warning } from '../core/problems/warnings.ts';
import type { Settings } from '../core/settings-model.ts';
import type { ProblemDesk } from './problem-desk.ts';

/** Opens and resolves the early warnings that are of one vantage, from what its probes have learned. */
export async function settleWarnings(
  vantage: string,
  memory: VantageMemory,
  tickAt: EpochMs,
  settings: Settings,
  desk: ProblemDesk,
): Promise<void> {
  const own = warningsOf(vantage, memory, settings, tickAt).filter((warning) => !isShared(warning));
  await desk.look(own.map(({ stream }) => stream));
  await settle(own, (problem) => !isSharedWarning(problem) && problem.scope.vantages.includes(vantage), {
    tickAt,
    settings,
    desk,
  });
}

/**
 * The same for what vantages have in common, once all of them were read: what is missing from one that could not be read is no
 * end of it.
 *
 * @param memories what was read, by vantage
 */
export async function settleSharedWarnings(
  memories: ReadonlyMap<string, VantageMemory>,
  tickAt: EpochMs,
  settings: Settings,
  desk: ProblemDesk,
): Promise<void> {
  const all = [...memories]
    .flatMap(([vantage, memory]) => warningsOf(vantage, memory, settings, tickAt))
    .filter(isShared);
  await desk.look(sharedStreams(all));
  const isRead = ({ scope }: Problem) => scope.vantages.every((vantage) => memories.has(vantage));
  await settle(
    joinedWarnings(all, (stream) => desk.get(stream)),
    (problem) => isSharedWarning(problem) && isRead(problem),
    {
      tickAt,
      settings,
      desk,
    },
  );
}

/** @param isOurs whether a warning that is open would be among these if it still held */
async function settle(
  warnings: readonly Warning[],
  isOurs: (problem: Problem) => boolean,
  { tickAt, settings, desk }: { readonly tickAt: EpochMs; readonly settings: Settings; readonly desk: ProblemDesk },
): Promise<void> {
  const byStream = new Map(warnings.map((warning) => [warning.stream, warning]));
  const isOpen = (problem: Problem) =>
    problem.closedAs === null &&
    problem.nature === 'incident' &&
    isWarningStream(problem.stream) &&
    isStillProbed(problem.stream, settings.targets) &&
    isOurs(problem);
  const open = [...desk.all()].filter(isOpen).map(({ stream }) => stream);
  for (const stream of new Set([...byStream.keys(), ...open])) {
    const told = decideWarning(desk.get(stream), byStream.get(stream) ?? null, tickAt);
    if (told !== null) await desk.commit(told.problem, told.notice);
  }
}
