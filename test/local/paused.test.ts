import { expect, test } from 'vitest';
import { openDatabase } from '../../functions/adapters/sqlite/database.ts';
import { localHost } from '../../functions/local/host.ts';
import { renderView } from '../../functions/local/view.ts';
import { MINUTE_MS } from '../../functions/core/model/time.ts';
import { TICK_AT } from '../support/builders.ts';
import { settingsOf } from '../support/builders-settings.ts';
import { memoryLog } from '../support/memory-log.ts';
import { errorAnswer, scriptedProber } from '../support/scripted-prober.ts';
import { virtualClock } from '../support/virtual-clock.ts';

test('a paused target is shown as paused, with the end of it; one between its ticks as it was', async () => {
  const clock = virtualClock(TICK_AT);
  const targets = [
    { id: 'throttled', account: 'main', path: '/throttled' },
    { id: 'seldom', account: 'other', path: '/seldom', every: '1h' },
  ];
  const accounts = { main: { origin: 'https://a.example.test' }, other: { origin: 'https://b.example.test' } };
  const host = localHost({
    settings: settingsOf({ accounts, targets }),
    database: openDatabase(':memory:'),
    prober: scriptedProber(clock, { '/throttled': [errorAnswer(429, 'Too many requests')] }),
    secrets: { read: () => Promise.reject(new Error('no token is needed')) },
    heartbeat: { call: () => Promise.reject(new Error('no heartbeat is set')) },
    clock,
    log: memoryLog(),
    random: () => 0,
    header: [],
    problemsOptions: '',
  });
  const rows = () => host.view().targets.map(({ outcome }) => outcome);
  await host.tick(TICK_AT);
  expect(rows()).toMatchObject([{ class: 'throttled' }, { class: 'healthy' }]);
  await host.tick(TICK_AT + MINUTE_MS);
  expect(rows()).toMatchObject([{ class: 'not-probed', reason: 'paused' }, { class: 'healthy' }]);
  const text = renderView(host.view(), { columns: 200, rows: 50, isColoured: false, timeZone: 'UTC' });
  expect(text).toMatch(/throttled +paused until 00:10:00 UTC/);
});
