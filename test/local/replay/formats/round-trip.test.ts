import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../../../functions/core/model/time.ts';
import type { RecordedLine } from '../../../../functions/local/replay/recorded-line.ts';
import { nameInRecord } from '../../../../functions/local/replay/recorded-names.ts';
import { TICK_AT } from '../../../support/builders.ts';
import { readEntries } from './read-entries.ts';
import {
  TOLD_BY_MESSAGE,
  foreignCsvText,
  kumaBackupText,
  kumaCsvText,
  outcomeName,
  prometheusText,
  upptimeCommitsText,
  upptimeText,
  type Told,
} from './writers.ts';

const told = ({ probe }: RecordedLine): Told => ({
  at: probe.startedAt,
  target: nameInRecord(probe.targetId),
  outcome: outcomeName(probe.outcome),
  status: probe.attempts[0]?.status ?? null,
  latencyMs: probe.durationMs,
});

const inOrder = (probes: readonly Told[]) =>
  probes.toSorted((a, b) => a.at - b.at || (a.target < b.target ? -1 : a.target > b.target ? 1 : 0));

const STATUS_FAILURES = [
  ['server/internal-error', 500],
  ['server/bad-gateway', 502],
  ['server/unavailable', 503],
  ['server/gateway-timeout', 504],
  ['throttled/too-many-requests', 429],
  ['authorization/unauthorized', 401],
  ['content/not-found', 404],
  ['server/other', 200],
] as const;
const healthy = { outcome: 'healthy', status: 200 };
const byStatus = STATUS_FAILURES.map(([outcome, status]) => ({ outcome, status }));
const noAnswer = { outcome: 'network/other', status: null };
const byMessage = TOLD_BY_MESSAGE.map((outcome) => ({ outcome, status: null }));
/** A status of success in a message says that all is well. */
const toldStatuses = byStatus.filter(({ status }) => status !== 200);

interface Row {
  readonly name: string;
  readonly format: string;
  readonly write: (probes: readonly Told[]) => string;
  readonly results: readonly { readonly outcome: string; readonly status: number | null }[];
  readonly targets: readonly string[];
}

const NAMES = ['https://a.example/x', 'Grüne "Neune", API', '@b'];
const ROWS: readonly Row[] = [
  {
    name: 'Prometheus',
    format: 'prometheus',
    write: prometheusText,
    results: [healthy, ...byStatus, noAnswer],
    targets: NAMES,
  },
  {
    name: 'Upptime',
    format: 'upptime',
    write: upptimeText,
    results: [healthy, ...byStatus, noAnswer],
    targets: NAMES,
  },
  {
    name: 'commits of Upptime',
    format: 'upptime',
    write: upptimeCommitsText,
    results: [healthy, ...byStatus, noAnswer],
    targets: NAMES,
  },
  {
    name: 'a backup of Uptime Kuma',
    format: 'uptime-kuma',
    write: kumaBackupText,
    results: [healthy, ...toldStatuses, ...byMessage],
    targets: NAMES,
  },
  {
    name: 'the table of Uptime Kuma',
    format: 'uptime-kuma',
    write: kumaCsvText,
    results: [healthy, ...toldStatuses, ...byMessage],
    targets: ['monitor 1', 'monitor 22'],
  },
  {
    name: 'CSV of others',
    format: 'csv',
    write: foreignCsvText,
    results: [healthy, ...byStatus, ...byMessage],
    targets: NAMES,
  },
];

describe('what is written in a format is read back as the same probes', () => {
  test.for(ROWS)('$name', ({ format, write, results, targets }) => {
    const probe = (minute: number): fc.Arbitrary<Told> =>
      fc
        .record({
          target: fc.constantFrom(...targets),
          result: fc.constantFrom(...results),
          offsetMs: fc.nat(59_999),
          latencyMs: fc.nat(70_000),
        })
        .map(({ target, result, offsetMs, latencyMs }) => ({
          at: TICK_AT + minute * MINUTE_MS + offsetMs,
          target,
          latencyMs,
          ...result,
        }));
    const record = fc
      .integer({ min: 1, max: 12 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, n) => probe(n))));
    fc.assert(
      fc.property(record, (probes) => {
        const { name, lines, faults } = readEntries(write(probes));
        expect({ name, faults }).toEqual({ name: format, faults: [] });
        expect(inOrder(lines.map(told))).toEqual(inOrder(probes));
      }),
      { numRuns: 60 },
    );
  });
});
