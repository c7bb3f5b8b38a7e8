import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverageOf, newTally, totalsOf, weekFold, type WeekTally } from '../../../functions/core/digest/week-tally.ts';
import { availabilityRatio, sumOfCounts, unjudgedCount } from '../../../functions/core/digest/probe-counts.ts';
import type { TargetTotals } from '../../../functions/core/model/digest.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import type { RecordedRun } from '../../../functions/core/run-record.ts';
import { TICK_AT, aTarget } from '../../support/builders.ts';
import { MARKS, digestRun, digestRuns, type Mark } from './digest-runs.ts';

const SETTINGS = { targets: ['a', 'b'].map((id) => aTarget({ id })), tickMs: MINUTE_MS };
const WEEK = { id: 'digest/2026-03-08', from: TICK_AT };

function tallyOf(runs: readonly RecordedRun[]): WeekTally {
  const tally = newTally(WEEK);
  const fold = weekFold(tally, [], SETTINGS);
  for (const run of runs) fold(run);
  return tally;
}

/** The same counts, one look through everything for each number. */
function slowTotals(runs: readonly RecordedRun[]): TargetTotals[] {
  const places = new Set(runs.flatMap(({ key, probes }) => probes.map((probe) => `${key.vantage} ${probe.targetId}`)));
  return [...places].map((place) => {
    const [vantage = '', target = ''] = place.split(' ');
    const probes = runs
      .filter(({ key }) => key.vantage === vantage)
      .flatMap((run) => run.probes.filter(({ targetId }) => targetId === target));
    const count = (isOne: (probe: (typeof probes)[number]) => boolean) => probes.filter(isOne).length;
    const isOwn = (kind: string) => count(({ outcome }) => 'kind' in outcome && outcome.kind === kind);
    return {
      target,
      vantage,
      healthy: count(({ outcome }) => outcome.class === 'healthy'),
      masked: count(({ masked }) => masked),
      failed: count(({ outcome }) => !['healthy', 'not-probed', 'inconclusive'].includes(outcome.class)),
      ownNetwork: isOwn('own-network'),
      ownFault: isOwn('own-fault'),
      skipped: count(({ outcome }) => outcome.class === 'not-probed' && outcome.reason !== 'not-due'),
    };
  });
}

const byPlace = (totals: readonly TargetTotals[]) =>
  totals.toSorted((a, b) => (`${a.vantage} ${a.target}` < `${b.vantage} ${b.target}` ? -1 : 1));

const mark = fc.constantFrom(...MARKS);
const someRuns = fc
  .array(fc.record({ vantage: fc.constantFrom('one', 'two'), a: mark, b: mark }), { maxLength: 60 })
  .map((ticks) => ticks.map(({ vantage, a, b }, n) => digestRun(TICK_AT + n * MINUTE_MS, { a, b }, vantage)));

describe('the totals of a week', () => {
  test('are those of a slow count, however the week is cut into passes', () => {
    fc.assert(
      fc.property(someRuns, fc.nat({ max: 60 }), (runs, cutAt) => {
        const tally = tallyOf(runs.slice(0, cutAt));
        const kept = JSON.parse(JSON.stringify(tally)) as WeekTally;
        const fold = weekFold(kept, [], SETTINGS);
        for (const run of runs.slice(cutAt)) fold(run);
        expect(byPlace(totalsOf(kept, SETTINGS))).toEqual(byPlace(slowTotals(runs)));
        expect(kept).toEqual(tallyOf(runs));
      }),
    );
  });

  test.each<{ name: string; marks: string; ratio: number | null; unjudged: number }>([
    { name: 'healthy among judged', marks: '...x', ratio: 0.75, unjudged: 0 },
    { name: 'a retry that succeeds is healthy', marks: '..mm', ratio: 1, unjudged: 0 },
    { name: 'our own network and faults are nobody’s failures', marks: '.xof', ratio: 0.5, unjudged: 2 },
    { name: 'what was left out is no failure', marks: '.xpp', ratio: 0.5, unjudged: 2 },
    { name: 'what was not due is no probe', marks: '.-x-', ratio: 0.5, unjudged: 0 },
    { name: 'without a judged probe there is none', marks: 'oo-p', ratio: null, unjudged: 3 },
  ])('availability: $name', ({ marks, ratio, unjudged }) => {
    const counts = sumOfCounts(totalsOf(tallyOf(digestRuns(TICK_AT, marks)), SETTINGS));
    expect([availabilityRatio(counts), unjudgedCount(counts)]).toEqual([ratio, unjudged]);
  });

  test('stand in the order of the settings, what is gone from there behind', () => {
    const marks: Record<string, Mark> = { gone: '.', b: '.', a: '.' };
    const tally = tallyOf([digestRun(TICK_AT, marks, 'one'), digestRun(TICK_AT, marks, 'two')]);
    expect(totalsOf(tally, SETTINGS).map(({ target, vantage }) => `${target} ${vantage}`)).toEqual([
      ...['a one', 'a two', 'b one', 'b two', 'gone one', 'gone two'],
    ]);
  });
});

describe('how much of the week there is', () => {
  const to = TICK_AT + 7 * DAY_MS;
  const at = (minutes: readonly number[]) => minutes.map((count) => digestRun(TICK_AT + count * MINUTE_MS, { a: '.' }));
  const whole = [...Array(7 * 24 * 60).keys()];
  const rows = [
    { name: 'all of it', minutes: whole, missing: 0 },
    { name: 'single ticks missing', minutes: whole.filter((count) => count % 5 !== 3), missing: 0 },
    {
      name: 'three hours missing',
      minutes: whole.filter((count) => count < 100 || count >= 280),
      missing: 3 * HOUR_MS,
    },
    { name: 'the end missing', minutes: whole.slice(0, -60), missing: HOUR_MS },
  ];
  test.each(rows)('$name', ({ minutes, missing }) => {
    const [found] = coverageOf(tallyOf(at(minutes)), ['local'], to, MINUTE_MS);
    expect(found).toEqual({ vantage: 'local', firstTick: TICK_AT, unrecordedMs: missing });
  });

  test('begins with the first record; a vantage without any has none', () => {
    const tally = tallyOf(at(whole.slice(600)));
    expect(coverageOf(tally, ['local', 'other'], to, MINUTE_MS)).toEqual([
      { vantage: 'local', firstTick: TICK_AT + 600 * MINUTE_MS, unrecordedMs: 0 },
      { vantage: 'other', firstTick: null, unrecordedMs: 0 },
    ]);
  });

  test('is judged by the time between ticks: one missing is none too many', () => {
    const hourly = at(whole.filter((count) => count % 60 === 0 && count !== 600));
    const tally = newTally(WEEK);
    const fold = weekFold(tally, [], { ...SETTINGS, tickMs: HOUR_MS });
    for (const run of hourly) fold(run);
    expect(coverageOf(tally, ['local'], to, HOUR_MS)[0]?.unrecordedMs).toBe(0);
  });
});
