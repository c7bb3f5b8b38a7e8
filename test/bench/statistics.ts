/** Where values lie. */
export interface Spread {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/** The middle value, or the mean of the two in the middle. Throws without values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new Error('there is no median of no values');
  return (lower + upper) / 2;
}

/** The median, with the lowest and highest. Throws without values. */
export function spread(values: readonly number[]): Spread {
  return { median: median(values), lowest: Math.min(...values), highest: Math.max(...values) };
}

/**
 * How much of `others` our values are, as the median over the rounds: both of a round were measured side by side, so that
 * what slows the machine down slows both. Throws when the rounds differ in number.
 */
export function ratio(ours: readonly number[], others: readonly number[]): number {
  if (ours.length !== others.length) throw new Error(`${ours.length} rounds against ${others.length}`);
  return median(ours.map((value, index) => value / (others[index] ?? Number.NaN)));
}
