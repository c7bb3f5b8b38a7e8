import type { Digest } from '../../../functions/core/model/digest.ts';
import type { DigestNotice } from '../../../functions/core/model/problem.ts';
import { DAY_MS, HOUR_MS } from '../../../functions/core/model/time.ts';
import { every } from '../chronic/cause-findings.ts';

const TO = Date.UTC(2026, 1, 22, 23);
const FROM = TO - 7 * DAY_MS;

const COUNTS = { healthy: 100_700, failed: 90, masked: 41, ownNetwork: 10, ownFault: 0, skipped: 0 };

/** A week in which something happened. */
const BUSY: Digest = {
  from: FROM,
  to: TO,
  targets: 5,
  vantages: [{ vantage: 'eu-west-1', firstTick: FROM, unrecordedMs: 0 }],
  counts: COUNTS,
  worst: { shown: [{ ...COUNTS, target: 'agents', vantage: 'eu-west-1', healthy: 10_000 }], all: 1 },
  problems: {
    shown: [
      {
        id: 'chronic/eu-west-1/agents/f1@2026-02-10T00:00:00.000Z',
        subject: 'agents',
        nature: 'chronic',
        severity: 'warning',
        failure: 'network/connect-timeout',
        pattern: every(6 * HOUR_MS),
        firstFailureAt: FROM - 5 * DAY_MS,
        resolvedAt: null,
        closedAs: null,
        occurrences: 1,
        week: { strikes: 27, probes: 81 },
      },
    ],
    all: 1,
  },
  open: { chronic: 1, incidents: 0, warnings: 0 },
  expiries: [{ what: 'token', name: 'main', at: TO + 20 * DAY_MS }],
  untold: [],
  monthlyCostUsd: 1.27,
};

/** The weekly message, by the name of its golden file. */
export const DIGESTS: Readonly<Record<string, DigestNotice>> = {
  'digest-as-mail': { id: 'digest/2026-02-23', at: TO + 8 * HOUR_MS, reason: 'digest', digest: BUSY },
};
