import { matterKeys, type FailingPlace } from './same-incident.ts';

type KeyedPlace = Pick<FailingPlace, 'place' | 'class'>;

/** Finds what may fail for the reason that something at a place does, without a look at all that fails. */
export interface MatterIndex<T> {
  add(item: T, places: Iterable<KeyedPlace>): void;
  /** Everything that has a key in common with one of these places, what was added first before what was added later. */
  near(places: Iterable<KeyedPlace>): readonly T[];
}

/**
 * An empty index.
 *
 * @param isCutOff whether every target of a vantage fails on the network
 */
export function matterIndex<T>(isCutOff: (vantage: string) => boolean): MatterIndex<T> {
  const order = new Map<T, number>();
  const byKey = new Map<string, Set<T>>();
  return {
    add: (item, places) => {
      if (!order.has(item)) order.set(item, order.size);
      for (const place of places) {
        for (const key of matterKeys(place, isCutOff)) byKey.set(key, (byKey.get(key) ?? new Set()).add(item));
      }
    },
    near: (places) => {
      const found = new Set<T>();
      for (const place of places) {
        for (const key of matterKeys(place, isCutOff)) for (const item of byKey.get(key) ?? []) found.add(item);
      }
      return [...found].toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    },
  };
}
