import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../functions/adapters/sqlite/database.ts';
import { shellWord } from '../../functions/core/messages/shell-word.ts';
import { MINUTE_MS } from '../../functions/core/model/time.ts';
import { problemsCommand } from '../../functions/local/commands/problems/command.ts';
import { localHost } from '../../functions/local/host.ts';
import { TICK_AT } from '../support/builders.ts';
import { settingsOf } from '../support/builders-settings.ts';
import { memoryLog } from '../support/memory-log.ts';
import { errorAnswer, scriptedProber } from '../support/scripted-prober.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { aWorld } from './commands/problems-world.ts';

test('the command that an alert ends with acknowledges its problem, as it is printed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'a desk-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const config = join(folder, 'monitor.mjs');
  writeFileSync(config, 'export default {};\n');
  const clock = virtualClock(TICK_AT);
  const database = openDatabase(join(folder, 'history.sqlite'));
  const host = localHost({
    settings: settingsOf({
      accounts: { main: { origin: 'https://a.example.test' } },
      targets: [{ id: 'broken', account: 'main', path: '/broken' }],
      retry: { attempts: 1 },
    }),
    database,
    prober: scriptedProber(clock, { '/broken': [errorAnswer(500, 'Broken')] }),
    secrets: { read: () => Promise.reject(new Error('no token is needed')) },
    heartbeat: { call: () => Promise.reject(new Error('no heartbeat is set')) },
    clock,
    log: memoryLog(),
    random: () => 0,
    header: [],
    problemsOptions: `--config ${shellWord(config)}`,
  });
  for (const minute of [0, 1, 2]) await host.tick(TICK_AT + minute * MINUTE_MS);
  database.close();

  const [alert] = host.view().alerts;
  const command = /^- When somebody is on it: npm run problems -- (.*)$/m.exec(alert?.body ?? '')?.[1] ?? '';
  const args = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');
  const { exitCode, output } = await problemsCommand(args, aWorld({ folder, clock }));
  expect({ exitCode, output }).toMatchObject({
    exitCode: 0,
    output: expect.stringMatching(/^broken \([0-9a-f]+\) is acknowledged by anna/) as string,
  });
});
