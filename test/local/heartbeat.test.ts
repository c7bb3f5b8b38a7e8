import { expect, test } from 'vitest';
import { environmentSecrets } from '../../functions/adapters/environment-secrets.ts';
import { httpHeartbeat } from '../../functions/adapters/heartbeat.ts';
import { openDatabase } from '../../functions/adapters/sqlite/database.ts';
import { MINUTE_MS } from '../../functions/core/model/time.ts';
import { localHost } from '../../functions/local/host.ts';
import { TICK_AT } from '../support/builders.ts';
import { settingsOf } from '../support/builders-settings.ts';
import { memoryLog } from '../support/memory-log.ts';
import { errorAnswer, scriptedProber } from '../support/scripted-prober.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { SECRET_PATH, startWebhook, TAKEN } from '../support/webhook-server.ts';

test('a monitor on a desk calls its dead-man service after each tick, by a URL from the environment', async () => {
  const server = await startWebhook({ status: 500, body: '' }, TAKEN);
  const clock = virtualClock(TICK_AT);
  const log = memoryLog();
  const host = localHost({
    settings: settingsOf({
      accounts: { main: { origin: 'https://a.example.test' } },
      targets: [{ id: 'broken', account: 'main', path: '/broken' }],
      retry: { attempts: 1 },
      heartbeatUrl: { parameter: '/apiv2-health/heartbeat' },
    }),
    database: openDatabase(':memory:'),
    prober: scriptedProber(clock, { '/broken': [errorAnswer(500, 'Broken')] }),
    secrets: environmentSecrets({ APIV2_HEALTH_HEARTBEAT: server.url.href }),
    heartbeat: httpHeartbeat({ timeoutMs: 5_000 }),
    clock,
    log,
    random: () => 0,
    header: [],
    problemsOptions: '',
  });
  for (const minute of [0, 1]) await host.tick(TICK_AT + minute * MINUTE_MS);
  expect(server.requests.map(({ path }) => path)).toEqual([SECRET_PATH, SECRET_PATH]);
  expect(log.lines.filter(({ event }) => event === 'heartbeat-failed')).toHaveLength(1);
  expect(host.view().faults).toEqual([]);
  expect(JSON.stringify(log.lines)).not.toContain('Planted');
});
