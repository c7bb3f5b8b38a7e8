import type { Run } from '../core/model/run.ts';
import type { VantageMemory } from '../core/model/vantage-memory.ts';
import { learn } from '../core/probing/facts.ts';
import type { Settings } from '../core/settings-model.ts';
import type { ProbedAll } from './probe-all.ts';
import { withPauses } from './pauses.ts';
import { withRetries } from './retry-budget.ts';

/** The memory after a run; the memory itself when the run adds nothing to it. */
export function afterRun(memory: VantageMemory, run: Run, probed: ProbedAll, settings: Settings): VantageMemory {
  const learned = learn(memory, run, settings.targets);
  const retries = withRetries(memory.retries, probed.retriesTaken, run.key.tickAt);
  const pauses = withPauses(memory.pauses, probed.pauseChanges);
  const isSame = learned === memory && retries === memory.retries && pauses === memory.pauses;
  return isSame ? memory : { ...learned, retries, pauses };
}
