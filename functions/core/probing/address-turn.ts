import { mixedHash } from '../model/mixed-hash.ts';

/**
 * Which of an origin's addresses a probe tries first, modulo their number; further attempts go on from there.
 *
 * The addresses come in no order over ticks and targets. If they took turns, one bad address of three would fail every third tick,
 * and look like a fault with a period of three minutes. Every vantage and every restart agree, since nothing is drawn.
 *
 * @param tick the number of the tick, counted from the epoch
 * @returns a whole number from 0 to 2^32 - 1
 */
export function addressTurn(tick: number, targetId: string): number {
  return mixedHash(targetId, tick);
}
