import type { DetectorState } from '../../core/chronic/detector-state.ts';
import type { ChronicSnapshot } from '../../core/chronic/snapshot.ts';
import type { ChronicStore, VersionedState } from '../../core/ports.ts';

/** A store that can also be asked for all that it holds. */
export interface KeptDetectors extends ChronicStore {
  /** By vantage and subject. */
  all(): ReadonlyMap<string, ReadonlyMap<string, DetectorState>>;
}

/**
 * Detectors from one pass to the next, handed back as they were handed in: a replay has one pass at a time and ends with the
 * first that fails, so that nobody else ever sees one, and none is ever wanted as it was before.
 */
export function keptDetectors(): KeptDetectors {
  const vantages = new Map<string, Map<string, VersionedState<ChronicSnapshot>>>();
  return {
    load: (vantage) => Promise.resolve(new Map(vantages.get(vantage))),
    save: (vantage, subject, state, expectedVersion) => {
      const kept = vantages.get(vantage) ?? new Map<string, VersionedState<ChronicSnapshot>>();
      kept.set(subject, { state, version: expectedVersion + 1 });
      vantages.set(vantage, kept);
      return Promise.resolve(true);
    },
    all: () =>
      new Map(
        [...vantages].map(([vantage, subjects]) => [
          vantage,
          new Map([...subjects].map(([subject, { state }]) => [subject, state.detector])),
        ]),
      ),
  };
}
