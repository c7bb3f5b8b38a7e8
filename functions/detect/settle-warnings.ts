import type { Problem } from '../core/model/problem.ts';
import type { EpochMs } from '../core/model/time.ts';
import type { VantageMemory } from '../core/model/vantage-memory.ts';
import { decideWarning, isStillProbed, isWarningStream, warningsOf } from '../core/problems/warnings.ts';
import type { Settings } from '../core/settings-model.ts';
import type { ProblemDesk } from './problem-desk.ts';

/** Opens and resolves the early warnings of a vantage, from what its probes have learned. */
export async function settleWarnings(
  vantage: string,
  memory: VantageMemory,
  tickAt: EpochMs,
  settings: Settings,
  desk: ProblemDesk,
): Promise<void> {
  const warnings = new Map(warningsOf(vantage, memory, settings, tickAt).map((warning) => [warning.stream, warning]));
  const isOurs = ({ closedAs, nature, stream, scope }: Problem) =>
    closedAs === null &&
    nature === 'incident' &&
    isWarningStream(stream) &&
    scope.vantages.includes(vantage) &&
    isStillProbed(stream, settings.targets);
  const open = [...desk.all()].filter(isOurs).map(({ stream }) => stream);
  await desk.look(warnings.keys());
  for (const stream of new Set([...warnings.keys(), ...open])) {
    const told = decideWarning(desk.get(stream), warnings.get(stream) ?? null, tickAt);
    if (told !== null) await desk.commit(told.problem, told.notice);
  }
}
