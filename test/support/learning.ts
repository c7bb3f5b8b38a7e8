import type { Observation } from '../../functions/core/model/observation.ts';
import type { Probe, Run } from '../../functions/core/model/run.ts';
import type { Target } from '../../functions/core/model/target.ts';
import type { VantageMemory } from '../../functions/core/model/vantage-memory.ts';
import { learn } from '../../functions/core/probing/facts.ts';
import { aProbe, aRun, aRunKey, aTarget, anAttempt, anObservation } from './builders.ts';

/** The origin of the targets. */
export const ORIGIN = 'https://api.example.test';
/** A rung of each tier that has something to learn from, and one that has not. */
export const TARGETS: readonly Target[] = [
  aTarget(),
  aTarget({ id: 'access-token', url: `${ORIGIN}/access-tokens/me?fields=expiresOn`, tier: 'token' }),
  aTarget({ id: 'agents', url: `${ORIGIN}/agents`, tier: 'company' }),
];

/** A healthy answer with this `data`. */
export function answering(data: unknown, observed: Partial<Observation> = {}): Observation {
  const body = JSON.stringify({ status: 'success', type: 'T', data, moreAfter: null });
  const { answer } = anObservation();
  return anObservation({ ...observed, answer: answer === null ? null : { ...answer, body } });
}

/** A run of one healthy attempt per target. */
export function runOf(observations: Readonly<Record<string, Observation>>): Run {
  const probes = Object.entries(observations).map(([targetId, observation]): Probe =>
    aProbe({ targetId, attempts: [anAttempt({ observation })] }),
  );
  return aRun({ key: aRunKey(), probes });
}

/** The memory after such a run. */
export function learned(memory: VantageMemory, observations: Readonly<Record<string, Observation>>): VantageMemory {
  return learn(memory, runOf(observations), TARGETS);
}
