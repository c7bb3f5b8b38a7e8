import { describe, expect, test } from 'vitest';
import { memoryStates } from '../../functions/adapters/memory/states.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../functions/core/model/time.ts';
import { MOST_PAGE_BYTES } from '../../functions/core/page/page-parts.ts';
import { utf8Bytes } from '../../functions/core/messages/cut.ts';
import { runWidget, type WidgetPorts } from '../../functions/widget/run.ts';
import { expectSafePage, wordsOf } from '../core/page/safe-page.ts';
import { chronicWorld, minute } from '../detect/chronic-world.ts';
import { monitor, settingsWith } from '../detect/monitor.ts';
import { memoryLog } from '../support/memory-log.ts';
import { settingsOf } from '../support/builders-settings.ts';
import { TWO_SHARDS } from '../support/sharded.ts';
import { OUTAGE_MINUTES, VANTAGE, watchedWorld } from './widget-world.ts';

/** What a dashboard sends that shows so much up to some moment. */
const viewOf = (to: number, ms: number, theme = 'light') => ({
  widgetContext: { theme, timeRange: { mode: 'relative', start: to - ms, end: to } },
});

describe('three weeks of a monitor, at their end', async () => {
  const world = await watchedWorld();
  const view = (event: unknown, ports: Partial<WidgetPorts> = {}) =>
    runWidget(event, [VANTAGE], world.settings, { ...world.ports, ...ports });
  const page = await view(viewOf(world.now, DAY_MS));
  const words = wordsOf(page);

  test('is a safe page, and small', () => {
    expectSafePage(page);
    expect(utf8Bytes(page)).toBeLessThan(60_000);
  });

  test('tells what is wrong now, the gravest first', () => {
    expect(words).toContain(`3 open problems critical access-token and 2 more : authorization, token-expired since`);
    expect(words).toMatch(
      /token-expired .+server-time : every night at 03:15 Europe\/Amsterdam \(network, dns-timeout\)/,
    );
    expect(words).toMatch(/company : every 30 min .+Next expected: 2026-03-22 15:1/);
  });

  test('has a strip for each target, in the order of the settings', () => {
    const names = [...page.matchAll(/class="name" x="0" y="12">([^<]+)</g)].map(([, name]) => name);
    expect(names).toEqual(world.settings.targets.map(({ id }) => id));
    expect(words).toContain('access-token 97.4 % healthy');
  });

  test('has a heat map for each pattern, from before it began', () => {
    const labels = [...page.matchAll(/aria-label="Heat map of ([^"]+?) Fails.*? (\d+) of (\d+) probes failed/g)];
    expect(labels.map(([, title, failed]) => [title, failed])).toEqual([
      ['server-time: every night at 03:15 Europe/Amsterdam.', String(22 * 3)],
      ['company: every 30 min.', expect.stringMatching(/^1\d{3}$/)],
    ]);
    // Three weeks of minutes: a day on a dashboard does not shorten them.
    expect(Number(labels[0]?.[3])).toBeGreaterThan(21 * 1_440);
  });

  test('tells how the monitor itself does', () => {
    expect(words).toMatch(
      /The monitor itself local : newest run 22 Mar 14:59, 1 min 20 s ago; examined up to 22 Mar 14:5\d Notices : none waits/,
    );
  });

  test('follows the theme', async () => {
    expect(await view(viewOf(world.now, DAY_MS, 'dark'))).not.toBe(page);
  });

  test('shows a stretch of the past when zoomed in, and the state of now beside it', async () => {
    const zoom = { start: world.now - 10 * DAY_MS, end: world.now - 10 * DAY_MS + HOUR_MS };
    const shown = wordsOf(await view({ widgetContext: { timeRange: { start: 0, end: world.now, zoom } } }));
    expect(shown).toContain('Outcomes 12 Mar 15:00 to 12 Mar 16:00, Europe/Amsterdam');
    expect(shown).toContain('3 open problems');
    expect(shown).toContain('access-token 100 % healthy');
  });

  test('says so when nothing was on record then', async () => {
    const shown = wordsOf(await view(viewOf(world.now - 30 * DAY_MS, HOUR_MS)));
    expect(shown).toContain('No target was probed in this time.');
  });

  test('describes itself in Markdown, with its parameters as YAML', async () => {
    const described = await view({ describe: true });
    expect(described).toMatch(/^## APIv2 Health Monitor\n[^]+``` yaml\n\{\}\n```\n$/);
  });

  test('gives up reading when somebody waited long enough, and says what is missing', async () => {
    let asked = 0;
    const clock = { now: () => world.now + (asked++ < 2 ? 0 : 9 * SECOND_MS) };
    const shown = wordsOf(await view(viewOf(world.now, 7 * DAY_MS), { clock }));
    expect(shown).toMatch(/Reading took too long: What is older than 20 Mar .+ is missing here, not in the history\./);
    expect(shown).toContain('3 open problems');
  });

  describe('what cannot be read is told without internals, and the rest is shown', () => {
    class AccessDeniedException extends Error {
      override readonly name = 'AccessDeniedException';
    }
    const fails = () => Promise.reject(new AccessDeniedException('role arn:aws:iam::111122223333:role/secret may not'));
    test.each<{ name: string; ports: Partial<WidgetPorts>; told: string; shown: string }>([
      {
        name: 'the problems',
        ports: { problems: { recent: fails } },
        told: 'The problems could not be read.',
        shown: 'access-token 97.4 %',
      },
      {
        name: 'the history',
        ports: { history: { read: fails } },
        told: 'The run history could not be read.',
        shown: '3 open problems',
      },
      {
        name: 'the cares',
        ports: { cares: { all: fails } },
        told: 'What was acknowledged and snoozed could not',
        shown: '3 open problems',
      },
      {
        name: 'the detection state',
        ports: { states: { load: fails } },
        told: 'How the monitor itself does could not',
        shown: '3 open problems',
      },
    ])('$name', async ({ ports, told, shown }) => {
      const log = memoryLog();
      const html = await view(viewOf(world.now, DAY_MS), { ...ports, log });
      expectSafePage(html);
      expect(wordsOf(html)).toContain(told);
      expect(wordsOf(html)).toContain('AccessDeniedException');
      expect(wordsOf(html)).toContain(shown);
      expect(html).not.toMatch(/arn:aws|at .+\.ts:/);
      expect(JSON.stringify(log.lines)).toContain('role/secret');
    });

    test('a fault of ours', async () => {
      const log = memoryLog();
      const html = await runWidget(
        {},
        [VANTAGE],
        { ...world.settings, timeZone: 'Nowhere/Land' },
        { ...world.ports, log },
      );
      expectSafePage(html);
      expect(wordsOf(html).trim()).toBe(
        'The page could not be made: a fault of the monitor. The log of the widget function says more.',
      );
      expect(log.lines).toMatchObject([
        { event: 'widget-fault', fields: { fault: expect.stringContaining('Nowhere/Land') as string } },
      ]);
    });
  });

  test('the outage is told for as long as it lasted', () => {
    expect(words).toContain(`(${OUTAGE_MINUTES} min 20 s)`);
  });
});

test('a quiet monitor over SQLite: all well, from packed records', async () => {
  const ids = ['server-time', 'agents'];
  const { ports, store, detect } = monitor();
  const settings = settingsWith(ids);
  for (let count = 0; count < 120; count += 1) await store(count, ids, count === 60 ? '.x' : '..');
  await detect(119, settings);
  const now = minute(119) + 30 * SECOND_MS;
  const log = memoryLog();
  const widget: WidgetPorts = { ...ports, subscribed: memoryStates(), clock: { now: () => now }, log };
  const html = await runWidget(viewOf(now, 2 * HOUR_MS), ['local'], settings, widget);
  expectSafePage(html);
  const words = wordsOf(html);
  expect(words).toContain('All well: 2 targets, newest run 1 Mar 01:59');
  expect(words).toContain('server-time 100 % healthy');
  expect(words).toContain('agents 99.2 % healthy');
  expect(log.lines).toEqual([]);
});

test('a run that died shows, one under way does not, and an unreadable record is a gap', async () => {
  const ids = ['server-time'];
  const { ports, store, detect } = monitor();
  const settings = settingsWith(ids);
  for (let count = 0; count < 10; count += 1) await store(count, ids, '.');
  const claim = (count: number) =>
    ports.history.claim({ vantage: 'local', tickAt: minute(count), shard: 0 }, minute(count), ids);
  await claim(10);
  await claim(20);
  await claim(11);
  await ports.history.finish({ vantage: 'local', tickAt: minute(11), shard: 0 }, ['{"v":99}']);
  await detect(9, settings);
  const now = minute(20) + 30 * SECOND_MS;
  const html = await runWidget(viewOf(now, 20 * MINUTE_MS), ['local'], settings, {
    ...ports,
    subscribed: memoryStates(),
    clock: { now: () => now },
    log: memoryLog(),
  });
  expect(wordsOf(html)).toContain("the monitor's own fault");
  const strip = html.slice(html.indexOf('class="strip"'), html.indexOf('class="axis"'));
  expect([...strip.matchAll(/class="own-fault" d="M(\d+) [^"]+h(\d+)"/g)].map(([, at, long]) => [at, long])).toEqual([
    ['10', '1'],
  ]);
});

test('of several shards the one that stands worst is told: one that stopped is not hidden by the others', async () => {
  const settings = settingsOf(TWO_SHARDS, 'lambda');
  const { ports } = monitor();
  const run = async (count: number, shard: number) => {
    const key = { vantage: 'local', tickAt: minute(count), shard };
    await ports.history.claim(key, key.tickAt, []);
    await ports.history.finish(key, [
      '{"v":1,"from":0,"addresses":[],"failures":[],"details":[],"shards":2,"probes":[]}',
    ]);
  };
  const now = minute(12);
  const words = async () => {
    const view: WidgetPorts = { ...ports, subscribed: memoryStates(), clock: { now: () => now }, log: memoryLog() };
    return wordsOf(await runWidget(viewOf(now, HOUR_MS), ['local'], settings, view));
  };
  for (let count = 0; count < 12; count += 1) await run(count, 0);
  expect(await words()).toContain('local: no run is on record lately');
  await run(5, 1);
  expect(await words()).toContain('local: the newest run is 7 min old');
  await run(11, 1);
  expect(await words()).not.toContain('Nobody is watching');
});

describe('a large monitor', () => {
  const ids = Array.from({ length: 130 }, (_, index) => `target-${index}`);
  const settings = settingsOf(
    {
      targets: ids.map((id) => ({ id, account: 'main', path: '/server-time' })),
      accounts: { main: {} },
      dailyShare: 1,
    },
    'lambda',
  );

  test('130 targets from two vantages: a hundred strips at most, the others counted, below a megabyte', async () => {
    const vantages = ['eu-west-1', 'us-east-1'];
    const { record, ports } = chronicWorld(settings, vantages);
    record(0, 60, (at, id) => (at % 3 === 0 && id.endsWith('1') ? { name: 'server/bad-gateway' } : 'healthy'));
    const now = minute(60);
    const html = await runWidget(viewOf(now, HOUR_MS), vantages, settings, {
      ...ports,
      subscribed: memoryStates(),
      clock: { now: () => now },
    });
    expectSafePage(html);
    expect(html.match(/class="strip"/g)).toHaveLength(100);
    expect(wordsOf(html)).toContain('160 more targets are not drawn');
    expect(wordsOf(html)).toContain('target-1 from us-east-1');
    expect(utf8Bytes(html)).toBeLessThan(MOST_PAGE_BYTES);
  });

  test('a month of it: the newest days, in words, and no more is asked of the store', async () => {
    const now = minute(45 * 1_440);
    let oldest = Infinity;
    const { ports } = chronicWorld(settings);
    const history = {
      read: (_: string, from: number) => {
        oldest = Math.min(oldest, from);
        return Promise.resolve([]);
      },
    };
    const html = await runWidget(viewOf(now, 30 * DAY_MS), ['local'], settings, {
      ...ports,
      subscribed: memoryStates(),
      history,
      clock: { now: () => now },
    });
    expect(wordsOf(html)).toContain('Showing the last 9 days of the 30 days asked for');
    expect((now - oldest) / DAY_MS).toBeLessThan(9.2);
  });
});
