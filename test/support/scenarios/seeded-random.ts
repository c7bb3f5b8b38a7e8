/** Random values that a text determines. */
export interface SeededRandom {
  /** From 0 up to, not including, 1. */
  unit(): number;
  /** From `low` up to, not including, `high`. */
  between(low: number, high: number): number;
  /** A whole number, both ends included. */
  whole(low: number, high: number): number;
  /** True in this share of the calls. */
  chance(ratio: number): boolean;
  /** Time to the next of independent events that come this far apart on average. */
  exponential(mean: number): number;
  /** Standard normal. */
  normal(): number;
  /** Even on a logarithmic scale. */
  logBetween(low: number, high: number): number;
  /** One of them. Throws when there are none. */
  pick<T>(values: readonly T[]): T;
}

/**
 * A generator seeded by a text. xoshiro128**, Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM
 * Transactions on Mathematical Software 47 (2021); its state is filled by the 32-bit finalizer of MurmurHash3 over the
 * text's FNV-1a hash.
 */
export function seededRandom(seed: string): SeededRandom {
  const next = xoshiro128(seed);
  const unit = (): number => next() / 2 ** 32;
  const between = (low: number, high: number): number => low + (high - low) * unit();
  return {
    unit,
    between,
    whole: (low, high) => low + Math.floor(unit() * (high - low + 1)),
    chance: (ratio) => unit() < ratio,
    exponential: (mean) => -mean * Math.log(1 - unit()),
    // Box and Muller, Annals of Mathematical Statistics 29 (1958).
    normal: () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
    logBetween: (low, high) => Math.exp(between(Math.log(low), Math.log(high))),
    pick: (values) => {
      const value = values[Math.floor(unit() * values.length)];
      if (value === undefined) throw new Error('there is nothing to pick from');
      return value;
    },
  };
}

/** The next 32 random bits at each call. */
function xoshiro128(seed: string): () => number {
  let hash = fnv1a(seed);
  const word = (): number => {
    hash = (hash + 0x9e3779b9) | 0;
    return mixed(hash);
  };
  let [a, b, c, d] = [word(), word(), word(), word()];
  return () => {
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotated(d, 11);
    return result;
  };
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** Fowler, Noll and Vo's hash, 32 bits, over UTF-16 units. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}

/** Appleby's finalizer of MurmurHash3: every bit of the input changes every bit of the result. */
function mixed(word: number): number {
  let hash = word;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
