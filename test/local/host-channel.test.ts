import { expect, test } from 'vitest';
import { openDatabase } from '../../functions/adapters/sqlite/database.ts';
import { MINUTE_MS } from '../../functions/core/model/time.ts';
import type { PublishResult } from '../../functions/core/ports.ts';
import { localHost } from '../../functions/local/host.ts';
import { TICK_AT } from '../support/builders.ts';
import { settingsOf } from '../support/builders-settings.ts';
import { memoryLog } from '../support/memory-log.ts';
import { errorAnswer, scriptedProber } from '../support/scripted-prober.ts';
import { virtualClock } from '../support/virtual-clock.ts';

test('an alert that a channel does not take is shown once, said to be unsent, and sent when it can be', async () => {
  const clock = virtualClock(TICK_AT);
  const results: PublishResult[] = [{ result: 'unavailable', error: new Error('the channel is away') }];
  const asked: string[] = [];
  const host = localHost({
    settings: settingsOf({
      accounts: { main: { origin: 'https://a.example.test' } },
      targets: [{ id: 'a', account: 'main', path: '/a' }],
      thresholds: { failingTicks: 1 },
    }),
    database: openDatabase(':memory:'),
    prober: scriptedProber(clock, { '/a': [errorAnswer(500, 'Broken'), errorAnswer(500, 'Broken')] }),
    secrets: { read: () => Promise.reject(new Error('no token is needed')) },
    clock,
    log: memoryLog(),
    random: () => 0,
    header: [],
    problemsOptions: '',
    channel: {
      publish: ({ id }) => {
        asked.push(id);
        return Promise.resolve(results.shift() ?? { result: 'accepted' });
      },
    },
  });
  await host.tick(TICK_AT);
  expect(host.view().alerts).toHaveLength(1);
  expect(host.view().faults.join()).toContain('was not accepted (unavailable): Error: the channel is away');
  await host.tick(TICK_AT + MINUTE_MS);
  expect(host.view()).toMatchObject({ alerts: [{}], faults: [] });
  expect(asked).toEqual([asked[0], asked[0]]);
});
