const LN_FACTORIALS: number[] = [0];

function lnFactorial(n: number): number {
  for (let i = LN_FACTORIALS.length; i <= n; i++) LN_FACTORIALS.push((LN_FACTORIALS[i - 1] ?? 0) + Math.log(i));
  return LN_FACTORIALS[n] ?? 0;
}

/**
 * ln P(Bin(n, p) >= m), exact by summing the tail from its largest term; ln 0.5 where m is not above the mean, since nothing
 * there is ever surprising.
 */
export function lnBinomialTail(n: number, m: number, p: number): number {
  if (m <= 0 || p >= 1) return 0;
  if (p <= 0) return -Infinity;
  if (m <= n * p) return Math.log(0.5);
  const first = lnFactorial(n) - lnFactorial(m) - lnFactorial(n - m) + m * Math.log(p) + (n - m) * Math.log1p(-p);
  let sum = 1;
  let term = 1;
  for (let k = m; k < n && term > 1e-12 * sum; k++) {
    term *= ((n - k) / (k + 1)) * (p / (1 - p));
    sum += term;
  }
  return first + Math.log(sum);
}

/** The 95 % Wilson interval of m in n (Wilson 1927, JASA 22:209). */
export function wilson(m: number, n: number): { readonly low: number; readonly high: number } {
  if (n === 0) return { low: 0, high: 1 };
  const z = 1.96;
  const share = m / n;
  const denominator = 1 + (z * z) / n;
  const centre = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return { low: Math.max(0, (centre - half) / denominator), high: Math.min(1, (centre + half) / denominator) };
}

/** The log-likelihood of m in n at its own best rate. */
export function lnBernoulli(m: number, n: number): number {
  if (m === 0 || m === n) return 0;
  return m * Math.log(m / n) + (n - m) * Math.log(1 - m / n);
}

/** The value at a quantile 0..1 of unsorted values, the upper one of two; 0 when there are none. */
export function quantile(values: readonly number[], at: number): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? 0;
}

/** Position of the first value at or above `wanted` in ascending values. */
export function firstAtLeast(values: ArrayLike<number>, wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? Infinity) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Position of the value nearest to `wanted` in ascending values; -1 when there are none. */
export function nearest(values: ArrayLike<number>, wanted: number): number {
  const after = firstAtLeast(values, wanted);
  if (after === 0) return values.length === 0 ? -1 : 0;
  if (after === values.length) return after - 1;
  return (values[after] ?? 0) - wanted < wanted - (values[after - 1] ?? 0) ? after : after - 1;
}
