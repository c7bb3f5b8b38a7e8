import { describe, expect, test } from 'vitest';
import { MINUTE_MS, isoTime } from '../../../functions/core/model/time.ts';
import { keptProbes } from '../../../functions/local/replay/kept-probes.ts';
import { readRecord } from '../../../functions/local/replay/read-record.ts';
import { recordPictures } from '../../../functions/local/replay/record-pictures.ts';
import { replayPage } from '../../../functions/local/replay/replay-page.ts';
import { settingsOf } from '../../support/builders-settings.ts';
import { TICK_AT } from '../../support/builders.ts';
import { days, quiet } from '../../support/chronic-timeline.ts';
import { jsonLines, timelineLines, type Line } from './records.ts';

const STYLE = { columns: 60, isTerminal: false, isColoured: false, isUnicode: false };
const settings = settingsOf({});

async function replay(lines: readonly Line[]) {
  const kept = keptProbes();
  // eslint-disable-next-line @typescript-eslint/require-await
  async function* pieces() {
    yield Buffer.from(jsonLines(lines));
  }
  const { replayed, format, assumptions } = await readRecord(pieces(), {
    settings,
    skipBadLines: false,
    onRun: kept.add,
  });
  if (replayed === null) throw new Error('bad lines');
  return { replayed, kept, format, assumptions, settings, name: 'a<b>.jsonl' };
}

const NIGHTLY: Line[] = Array.from(quiet(4) + days(9, '02:00 xx', { from: TICK_AT }), (letter, index) => ({
  at: isoTime(TICK_AT + index * 5 * MINUTE_MS),
  target: '@server/time',
  outcome: letter === 'x' ? 'network/connect-timeout' : 'healthy',
}));

describe('strips in a terminal', () => {
  test('one mark for each stretch of time: letters for what failed, small where it was the lesser part', async () => {
    const marks = '........xxxxxxxx....s.........  ..mmmm....oooo......';
    const { replayed, kept } = await replay(timelineLines(marks));
    const { strips } = recordPictures(replayed, kept, { ...STYLE, columns: 120 }, 'UTC');
    expect(strips[0]).toBe('server-time  ........NNNNNNNN....S.........  ..++++....OOOO......  80.4 % healthy');
    expect(strips.at(-1)).toContain("O the monitor's own network   + healthy after a retry   N network   S server");
    const coarse = recordPictures(replayed, kept, { ...STYLE, columns: 40 }, 'UTC');
    expect(coarse.strips[0]).toMatch(/^server-time {2}[.N+O sn]{10,13} {2}/);
  });

  test('fit the width, whatever the names; ASCII alone without Unicode', async () => {
    const long = timelineLines('..x', { target: 'https://example.com/a/very/long/path/that/nobody/reads' });
    const { replayed, kept } = await replay(long);
    const { strips } = recordPictures(replayed, kept, STYLE, 'UTC');
    expect(strips[0]).toMatch(/^https:\/\/exa\.\.obody\/reads {2}/);
    for (const line of strips.slice(0, 2)) expect(line.length).toBeLessThanOrEqual(60);
    expect(strips.join('')).toMatch(/^[ -~]*$/);
  });

  test('colour: what failed is red, what else is no health is yellow', async () => {
    const { replayed, kept } = await replay(timelineLines('..xx..m.oo.'));
    const { strips } = recordPictures(replayed, kept, { ...STYLE, isColoured: true }, 'UTC');
    const [green, red, yellow] = [32, 31, 33].map((code) => (text: string) => `\u001b[${code}m${text}\u001b[39m`);
    const marks = [
      green?.('..'),
      red?.('NN'),
      green?.('..'),
      yellow?.('+'),
      green?.('.'),
      yellow?.('OO'),
      green?.('.'),
    ];
    expect(strips[0]).toContain(`server-time  ${marks.join('')}  `);
  });

  test('of many targets, those that failed most', async () => {
    const many = Array.from({ length: 40 }, (_, n) => timelineLines(n === 39 ? 'xxx' : '...', { target: `t${n}` }));
    const { replayed, kept } = await replay(many.flat().toSorted((a, b) => (a.at < b.at ? -1 : 1)));
    const { strips } = recordPictures(replayed, kept, STYLE, 'UTC');
    expect(strips.filter((line) => line.startsWith('t'))).toHaveLength(30);
    expect(strips.some((line) => line.startsWith('t39 '))).toBe(true);
    expect(strips).toContain('10 more with fewer failures are not drawn.');
  });
});

describe('the chart of a chronic problem', () => {
  test('by hour of day, on the clock that it keeps to', async () => {
    const { replayed, kept } = await replay(NIGHTLY);
    const { patterns } = recordPictures(replayed, kept, { ...STYLE, columns: 80 }, 'UTC');
    const [chart] = patterns.values();
    expect(chart).toEqual([
      'Share of probes that failed, by hour of day, UTC:',
      expect.stringMatching(/^ +\d+ % \| {4}##$/) as string,
      '       |    ##',
      '       |    ##',
      '   0 % |    ##',
      `       +${'-'.repeat(48)}`,
      '        00    03    06    09    12    15    18    21',
    ]);
  });
});

describe('the page', () => {
  test('stands alone: no script, nothing from elsewhere, and a policy that sees to it', async () => {
    const html = replayPage(await replay(NIGHTLY));
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`,
    );
    expect(html).not.toMatch(/<script|<link|<img|@import|url\(|\son\w+=/i);
    expect(html).toContain('prefers-color-scheme:dark');
    expect(html).toContain('<title>Replay of a&lt;b&gt;.jsonl</title>');
  });

  test('holds problems, strips, a heat map, and the messages, by the names of the record', async () => {
    const html = replayPage(await replay(NIGHTLY));
    expect(html).toContain('1 open problem');
    expect(html).toContain('<div class="strips">');
    expect(html).toMatch(
      /<figure><figcaption><p class="title">@server\/time: every day at 02:00 UTC|every night at 02:00 UTC/,
    );
    expect(html).toMatch(/<details><summary>\d+ Mar \d\d:\d\d <b>CHRONIC @server\/time/);
    expect(html).toContain('What to do now:');
    // Its id is that of the notice itself.
    expect(html.replace(/- Notice: .*/g, '')).not.toContain('%40server');
  });

  test('names cannot write into it', async () => {
    const html = replayPage(await replay(timelineLines('..xxxx..', { target: '<img src=x onerror=alert(1)>' })));
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x');
  });

  test('a record without probes', async () => {
    expect(replayPage(await replay([]))).toContain('The record holds no probes.');
  });
});
