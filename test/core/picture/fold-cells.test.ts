import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CELL_LOOKS, cellCodeOf, isFailingCode, lookOf } from '../../../functions/core/picture/cell-outcome.ts';
import { cellRuns } from '../../../functions/core/picture/cell-runs.ts';
import { foldCells } from '../../../functions/core/picture/fold-cells.ts';
import { MOST_COLUMNS, cellMsFor } from '../../../functions/core/picture/time-range.ts';
import type { RecordedRun } from '../../../functions/core/run-record.ts';
import { MARKS, digestRun, digestRuns, type Mark } from '../digest/digest-runs.ts';
import { DAY_MS, MINUTE_MS, MONTH_FROM, probeOf, runOf } from './scenes.ts';
import { HEALTHY } from '../../../functions/core/model/outcome.ts';

const FROM = MONTH_FROM;
const LOOKS: Readonly<Record<Mark, string>> = {
  '.': 'healthy',
  m: 'masked',
  x: 'network',
  s: 'server',
  o: 'own-network',
  f: 'own-fault',
  p: 'not-probed',
  '-': 'not-due',
};

function fold(runs: Iterable<RecordedRun>, minutes: number, cellMs = MINUTE_MS) {
  const cells = foldCells({ from: FROM, to: FROM + minutes * MINUTE_MS }, cellMs);
  for (const run of runs) cells.add(run);
  return cells.series();
}

function namesOf(marks: string, cellMs = MINUTE_MS): readonly string[] {
  const [series] = fold(digestRuns(FROM, marks), marks.length, cellMs);
  return Array.from(series?.cells.worst ?? [], (code) => lookOf(code).name);
}

describe('cells of outcomes', () => {
  test.each(MARKS.map((mark) => ({ mark, name: LOOKS[mark] })))('$mark is $name', ({ mark, name }) => {
    expect(namesOf(mark)).toEqual([name]);
  });

  test.each([
    { name: 'a failure among healthy probes', marks: '..x.', worst: 'network' },
    { name: 'a failure over a retry that helped', marks: '.mx.', worst: 'network' },
    { name: 'a retry that helped over health', marks: '.m..', worst: 'masked' },
    { name: 'our own network over health', marks: '.o..', worst: 'own-network' },
    { name: 'health where the target was not due otherwise', marks: '-.--', worst: 'healthy' },
  ])('show $name', ({ marks, worst }) => {
    expect(namesOf(marks, 4 * MINUTE_MS)).toEqual([worst]);
  });

  test('without a record are empty, and what lies outside of the range is left out', () => {
    const [series] = fold([...digestRuns(FROM - MINUTE_MS, 'x.'), ...digestRuns(FROM + 2 * MINUTE_MS, '.x')], 3);
    expect(Array.from(series?.cells.worst ?? [], (code) => lookOf(code).name)).toEqual(['healthy', 'none', 'healthy']);
    expect(series).toMatchObject({ healthy: 2, failed: 0, lastFailureAt: null });
  });

  test('keep targets and vantages apart, in the order in which they were met', () => {
    const series = fold([digestRun(FROM, { b: '.', a: 'x' }, 'one'), digestRun(FROM, { a: '.' }, 'two')], 1);
    expect(series.map(({ target, vantage, failed }) => [target, vantage, failed])).toEqual([
      ['b', 'one', 0],
      ['a', 'one', 1],
      ['a', 'two', 0],
    ]);
  });

  test('hold the latency of probes that were healthy at once alone', () => {
    const probes = [100, 200].map((durationMs) => probeOf('a', FROM, [HEALTHY], durationMs));
    const slow = probeOf('a', FROM, [{ class: 'server', kind: 'too-slow', detail: null }, HEALTHY], 70_000);
    const [series] = fold(
      [...probes, slow].map((probe) => runOf(FROM, [probe])),
      1,
    );
    expect([...(series?.cells.prompt ?? [])]).toEqual([2]);
    expect([...(series?.cells.promptSumMs ?? [])]).toEqual([300]);
  });

  test('add up to what a slow count over all probes does, in whatever order runs come', () => {
    const ticks = fc.array(fc.tuple(fc.integer({ min: -3, max: 40 }), fc.constantFrom(...MARKS)), { maxLength: 60 });
    fc.assert(
      fc.property(ticks, fc.integer({ min: 1, max: 9 }), (placed, cellMinutes) => {
        const runs = placed.map(([minute, mark]) => digestRun(FROM + minute * MINUTE_MS, { a: mark }));
        const [series] = fold(runs, 37, cellMinutes * MINUTE_MS);
        const within = runs.filter(({ key }) => key.tickAt >= FROM && key.tickAt < FROM + 37 * MINUTE_MS);
        const codes = within.map(({ key, probes: [probe] }) => ({
          tickAt: key.tickAt,
          code: probe === undefined ? 0 : cellCodeOf(probe),
        }));
        if (series === undefined) {
          expect(within).toEqual([]);
          return;
        }
        const cells = Array.from({ length: Math.ceil(37 / cellMinutes) }, (_, index) =>
          codes.filter(({ tickAt }) => Math.floor((tickAt - FROM) / MINUTE_MS / cellMinutes) === index),
        );
        expect([...series.cells.worst]).toEqual(cells.map((cell) => Math.max(0, ...cell.map(({ code }) => code))));
        const failing = codes.filter(({ code }) => isFailingCode(code));
        expect([...series.cells.failed]).toEqual(
          cells.map((cell) => cell.filter(({ code }) => isFailingCode(code)).length),
        );
        expect(series.failed).toBe(failing.length);
        expect(series.lastFailureAt).toBe(
          failing.length === 0 ? null : Math.max(...failing.map(({ tickAt }) => tickAt)),
        );
      }),
    );
  });

  test.each([
    { name: 'an empty range', range: { from: FROM, to: FROM }, cellMs: MINUTE_MS },
    { name: 'cells of no length', range: { from: FROM, to: FROM + 1 }, cellMs: 0 },
    { name: 'more cells than a picture has', range: { from: FROM, to: FROM + DAY_MS }, cellMs: 1_000 },
  ])('refuse $name', ({ range, cellMs }) => {
    expect(() => foldCells(range, cellMs)).toThrow(RangeError);
  });
});

describe('runs of cells', () => {
  test('hold what was seen last where the target was not due, and nothing where there is no record', () => {
    const [series] = fold([...digestRuns(FROM, '-.--x---.'), ...digestRuns(FROM + 10 * MINUTE_MS, '--.')], 13);
    const runs = series === undefined ? [] : cellRuns(series);
    expect(runs.map(({ code, first, end }) => `${lookOf(code).name} ${first} ${end}`)).toEqual([
      'none 0 1',
      'healthy 1 4',
      'network 4 8',
      'healthy 8 9',
      'none 9 12',
      'healthy 12 13',
    ]);
  });
});

test('cells are round spans, few enough for a phone, and never shorter than a tick', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 * 1_440 }), fc.integer({ min: 1, max: 60 }), (minutes, tick) => {
      const range = { from: FROM, to: FROM + minutes * MINUTE_MS };
      const cellMs = cellMsFor(range, tick * MINUTE_MS);
      expect(cellMs).toBeGreaterThanOrEqual(tick * MINUTE_MS);
      expect((range.to - range.from) / cellMs).toBeLessThanOrEqual(MOST_COLUMNS);
    }),
  );
});

test('failures have letters of their own', () => {
  const letters = CELL_LOOKS.map(({ letter }) => letter).filter((letter) => letter !== '');
  expect(new Set(letters).size).toBe(letters.length);
  CELL_LOOKS.forEach(({ name, letter }, code) => {
    if (isFailingCode(code)) expect([name, letter]).toEqual([name, expect.stringMatching(/^[A-Z]$/)]);
  });
});
