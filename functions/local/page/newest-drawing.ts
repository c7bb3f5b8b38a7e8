import type { EpochMs } from '../../core/model/time.ts';

/** A drawing is good for so long although nothing is known to have changed: people acknowledge from elsewhere, and time passes. */
const GOOD_FOR_MS = 15_000;

/**
 * Draws each thing once for all who ask at a time, and again when `revision` has changed or a while has passed. `wallClock` is in
 * milliseconds.
 */
export function newestDrawing<K, V>(draw: (key: K) => Promise<V>, revision: () => number, wallClock: () => EpochMs) {
  const kept = new Map<K, { readonly revision: number; readonly at: EpochMs; readonly drawing: Promise<V> }>();
  return (key: K): Promise<V> => {
    const found = kept.get(key);
    const [current, now] = [revision(), wallClock()];
    if (found?.revision === current && now - found.at < GOOD_FOR_MS) return found.drawing;
    const drawing = draw(key);
    kept.set(key, { revision: current, at: now, drawing });
    return drawing;
  };
}
