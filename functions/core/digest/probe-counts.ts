import type { ProbeCounts } from '../model/digest.ts';
import { isOwnNetwork } from '../model/outcome.ts';
import type { RecordedProbe } from '../run-record.ts';

/** Counts that are added to in place: a week is millions of probes. */
export type OpenCounts = { -readonly [K in keyof ProbeCounts]: number };

/** Of no probe. */
export function noCounts(): OpenCounts {
  return { healthy: 0, failed: 0, masked: 0, ownNetwork: 0, ownFault: 0, skipped: 0 };
}

/** Adds a probe. A target that was not due is no probe at all. */
export function countProbe(counts: OpenCounts, { outcome, masked }: RecordedProbe): void {
  if (outcome.class === 'healthy') {
    counts.healthy += 1;
    if (masked) counts.masked += 1;
  } else if (outcome.class === 'not-probed') {
    if (outcome.reason !== 'not-due') counts.skipped += 1;
  } else if (isOwnNetwork(outcome)) {
    counts.ownNetwork += 1;
  } else if (outcome.class === 'inconclusive') {
    counts.ownFault += 1;
  } else {
    counts.failed += 1;
  }
}

/** All of them together. */
export function sumOfCounts(all: Iterable<ProbeCounts>): ProbeCounts {
  const sum = noCounts();
  for (const counts of all) {
    sum.healthy += counts.healthy;
    sum.failed += counts.failed;
    sum.masked += counts.masked;
    sum.ownNetwork += counts.ownNetwork;
    sum.ownFault += counts.ownFault;
    sum.skipped += counts.skipped;
  }
  return sum;
}

/** Healthy probes among those that were judged; `null` when none was. */
export function availabilityRatio({ healthy, failed }: ProbeCounts): number | null {
  return healthy + failed === 0 ? null : healthy / (healthy + failed);
}

/** Probes that say nothing about the API. */
export function unjudgedCount({ ownNetwork, ownFault, skipped }: ProbeCounts): number {
  return ownNetwork + ownFault + skipped;
}
