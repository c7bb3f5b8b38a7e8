/**
 * Which of an origin's addresses a probe tries first, modulo their number; further attempts go on from there.
 *
 * The addresses come in no order over ticks and targets. If they took turns, one bad address of three would fail every third tick,
 * and look like a fault with a period of three minutes. Every vantage and every restart agree, since nothing is drawn: the
 * name is hashed with FNV-1a, the sum with the finalizer of MurmurHash3 (both public domain, 32 bits).
 *
 * @param tick the number of the tick, counted from the epoch
 * @returns a whole number from 0 to 2^32 - 1
 */
export function addressTurn(tick: number, targetId: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < targetId.length; index += 1) {
    hash = Math.imul(hash ^ targetId.charCodeAt(index), 0x01000193);
  }
  hash = (hash + tick) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
