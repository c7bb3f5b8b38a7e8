import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PHASES } from '../../functions/core/model/observation.ts';
import { HEALTHY, KINDS, SKIP_REASONS, type AttemptOutcome, type Failure } from '../../functions/core/model/outcome.ts';
import type { Attempt, Probe, Run } from '../../functions/core/model/run.ts';
import { DAY_MS } from '../../functions/core/model/time.ts';
import { PART_LIMIT_BYTES, packRun } from '../../functions/core/pack-run.ts';
import { UnreadableRecordError, unfinishedRun, unpackRun } from '../../functions/core/run-record.ts';
import {
  TICK_AT,
  aFailedAttempt,
  aProbe,
  aRefusedObservation,
  aRun,
  aRunKey,
  anAttempt,
  anObservation,
} from '../support/builders.ts';
import { anOutage } from '../support/outage.ts';
import { roundedRecord } from '../support/rounded-record.ts';

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;
const targetIdsOf = (run: Run): string[] => run.probes.map((probe) => probe.targetId);

const failures: readonly Omit<Failure, 'detail'>[] = Object.entries(KINDS).flatMap(([failureClass, kinds]) =>
  kinds.map((kind) => ({ class: failureClass, kind }) as Omit<Failure, 'detail'>),
);
const detail = fc.option(fc.string({ unit: 'binary', maxLength: 300 }));
const failure = fc
  .tuple(fc.constantFrom(...failures), detail)
  .map(([name, words]) => ({ ...name, detail: words }) as Failure);
/** Eighths of a millisecond: sums of them with a tick are exact. */
const offsetMs = fc.integer({ min: 0, max: 8 * 110_000 }).map((eighths) => eighths / 8);
const address = fc.option(fc.oneof(fc.ipV4(), fc.ipV6()));

const attemptWith = (outcome: fc.Arbitrary<AttemptOutcome>): fc.Arbitrary<Attempt> =>
  fc
    .record({
      outcome,
      startMs: offsetMs,
      durationMs: offsetMs,
      address,
      phase: fc.option(fc.constantFrom(...PHASES)),
      status: fc.option(fc.integer({ min: 200, max: 599 })),
    })
    .map((drawn) => ({
      outcome: drawn.outcome,
      observation: anObservation({
        startedAt: TICK_AT + drawn.startMs,
        durationMs: drawn.durationMs,
        address: drawn.address,
        answer:
          drawn.status === null
            ? null
            : { status: drawn.status, headers: {}, body: '', bodyBytes: 0, bodyEnd: 'complete' },
        error: drawn.phase === null ? null : { phase: drawn.phase, name: 'Error', code: null, message: '' },
      }),
    }));

const asked: fc.Arbitrary<Partial<Probe>> = fc
  .tuple(
    fc.array(attemptWith(failure), { maxLength: 3 }),
    attemptWith(fc.oneof(failure, fc.constant<AttemptOutcome>(HEALTHY))),
  )
  .map(([failed, last]) => ({ attempts: [...failed, last] }));
const unsent: fc.Arbitrary<Partial<Probe>> = fc
  .tuple(failure, offsetMs)
  .map(([outcome, startMs]) => ({ attempts: [], outcome, startedAt: TICK_AT + startMs }));
const skipped: fc.Arbitrary<Partial<Probe>> = fc
  .tuple(fc.constantFrom(...SKIP_REASONS), fc.option(fc.integer({ min: 0, max: DAY_MS })))
  .map(([reason, waitMs]) => ({
    attempts: [],
    outcome: { class: 'not-probed', reason, until: waitMs === null ? null : TICK_AT + waitMs },
  }));
const healthy = fc.constant<Partial<Probe>>({});

const anyRun: fc.Arbitrary<Run> = fc
  .array(fc.oneof(healthy, asked, unsent, skipped), { maxLength: 40 })
  .map((probes) => aRun({ probes: probes.map((probe, index) => aProbe({ ...probe, targetId: `target-${index}` })) }));
const anyLimit = fc.integer({ min: 1, max: 20_000 });

describe('a packed run', () => {
  test('any run with any limit comes back as it was, in whole milliseconds', () => {
    fc.assert(
      fc.property(anyRun, anyLimit, (run, limitBytes) => {
        expect(unpackRun(run.key, targetIdsOf(run), packRun(run, limitBytes))).toEqual(roundedRecord(run));
      }),
    );
  });

  test('a probe during which the clock was set back by a part of a millisecond took no time', () => {
    const at = (startMs: number) =>
      aFailedAttempt({ observation: aRefusedObservation({ startedAt: TICK_AT + startMs, durationMs: 0 }) });
    const run = aRun({ probes: [aProbe({ attempts: [at(0.25), at(0)] })] });
    expect(run.probes[0]?.durationMs).toBe(-0.25);
    const record = unpackRun(run.key, targetIdsOf(run), packRun(run));
    expect(record.probes[0]?.durationMs).toBe(0);
    expect(record).toEqual(roundedRecord(run));
  });

  test('no part with more than one probe is over the limit', () => {
    fc.assert(
      fc.property(anyRun, anyLimit, (run, limitBytes) => {
        for (const part of packRun(run, limitBytes)) {
          const { probes } = JSON.parse(part) as { probes: unknown[] };
          if (probes.length > 1) expect(bytesOf(part)).toBeLessThanOrEqual(limitBytes);
        }
      }),
    );
  });

  test('500 healthy probes cost at most 16 bytes each', () => {
    const probes = Array.from({ length: 500 }, (_, index) => {
      const observation = anObservation({ startedAt: TICK_AT + index * 100, durationMs: 80 + (index % 300) });
      return aProbe({ targetId: `target-${index}`, attempts: [anAttempt({ observation })] });
    });
    const parts = packRun(aRun({ probes }));
    expect(parts).toHaveLength(1);
    expect(bytesOf(parts.join('')) / probes.length).toBeLessThanOrEqual(16);
  });

  test('a total outage of 500 targets stays below the limit in every part', () => {
    const run = anOutage(500, 3);
    const parts = packRun(run);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(bytesOf(part)).toBeLessThanOrEqual(PART_LIMIT_BYTES);
    expect(unpackRun(run.key, targetIdsOf(run), parts)).toEqual(roundedRecord(run));
  });

  test('a run of no probes is one part and comes back empty', () => {
    const run = aRun({ probes: [] });
    expect(packRun(run)).toHaveLength(1);
    expect(unpackRun(run.key, [], packRun(run))).toEqual({ key: run.key, probes: [], diagnoses: {} });
  });
});

describe('unpacking', () => {
  const unreadable = [
    { name: 'no JSON', text: '{"v":1,' },
    { name: 'a later version', text: '{"v":2}' },
    { name: 'no object', text: 'null' },
  ];
  test.for(unreadable)('refuses $name', ({ text }) => {
    expect(() => unpackRun(aRunKey(), [], [text])).toThrow(UnreadableRecordError);
  });

  test('keeps a failure that only a later release knows, its name as words', () => {
    const text = packRun(anOutage(1, 1)).join('').replace('network/connect-timeout', 'network/solar-flare');
    const [probe] = unpackRun(aRunKey(), ['a'], [text]).probes;
    expect(probe?.outcome).toEqual({ class: 'inconclusive', kind: 'own-fault', detail: 'network/solar-flare' });
  });
});

test('an unfinished run is a fault of our own for every target', () => {
  const run = unfinishedRun(aRunKey(), ['a', 'b']);
  expect(run.probes.map((probe) => [probe.targetId, probe.startedAt, probe.outcome.class])).toEqual([
    ['a', TICK_AT, 'inconclusive'],
    ['b', TICK_AT, 'inconclusive'],
  ]);
});

test('a few of many targets can be read alone', () => {
  const run = aRun({ probes: ['a', 'b', 'c'].map((targetId) => aProbe({ targetId })) });
  const parts = packRun(run);
  const read = (wanted: ReadonlySet<string> | null) =>
    unpackRun(run.key, ['a', 'b', 'c'], parts, wanted).probes.map(({ targetId }) => targetId);
  expect(read(null)).toEqual(['a', 'b', 'c']);
  expect(read(new Set(['c', 'gone']))).toEqual(['c']);
});
