import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../functions/adapters/sqlite/database.ts';
import { sqliteNotices } from '../../functions/adapters/sqlite/told-notices.ts';
import { holdingWebhook, simulatedApi, startProcess, type MonitorProcess } from './killed-world.ts';

/** And one more after each, when all has been told. */
const KILLS = 8;
const names = Array.from({ length: KILLS }, (_, index) => `t${index}`);

let folder = '';
let apis: Awaited<ReturnType<typeof simulatedApi>>[] = [];
let webhook: Awaited<ReturnType<typeof holdingWebhook>>;
let running: MonitorProcess | null = null;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'killed-'));
  apis = await Promise.all(names.map(() => simulatedApi()));
  webhook = await holdingWebhook();
  const config = {
    accounts: Object.fromEntries(names.map((name, index) => [name, { origin: apis[index]?.baseUrl ?? '' }])),
    targets: names.map((name) => ({ id: name, account: name, path: '/server-time', every: '1s' })),
    slack: { webhookParameter: '/test/webhook' },
    thresholds: { failingTicks: 1, healthyTicks: 1 },
    retry: { attempts: 1 },
    dailyShare: 1,
  };
  writeFileSync(join(folder, 'config.mjs'), `export default ${JSON.stringify(config)};\n`);
});
afterAll(async () => {
  await running?.end('SIGKILL');
  webhook.close();
  await Promise.all(apis.map((api) => api.close()));
  rmSync(folder, { recursive: true, force: true });
});

const start = () =>
  (running = startProcess(folder, ['--config', 'config.mjs', '--port', '0'], { TEST_WEBHOOK: webhook.url }));
const idsOf = (name: string, reason: string) => (ids: readonly string[]) =>
  ids.some((id) => id.includes(`/${name}@`) && id.endsWith(reason));

/** What the history holds; read from outside, while or after the monitor runs. */
async function kept() {
  const database = openDatabase(join(folder, '.monitor', 'history.sqlite'));
  try {
    const runs = await database.read((statements) => statements.all('SELECT tick_at, state FROM run ORDER BY tick_at'));
    const notices = await sqliteNotices(database).newest(0, 0, 1_000);
    return {
      finished: runs.filter(({ state }) => state === 'finished').map((run) => Number(run.tick_at)),
      runs: runs.length,
      notices,
    };
  } finally {
    database.close();
  }
}

/** When it is killed: each is something that was observed, so that no time plays a part. */
const MOMENTS = [
  {
    name: 'told, and no answer has come',
    reach: async (index: number) => {
      webhook.hold(true);
      apis[index]?.set('failing');
      await webhook.until(idsOf(`t${index}`, 'opened'));
    },
  },
  {
    name: 'told, and the answer is on its way',
    reach: async (index: number) => {
      apis[index]?.set('failing');
      await webhook.until(idsOf(`t${index}`, 'opened'));
    },
  },
  {
    name: 'in the middle of a probe',
    reach: async (index: number) => {
      apis[index]?.set('failing');
      await apis[index]?.request();
    },
  },
  {
    name: 'as it starts',
    reach: async (index: number, monitor: MonitorProcess) => {
      apis[index]?.set('failing');
      await monitor.seen(/Health Monitor/);
    },
  },
] as const;

test(`killed ${2 * KILLS} times at any moment, it loses nothing, and repeats no more than it must`, async () => {
  const finishedBefore = new Set<number>();
  let kills = 0;
  const kill = async (monitor: MonitorProcess) => {
    await monitor.end('SIGKILL');
    kills += 1;
  };
  for (const [index, name] of names.entries()) {
    const moment = MOMENTS[index % MOMENTS.length] ?? MOMENTS[0];
    const monitor = start();
    await moment.reach(index, monitor);
    await kill(monitor);
    webhook.hold(false);
    for (const tick of (await kept()).finished) finishedBefore.add(tick);

    const again = start();
    await webhook.until(idsOf(name, 'opened'));
    apis[index]?.set('healthy');
    // Every other problem is over while nobody looks.
    if (index % 2 === 0) await webhook.until(idsOf(name, 'resolved'));
    await kill(again);
  }
  const last = start();
  await webhook.until((ids) => names.every((name) => idsOf(name, 'resolved')(ids)));

  // What was told by processes that are long gone is still shown.
  const [, url = ''] = await last.seen(/The page: (\S+)/);
  const page = await (await fetch(url)).text();
  for (const name of names) expect(page).toContain(`PROBLEM ${name}`);
  expect(await last.end('SIGTERM')).toMatch(/Alerts are sent to the Slack webhook in TEST_WEBHOOK, and shown here\./);

  const { finished, runs, notices } = await kept();
  // No run that was on record has gone, and none but those that were killed has no end.
  expect([...finishedBefore].filter((tick) => !finished.includes(tick))).toEqual([]);
  expect(runs - finished.length).toBeLessThanOrEqual(kills);
  // Every notice has been told, and is marked so.
  const ids = notices.map(({ announcement }) => announcement.id);
  expect(notices.filter(({ sentAt }) => sentAt === null)).toEqual([]);
  expect(new Set(webhook.posts)).toEqual(new Set(ids));
  // One problem each, told once when it came and once when it went, whatever happened in between.
  for (const name of names) {
    const reasons = notices.flatMap(({ announcement }) =>
      announcement.reason !== 'digest' && announcement.problem.subject === name ? [announcement.reason] : [],
    );
    expect([name, reasons.toReversed()]).toEqual([name, ['opened', 'resolved']]);
    const [opened, resolved] = ['opened', 'resolved'].map((reason) =>
      webhook.posts.findIndex((id) => idsOf(name, reason)([id])),
    );
    expect(opened).toBeLessThan(resolved ?? -1);
  }
  // The same id again for a crash, and for nothing else.
  expect(webhook.posts.length - ids.length).toBeLessThanOrEqual(kills);
}, 300_000);
