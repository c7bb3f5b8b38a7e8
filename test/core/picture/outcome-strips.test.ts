import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HEALTHY } from '../../../functions/core/model/outcome.ts';
import { foldCells } from '../../../functions/core/picture/fold-cells.ts';
import { outcomeStrips } from '../../../functions/core/picture/outcome-strips.ts';
import { pictureFrame } from '../../../functions/core/picture/picture-style.ts';
import { healthText } from '../../../functions/core/picture/series-words.ts';
import { cellMsFor } from '../../../functions/core/picture/time-range.ts';
import type { RecordedRun } from '../../../functions/core/run-record.ts';
import { anyText } from '../../support/any-text.ts';
import { MARKS, digestRun, digestRuns } from '../digest/digest-runs.ts';
import { expectSafe } from './safe-picture.ts';
import { DAY_MS, GATEWAY, HOUR_MS, MINUTE_MS, MONTH_TO, TIMEOUT, probeOf, runsOf, seeded } from './scenes.ts';
import type { XmlElement } from './strict-xml.ts';

const ZONE = 'Europe/Amsterdam';
const FROM = MONTH_TO - DAY_MS;

function draw(runs: Iterable<RecordedRun>, from = FROM, to = MONTH_TO): string {
  const range = { from, to };
  const fold = foldCells(range, cellMsFor(range, MINUTE_MS));
  for (const run of runs) fold.add(run);
  return pictureFrame(outcomeStrips(fold.series(), ZONE));
}

function strips(elements: readonly XmlElement[]): readonly XmlElement[] {
  return elements.filter(({ attributes }) => attributes.get('class') === 'strip');
}

function wordsOf(picture: string): readonly (string | undefined)[] {
  return strips(expectSafe(picture)).map(({ attributes }) => attributes.get('aria-label'));
}

/** A day of a fleet: one outage of all, one target that fails each half hour, retries at another. */
function* fleetDay(targets: number): Generator<RecordedRun> {
  const random = seeded(5);
  yield* runsOf(FROM, MONTH_TO, MINUTE_MS, (tickAt) => {
    const hours = (tickAt - FROM) / HOUR_MS;
    const isOut = hours > 14 && hours < 14.7;
    return Array.from({ length: targets }, (_, index) => {
      const isStruck = index % 3 === 0 && (tickAt / MINUTE_MS) % 30 < 2;
      const retries = index % 3 === 1 && random() < 0.01 ? [GATEWAY] : [];
      const outcomes = isOut ? [TIMEOUT] : isStruck ? [GATEWAY] : [...retries, HEALTHY];
      return probeOf(`target-${index}`, tickAt, outcomes, 60 + 40 * random());
    });
  });
}

describe('strips of outcomes', () => {
  test('say in words what they show', () => {
    const marks = `${'.'.repeat(30)}${'x'.repeat(4)}${'.'.repeat(10)}mm${'.'.repeat(14)}`;
    expect(wordsOf(draw(digestRuns(FROM, marks), FROM, FROM + HOUR_MS))).toEqual([
      'a: 93.3 % healthy, 4 failures, 2 probes healthy after a retry, last failure 4 Apr 02:33. ' +
        'Stretches: network, 4 Apr 02:30 to 02:34, 4 of 4 probes failed. Latency: 40 ms, up to 40 ms.',
    ]);
  });

  test('give each failing stretch a tooltip, and each class its letter', () => {
    const elements = expectSafe(draw(digestRuns(FROM, '..xx..........ss..........o.'), FROM, FROM + 28 * MINUTE_MS));
    expect(elements.filter(({ name }) => name === 'title').map(({ text }) => text)).toEqual([
      'network, 4 Apr 02:02 to 02:04, 2 of 2 probes failed',
      'server, 4 Apr 02:14 to 02:16, 2 of 2 probes failed',
      'the monitor&#39;s own network, 4 Apr 02:26 to 02:27',
    ]);
    const letters = elements.filter(({ attributes }) => attributes.get('class') === 'letter');
    expect(letters.map(({ text }) => text)).toEqual(['N', 'S', 'O']);
  });

  test('give the letter to the longer stretch where two are too near for both', () => {
    const elements = expectSafe(draw(digestRuns(FROM, `${'.'.repeat(50)}sxxx`), FROM, FROM + 240 * MINUTE_MS));
    const letters = elements.filter(({ attributes }) => attributes.get('class') === 'letter');
    expect(letters.map(({ text }) => text)).toEqual(['N']);
  });

  test('name vantages only where there are several', () => {
    const both = ['eu-west-1', 'us-east-1'].map((vantage) => digestRun(FROM, { a: '.' }, vantage));
    expect(wordsOf(draw(both)).map((words) => words?.split(':')[0])).toEqual(['a from eu-west-1', 'a from us-east-1']);
    expect(wordsOf(draw(both.slice(1)))[0]).toMatch(/^a: /);
  });

  test('explain what occurs, and no more', () => {
    const legend = (marks: string) => /<p class="legend">(.*?)<\/p>/.exec(draw(digestRuns(FROM, marks)))?.[1];
    expect(legend('.')).not.toContain('network');
    expect(legend('.x')).toContain('<b>N</b> network');
    expect(legend('.p-')).toContain('not probed');
  });

  test('leave out the healthiest of too many targets, and say so', () => {
    const runs = [
      digestRun(FROM, Object.fromEntries(Array.from({ length: 53 }, (_, i) => [`t${i}`, i === 52 ? 'x' : '.']))),
    ];
    const picture = draw(runs);
    const words = wordsOf(picture);
    expect(words).toHaveLength(50);
    expect(words.some((one) => one?.startsWith('t52:'))).toBe(true);
    expect(picture).toContain('3 more targets are not drawn, all of them healthy.');
  });

  test('say that nothing was probed where nothing was', () => {
    expect(draw([])).toContain('No target was probed in this time.');
  });

  test.each([
    { name: 'a calm fleet', targets: 50, most: 150_000, runs: fleetDay(50) },
    { name: 'one target', targets: 1, most: 12_000, runs: fleetDay(1) },
  ])('of $name stay small', ({ targets, most, runs }) => {
    const picture = draw(runs);
    expect(wordsOf(picture)).toHaveLength(targets);
    expect(picture.length).toBeLessThan(most);
  });

  test('of a fleet at its worst stay far below what a function may answer', () => {
    const random = seeded(3);
    const marks = MARKS.filter((mark) => mark !== '-');
    const runs = Array.from({ length: 240 }, (_, index) =>
      digestRun(
        FROM + index * MINUTE_MS,
        Object.fromEntries(Array.from({ length: 50 }, (_, t) => [`t${t}`, marks[Math.floor(random() * 7)] ?? '.'])),
      ),
    );
    expect(draw(runs, FROM, FROM + 240 * MINUTE_MS).length).toBeLessThan(500_000);
  });

  test('are well-formed, whatever a target is called', () => {
    fc.assert(
      fc.property(
        anyText,
        anyText,
        fc.array(fc.constantFrom(...MARKS), { maxLength: 60 }),
        (target, vantage, marks) => {
          const picture = draw(digestRuns(FROM, marks.join(''), target, vantage), FROM, FROM + HOUR_MS);
          expect(strips(expectSafe(picture))).toHaveLength(marks.length === 0 ? 0 : 1);
        },
      ),
    );
  });
});

describe('health is never rounded to what it is not', () => {
  test.each([
    { healthy: 99_999, failed: 1, text: '99.9 % healthy' },
    { healthy: 1, failed: 99_999, text: '0.1 % healthy' },
    { healthy: 0, failed: 3, text: '0 % healthy' },
    { healthy: 3, failed: 0, text: '100 % healthy' },
    { healthy: 982, failed: 18, text: '98.2 % healthy' },
    { healthy: 0, failed: 0, text: 'not probed' },
  ])('$healthy and $failed are $text', ({ text, ...counts }) => {
    expect(healthText(counts)).toBe(text);
  });
});
