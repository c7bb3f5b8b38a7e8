import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HEALTHY, type Outcome } from '../../../functions/core/model/outcome.ts';
import { MINUTE_MS } from '../../../functions/core/model/time.ts';
import type { RecordedAttempt, RecordedProbe, RecordedRun } from '../../../functions/core/run-record.ts';
import { keptProbes } from '../../../functions/local/replay/kept-probes.ts';
import { REFUSED, TICK_AT } from '../../support/builders.ts';

const failure = { ...REFUSED, detail: null };
const address = fc.constantFrom(null, '192.0.2.1', '192.0.2.2');

const probe = (targetId: string, startedAt: number): fc.Arbitrary<RecordedProbe> => {
  const attempt = (outcome: RecordedAttempt['outcome']) =>
    address.map((at): RecordedAttempt => ({
      startedAt,
      durationMs: 0,
      address: at,
      outcome,
      phase: null,
      status: null,
    }));
  const ways = fc.constantFrom<readonly RecordedAttempt['outcome'][]>(
    [HEALTHY],
    [failure],
    [failure, HEALTHY],
    [failure, failure],
    [],
  );
  return fc.tuple(ways, fc.nat(100_000), address).chain(([way, durationMs, at]) =>
    fc.tuple(...way.map(attempt)).map((attempts): RecordedProbe => {
      const skipped: Outcome = { class: 'not-probed', reason: 'paused', until: null };
      const outcome = way.at(-1) ?? skipped;
      const masked = way.length > 1 && outcome.class === 'healthy';
      return { targetId, startedAt, durationMs, address: at, outcome, masked, attempts };
    }),
  );
};

const run = (minute: number): fc.Arbitrary<RecordedRun> =>
  fc
    .tuple(fc.constantFrom('a', 'b/c'), fc.integer({ min: 1, max: 3 }), fc.integer({ min: -300_000, max: 300_000 }))
    .chain(([vantage, count, offset]) => {
      const tickAt = TICK_AT + minute * MINUTE_MS;
      return fc
        .tuple(...Array.from({ length: count }, (_, index) => probe(`t${index}`, tickAt + offset)))
        .map((probes) => ({ key: { vantage, tickAt, shard: 0 }, probes, diagnoses: {} }));
    });

const record = fc
  .integer({ min: 0, max: 12 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, n) => run(n))));

test('what is kept comes back as it was, run by run', () => {
  fc.assert(
    fc.property(record, (runs) => {
      const kept = keptProbes();
      for (const one of runs) kept.add(one);
      expect([...kept.runs()]).toEqual(runs);
      expect(kept.forgotten()).toBe(0);
    }),
  );
});

test('of more than there is room for, the oldest are forgotten and counted', () => {
  const kept = keptProbes(100);
  const healthy = (n: number): RecordedRun => ({
    key: { vantage: 'a', tickAt: TICK_AT + n, shard: 0 },
    probes: [
      {
        targetId: 't',
        startedAt: TICK_AT + n,
        durationMs: 1,
        address: null,
        outcome: HEALTHY,
        masked: false,
        attempts: [],
      },
    ],
    diagnoses: {},
  });
  for (let n = 0; n < 1_000; n += 1) kept.add(healthy(n));
  const left = [...kept.runs()];
  expect(left.length).toBeGreaterThanOrEqual(100);
  expect(left.length).toBeLessThanOrEqual(200);
  expect(left.at(-1)?.key.tickAt).toBe(TICK_AT + 999);
  expect(left.length + kept.forgotten()).toBe(1_000);
});
