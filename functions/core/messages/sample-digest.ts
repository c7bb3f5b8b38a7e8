import type { Digest } from '../model/digest.ts';
import type { DigestNotice, Problem } from '../model/problem.ts';
import { DAY_MS, isoTime, type EpochMs } from '../model/time.ts';

/** A weekly message about five targets and one chronic problem. */
export function sampleDigest(now: EpochMs, chronic: Problem): DigestNotice {
  const to = Math.floor(now / DAY_MS) * DAY_MS;
  const none = { masked: 0, ownNetwork: 0, ownFault: 0, skipped: 0 };
  const digest: Digest = {
    from: to - 7 * DAY_MS,
    to,
    targets: 5,
    vantages: [{ vantage: 'eu-west-1', firstTick: to - 7 * DAY_MS, unrecordedMs: 0 }],
    counts: { ...none, healthy: 50_370, failed: 30, masked: 61 },
    worst: {
      shown: [{ ...none, target: 'server-time', vantage: 'eu-west-1', healthy: 10_050, failed: 30, masked: 12 }],
      all: 1,
    },
    problems: {
      shown: [
        {
          id: chronic.id,
          subject: chronic.subject,
          nature: 'chronic',
          severity: chronic.severity,
          failure: 'server/gateway-timeout',
          pattern: chronic.pattern,
          firstFailureAt: chronic.firstFailureAt,
          resolvedAt: null,
          closedAs: null,
          occurrences: 1,
          week: { strikes: 10, probes: 30 },
        },
      ],
      all: 1,
    },
    open: { chronic: 1, incidents: 0, warnings: 0 },
    expiries: [{ what: 'token', name: 'main', at: to + 12 * DAY_MS }],
    untold: [],
    monthlyCostUsd: 8.3,
  };
  return { id: `test/digest@${isoTime(now)}`, at: now, reason: 'digest', digest };
}
