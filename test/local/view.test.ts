import { describe, expect, test } from 'vitest';
import { openScreen } from '../../functions/local/screen.ts';
import { renderView, type Progress, type ViewModel } from '../../functions/local/view.ts';
import { REFUSED, TICK_AT, aProblem } from '../support/builders.ts';

const NOW = TICK_AT + 200_000;

function aView(overrides: Partial<ViewModel> = {}): ViewModel {
  return {
    header: ['Watching a test'],
    now: NOW,
    targets: [
      { id: 'server-time', outcome: { class: 'healthy' }, latencyMs: 12.4, recent: '..m.' },
      { id: 'agents', outcome: REFUSED, latencyMs: 3, recent: '..xx' },
      { id: 'seldom', outcome: null, latencyMs: null, recent: '' },
    ],
    openProblems: [],
    alerts: [],
    faults: [],
    ...overrides,
  };
}

const plain = { columns: 100, rows: 50, isColoured: false, timeZone: 'UTC' };

describe('the live view', () => {
  test('quiet', () => {
    expect(renderView(aView(), plain)).toMatchInlineSnapshot(`
      "Watching a test
      00:03:20   . healthy   m healthy after a retry   x failing   o our own network or fault

        target       now                      latency  recent
        server-time  healthy                    12 ms  ..m.
        agents       network/connect-refused     3 ms  ..xx
        seldom       waiting                           

      Open problems: none

      Alerts: none so far"
    `);
  });

  test('with a problem, alerts and a fault of its own', () => {
    const alerts = Array.from({ length: 8 }, (_, n) => ({
      at: NOW - (8 - n) * 1000,
      subject: `PROBLEM target-${n}`,
      body: 'It fails.\n\nWhat to do now: look.\n',
    }));
    const text = renderView(
      aView({ openProblems: [aProblem()], alerts, faults: ['The store failed: Error: full. Make room.'] }),
      plain,
    );
    expect(text).toMatchInlineSnapshot(`
      "Watching a test
      00:03:20   . healthy   m healthy after a retry   x failing   o our own network or fault

      Own faults
        The store failed: Error: full. Make room.

        target       now                      latency  recent
        server-time  healthy                    12 ms  ..m.
        agents       network/connect-refused     3 ms  ..xx
        seldom       waiting                           

      Open problems: 1
        server-time: network/connect-refused, since 00:00:00 (3 min 20 s)

      Alerts so far: 8
        00:03:12  PROBLEM target-0
        00:03:13  PROBLEM target-1
        00:03:14  PROBLEM target-2
        00:03:15  PROBLEM target-3
        00:03:16  PROBLEM target-4
        00:03:17  PROBLEM target-5
        00:03:18  PROBLEM target-6
        00:03:19  PROBLEM target-7

      The newest, as it would be sent:
        PROBLEM target-7
        It fails.
        
        What to do now: look."
    `);
  });

  test('no line is longer than the screen, colour or not', () => {
    for (const isColoured of [true, false]) {
      const lines = renderView(aView({ openProblems: [aProblem()] }), { ...plain, columns: 30, isColoured }).split(
        '\n',
      );
      expect(Math.max(...lines.map((line) => line.replace(/\u001b\[\d+m/g, '').length))).toBeLessThanOrEqual(30);
    }
  });

  test('what does not fit on the screen is left out below, and long texts are wrapped', () => {
    const body = `${'word '.repeat(30)}\n`;
    const alerts = [{ at: NOW, subject: 'PROBLEM', body }];
    const text = renderView(aView({ alerts }), { ...plain, columns: 40, rows: 18 });
    expect(text.split('\n')).toHaveLength(18);
    expect(text.split('\n').at(-1)).toBe('  word word word word word word word');
  });

  test('without colour there is no escape code', () => {
    expect(renderView(aView(), plain)).not.toContain('\u001b');
    expect(renderView(aView(), { ...plain, isColoured: true })).toContain('\u001b[31m');
  });
});

const PLAYING: Progress = { isPlaying: true, ratio: 0.5, day: 8, days: 14, today: 'a burst of 504' };
const DAY = 86_400_000;

describe('a story that is played', () => {
  test('a bar, what goes on that day, and older alerts with their day', () => {
    const alerts = [
      { at: NOW - 3 * DAY, subject: 'PROBLEM agents', body: 'It fails.\n' },
      { at: NOW - 60_000, subject: 'RESOLVED agents', body: 'It works.\n' },
    ];
    expect(renderView(aView({ alerts, progress: PLAYING }), plain)).toMatchInlineSnapshot(`
      "Watching a test
      [##############--------------] day 8 of 14, Sun 01 Mar 00:03
      a burst of 504
      00:03:20   . healthy   m healthy after a retry   x failing   o our own network or fault

        target       now                      latency  recent
        server-time  healthy                    12 ms  ..m.
        agents       network/connect-refused     3 ms  ..xx
        seldom       waiting                           

      Open problems: none

      Alerts so far: 2
        Thu 26 Feb 00:03  PROBLEM agents
        Sun 01 Mar 00:02  RESOLVED agents

      The newest, as it would be sent:
        RESOLVED agents
        It works."
    `);
  });

  test('when it is over, that it goes on', () => {
    const text = renderView(aView({ progress: { ...PLAYING, isPlaying: false, ratio: 1, day: 14 } }), plain);
    expect(text).toContain(`[${'#'.repeat(28)}] 14 days played. It goes on in real time`);
    expect(text).not.toContain('a burst of 504');
  });

  test('as many alerts are listed as there is room for, the newest in full always', () => {
    const alerts = Array.from({ length: 30 }, (_, n) => ({ at: NOW, subject: `PROBLEM t-${n}`, body: 'It fails.\n' }));
    const lines = renderView(aView({ alerts }), { ...plain, rows: 30 }).split('\n');
    expect(lines).toHaveLength(30);
    expect(lines.at(-1)).toBe('  It fails.');
    expect(lines).toContain('Alerts so far: 30, the last 15');
  });
});

describe('screens', () => {
  test('a terminal is redrawn in place, without leftovers', () => {
    const written: string[] = [];
    const screen = openScreen({ isTTY: true, columns: 80, write: (text) => written.push(text) }, false, true, 'UTC');
    screen.update(aView());
    screen.update(aView());
    expect(written[0]?.startsWith('\u001b[2J\u001b[H')).toBe(true);
    expect(written[1]?.startsWith('\u001b[HWatching')).toBe(true);
    expect(written[1]?.endsWith('\u001b[J')).toBe(true);
  });

  test('a pipe gets a line for each change, each alert once and in full, and a sign of life a minute', () => {
    const written: string[] = [];
    const screen = openScreen({ write: (text) => written.push(text) }, false, true, 'UTC');
    const alert = { at: NOW, subject: 'PROBLEM agents', body: 'It fails.\n' };
    screen.update(aView());
    screen.update(aView());
    screen.update(aView({ alerts: [alert] }));
    screen.update(aView({ alerts: [alert], now: NOW + 59_999 }));
    screen.update(aView({ alerts: [alert], now: NOW + 60_000 }));
    expect(written.join('')).toMatchInlineSnapshot(`
      "Watching a test
      00:03:20  server-time: healthy
      00:03:20  agents: network/connect-refused  The address answered that nothing accepts connections on this port.

      ALERT  PROBLEM agents
        It fails.

      2026-03-01T00:04:20.000Z  3 targets, 2 not healthy, 0 open problems
      "
    `);
  });

  test('a pipe gets a line for each day of a story and each alert, and in the end the newest alert in full', () => {
    const written: string[] = [];
    const screen = openScreen({ write: (text) => written.push(text) }, false, true, 'UTC');
    const alert = { at: NOW + DAY, subject: 'PROBLEM agents', body: 'It fails.\n' };
    const over = { ...PLAYING, isPlaying: false, ratio: 1, day: 14 };
    screen.update(aView({ progress: PLAYING }));
    screen.update(aView({ progress: { ...PLAYING, today: 'later that day' }, targets: [] }));
    screen.update(aView({ progress: { ...PLAYING, day: 9 }, alerts: [alert], now: NOW + DAY }));
    screen.update(aView({ progress: over, alerts: [alert], now: NOW + 6 * DAY }));
    screen.update(aView({ progress: over, alerts: [alert], now: NOW + 6 * DAY + 1 }));
    expect(written.join('')).toMatchInlineSnapshot(`
      "Watching a test
      day 8 of 14, Sun 01 Mar: a burst of 504
          Mon 02 Mar 00:03  PROBLEM agents
      day 9 of 14, Mon 02 Mar: a burst of 504
      14 days played. It goes on in real time: a run every 5 minutes.

      The newest alert, as it would be sent:
      ALERT  PROBLEM agents
        It fails.

      "
    `);
  });
});
