import type { StateStore } from '../../core/ports.ts';

/** One kind of states in memory. Kept as text, so that what a caller does to a state afterwards changes nothing here. */
export function memoryStates<S>(): StateStore<S> {
  const states = new Map<string, { readonly json: string; readonly version: number }>();
  return {
    load: (vantage) => {
      const stored = states.get(vantage);
      return Promise.resolve(
        stored === undefined ? null : { state: JSON.parse(stored.json) as S, version: stored.version },
      );
    },

    save: (vantage, state, expectedVersion) => {
      if ((states.get(vantage)?.version ?? 0) !== expectedVersion) return Promise.resolve(false);
      states.set(vantage, { json: JSON.stringify(state), version: expectedVersion + 1 });
      return Promise.resolve(true);
    },
  };
}
