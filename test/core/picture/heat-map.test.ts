import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OWN_NETWORK_SUBJECT } from '../../../functions/core/chronic/snapshot.ts';
import { HEALTHY } from '../../../functions/core/model/outcome.ts';
import { PATTERN_KINDS, WEEKDAYS } from '../../../functions/core/model/pattern.ts';
import { cyclesLayout } from '../../../functions/core/picture/cycles-layout.ts';
import { daysLayout } from '../../../functions/core/picture/days-layout.ts';
import { foldHeat } from '../../../functions/core/picture/fold-heat.ts';
import { levelOf } from '../../../functions/core/picture/heat-cells.ts';
import { heatMap } from '../../../functions/core/picture/heat-map.ts';
import type { HeatSubject } from '../../../functions/core/picture/heat-subject.ts';
import type { RecordedRun } from '../../../functions/core/run-record.ts';
import { anyText } from '../../support/any-text.ts';
import { digestRun } from '../digest/digest-runs.ts';
import { expectSafe } from './safe-picture.ts';
import { nightlyRuns, strikingRuns } from './scene-runs.ts';
import * as scene from './scenes.ts';

const { DAY_MS, HOUR_MS, MINUTE_MS, MONTH_FROM, MONTH_TO, TIMEOUT, GATEWAY } = scene;
const ZONE = 'Europe/Amsterdam';
const MONTH = { from: MONTH_FROM, to: MONTH_TO };

function draw(subject: HeatSubject, runs: Iterable<RecordedRun>, range = MONTH, intervalMs = MINUTE_MS): string {
  const map = heatMap(subject, { range, zone: ZONE, intervalMs });
  for (const run of runs) map.add(run);
  return map.draw();
}

function labelOf(picture: string): string {
  const found = expectSafe(picture).find(({ attributes }) => attributes.get('role') === 'img');
  return found?.attributes.get('aria-label') ?? '';
}

describe('the heat map of a pattern', () => {
  test('of a nightly one says on how many days it struck', () => {
    const picture = draw(scene.subjectOf(scene.NIGHTLY), nightlyRuns(10 * MINUTE_MS), MONTH, 10 * MINUTE_MS);
    expect(labelOf(picture)).toMatch(/35 of 5040 probes failed, in 35 of 36 rows/);
    expect(picture).toContain('Sun 29 Mar: 1 of 138 probes failed');
  });

  test('of one every half hour stands in the same columns of every row', () => {
    const range = { from: MONTH_TO - 2 * DAY_MS, to: MONTH_TO };
    const picture = draw(scene.subjectOf(scene.HALF_HOURLY), strikingRuns(range.from), range);
    const paths = expectSafe(picture).filter(({ attributes }) => attributes.get('class') === 'heat4');
    const starts = [...(paths[0]?.attributes.get('d') ?? '').matchAll(/M(\d+) \d+h(\d+)/g)].map(([, x, h]) => [x, h]);
    expect(starts).toHaveLength(25);
    expect(new Set(starts.map(String)).size).toBe(1);
  });

  test('of one bad address has that address first', () => {
    const subject = scene.subjectOf({ kind: 'one-bad-address' });
    const runs = scene.runsOf(MONTH_TO - DAY_MS, MONTH_TO, 10 * MINUTE_MS, (tickAt) => {
      const isBad = (tickAt / MINUTE_MS / 10) % 3 === 0;
      const outcomes = isBad ? [TIMEOUT, HEALTHY] : [HEALTHY];
      return [
        scene.probeOf('server-time', tickAt, outcomes, 40, isBad ? ['203.0.113.7', '203.0.113.9'] : ['203.0.113.9']),
      ];
    });
    const label = labelOf(draw(subject, runs, { from: MONTH_TO - DAY_MS, to: MONTH_TO }, 10 * MINUTE_MS));
    expect(label).toContain('203.0.113.7: 48 of 48 attempts failed. 203.0.113.9: 0 of 144 attempts failed.');
  });

  test('of ever new addresses stays bounded', () => {
    const runs = scene.runsOf(MONTH_TO - DAY_MS, MONTH_TO, MINUTE_MS, (tickAt) => [
      scene.probeOf('server-time', tickAt, [TIMEOUT], 40, [`2001:db8::${(tickAt / MINUTE_MS).toString(16)}`]),
    ]);
    const picture = draw(scene.subjectOf({ kind: 'one-bad-address' }), runs, { from: MONTH_TO - DAY_MS, to: MONTH_TO });
    expect(picture).toContain('57 addresses that fail less are not drawn.');
    expect(picture.length).toBeLessThan(10_000);
  });

  test('of our own network counts its own failures, which say nothing of a target', () => {
    const marks = ['.', 'o', 'o', '.'] as const;
    const runs = marks.map((mark, index) => digestRun(MONTH_FROM + index * MINUTE_MS, { 'server-time': mark }));
    const own = { members: [{ vantage: 'local', subject: OWN_NETWORK_SUBJECT }], classes: ['inconclusive' as const] };
    expect(labelOf(draw(scene.subjectOf({}, own), runs))).toContain('2 of 4 probes failed');
    expect(labelOf(draw(scene.subjectOf({}), runs))).toContain('0 of 2 probes failed');
  });

  test('counts retries that helped, shows other failures apart, and leaves other targets and vantages out', () => {
    const probes = [[TIMEOUT, HEALTHY], [GATEWAY], [HEALTHY]].map((outcomes, index) => {
      const startedAt = MONTH_FROM + index * HOUR_MS;
      return scene.runOf(startedAt, [scene.probeOf('server-time', startedAt, outcomes)]);
    });
    const elsewhere = [
      scene.runOf(MONTH_FROM, [scene.probeOf('agents', MONTH_FROM, [TIMEOUT])]),
      scene.runOf(MONTH_FROM, [scene.probeOf('server-time', MONTH_FROM, [TIMEOUT])], 'us-east-1'),
    ];
    const picture = draw(scene.subjectOf({}), [...probes, ...elsewhere]);
    expect(labelOf(picture)).toContain('1 of 3 probes failed');
    expect(picture).toContain('<path class="other" d="M8 0h1"/>');
    expect(picture).toContain('other failures');
  });

  test.each([
    { name: 'an empty range', range: { from: MONTH_TO, to: MONTH_TO }, intervalMs: MINUTE_MS },
    { name: 'probes without an interval', range: MONTH, intervalMs: 0 },
  ])('refuses $name', ({ range, intervalMs }) => {
    expect(() => heatMap(scene.subjectOf({}), { range, zone: ZONE, intervalMs })).toThrow(/above 0/);
  });
});

describe('cells of a heat map', () => {
  test.each([
    { probes: 0, failing: 0, others: 0, level: 'none' },
    { probes: 9, failing: 0, others: 0, level: 'calm' },
    { probes: 9, failing: 0, others: 9, level: 'other' },
    { probes: 1_000, failing: 1, others: 0, level: 'heat1' },
    { probes: 10, failing: 1, others: 0, level: 'heat1' },
    { probes: 10, failing: 2, others: 0, level: 'heat2' },
    { probes: 10, failing: 7, others: 3, level: 'heat3' },
    { probes: 10, failing: 10, others: 0, level: 'heat4' },
  ])('$failing of $probes failing are $level', ({ probes, failing, others, level }) => {
    const [one, two, three] = [probes, failing, others].map((count) => Uint32Array.of(count));
    const none = Uint32Array.of(0);
    expect(levelOf({ columns: 1, probes: one ?? none, failing: two ?? none, others: three ?? none }, 0)).toBe(level);
  });

  test.each([
    { name: 'days', layout: daysLayout(MONTH, ZONE, scene.NO_PATTERN, false, MINUTE_MS) },
    {
      name: 'cycles',
      layout: cyclesLayout(MONTH, ZONE, { ...scene.NO_PATTERN, periodMs: 77 * MINUTE_MS }, false, MINUTE_MS),
    },
  ])('of $name hold what a slow count does, in whatever order runs come', ({ layout }) => {
    const moments = fc.array(fc.tuple(fc.integer({ min: MONTH_FROM - DAY_MS, max: MONTH_TO + DAY_MS }), fc.boolean()), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(moments, (found) => {
        const fold = foldHeat(layout, scene.subjectOf({}));
        for (const [at, isBad] of found) {
          fold.add(scene.runOf(at, [scene.probeOf('server-time', at, [isBad ? TIMEOUT : HEALTHY])]));
        }
        const inRange = found.filter(([at]) => at >= MONTH_FROM && at < MONTH_TO);
        const expected = new Uint32Array(layout.rows.length * layout.columns);
        for (const [at] of inRange.filter(([, isBad]) => isBad)) {
          const index = (layout.rowOf(at) ?? 0) * layout.columns + layout.columnOf(at);
          expected[index] = (expected[index] ?? 0) + 1;
        }
        const { probes, failing } = fold.cells();
        expect([...failing]).toEqual([...expected]);
        expect(probes.reduce((sum, count) => sum + count, 0)).toBe(inRange.length);
      }),
    );
  });
});

describe('whatever is drawn', () => {
  const span = fc.option(fc.integer({ min: 1, max: 9 * DAY_MS }));
  const pattern = fc.record({
    kind: fc.constantFrom(...PATTERN_KINDS),
    periodMs: span,
    toleranceMs: span,
    durationMs: span,
    zone: fc.constantFrom(null, 'UTC', 'America/New_York'),
    timesOfDay: fc.array(fc.oneof(fc.constantFrom('00:00', '23:59', '12:30'), anyText), { maxLength: 3 }),
    weekdays: fc.option(fc.subarray([...WEEKDAYS])),
    nextExpected: fc.option(
      fc
        .tuple(fc.integer({ min: MONTH_FROM, max: MONTH_TO + 30 * DAY_MS }), fc.integer({ min: 0, max: 2 * DAY_MS }))
        .map(([from, ms]) => ({ from, to: from + ms })),
    ),
  });

  test('it is well-formed, has no number that is none, and stays small', () => {
    fc.assert(
      fc.property(
        pattern,
        anyText,
        anyText,
        fc.integer({ min: 1, max: 900 }),
        fc.boolean(),
        (drawn, title, address, hours, isOver) => {
          const range = { from: MONTH_TO - hours * HOUR_MS, to: MONTH_TO };
          const runs = scene.runsOf(range.from, range.to, Math.ceil(hours / 40) * HOUR_MS, (tickAt) => [
            scene.probeOf('server-time', tickAt + 7, (tickAt / HOUR_MS) % 3 < 1 ? [TIMEOUT] : [HEALTHY], 40, [address]),
          ]);
          const picture = draw(scene.subjectOf(drawn, { title, sentence: title, isOver }), runs, range);
          expectSafe(picture);
          expect(picture.length).toBeLessThan(30_000);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a month of noise, the worst there is, is below 40 kB', () => {
    const random = scene.seeded(11);
    const runs = scene.runsOf(MONTH_FROM, MONTH_TO, 5 * MINUTE_MS, (tickAt) => [
      scene.probeOf('server-time', tickAt, [random() < 0.3 ? TIMEOUT : HEALTHY]),
    ]);
    expect(draw(scene.subjectOf({ kind: 'lossy' }), runs).length).toBeLessThan(40_000);
  });
});
