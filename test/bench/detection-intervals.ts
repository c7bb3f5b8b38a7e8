/** An estimate with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Standard normal quantile of 0.975. */
const Z = 1.959964;

/**
 * A share of trials. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
 * Statistical Association 22 (1927). Without trials everything is possible.
 */
export function shareOf(hits: number, trials: number): Estimate {
  if (trials === 0) return { value: Number.NaN, low: 0, high: 1 };
  const value = hits / trials;
  const scale = 1 + Z ** 2 / trials;
  const centre = (value + Z ** 2 / (2 * trials)) / scale;
  const half = (Z * Math.sqrt((value * (1 - value)) / trials + Z ** 2 / (4 * trials ** 2))) / scale;
  return { value, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/**
 * Events per unit of exposure, exact. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936): the
 * means at which as many or more, and as many or fewer, have a chance of 2.5 %.
 */
export function rateOf(events: number, exposure: number): Estimate {
  if (exposure === 0) return { value: Number.NaN, low: 0, high: Number.POSITIVE_INFINITY };
  const low = events === 0 ? 0 : meanWhere((mean) => 1 - atMost(events - 1, mean), 0.025, events);
  const high = meanWhere((mean) => 1 - atMost(events, mean), 0.975, events);
  return { value: events / exposure, low: low / exposure, high: high / exposure };
}

/** The mean at which a rising function of it has this value. */
function meanWhere(rising: (mean: number) => number, wanted: number, events: number): number {
  let below = 0;
  let above = 2 * events + 20;
  for (let step = 0; step < 60; step++) {
    const middle = (below + above) / 2;
    if (rising(middle) < wanted) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}

/** Chance of at most this many events of a Poisson distribution. In logarithms, since exp(-mean) underflows for large means. */
function atMost(events: number, mean: number): number {
  if (mean === 0) return 1;
  let logTerm = -mean;
  let sum = Math.exp(logTerm);
  for (let count = 1; count <= events; count++) {
    logTerm += Math.log(mean / count);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}

/** The value that this share of the others lies below; NaN without values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
