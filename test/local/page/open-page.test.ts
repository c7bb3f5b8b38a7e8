import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../functions/adapters/sqlite/database.ts';
import { sqliteProblems } from '../../../functions/adapters/sqlite/problems.ts';
import { UsageError } from '../../../functions/local/commands/usage-error.ts';
import { openPage, type PageOptions } from '../../../functions/local/page/open-page.ts';
import { aNotice, aProblem, TICK_AT } from '../../support/builders.ts';
import { settingsOf } from '../../support/builders-settings.ts';
import { memoryLog } from '../../support/memory-log.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'open-page-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function options(overrides: Partial<PageOptions> = {}): PageOptions {
  const databasePath = join(folder, 'history.sqlite');
  const subject = {
    ...{
      settings: settingsOf({}),
      vantages: ['local'],
      watched: 'a test',
      told: 'Nobody is told.',
      problemsOptions: '',
    },
  };
  return { subject, databasePath, port: 0, now: () => TICK_AT, log: memoryLog(), ...overrides };
}

async function open(overrides: Partial<PageOptions> = {}) {
  const page = await openPage(options(overrides));
  onTestFinished(() => page.close());
  return page;
}

const read = async (url: string | null) => (await fetch(url ?? 'none')).text();

test('shows the history at the time of the monitor, what it told before, and what its newest run could not do', async () => {
  const database = openDatabase(join(folder, 'history.sqlite'));
  onTestFinished(() => {
    database.close();
  });
  const problem = aProblem({ detail: '</pre><script>alert(1)</script>' });
  await sqliteProblems(database).commit({ problem, expectedVersion: 0, notice: aNotice({ problem }) });
  let now = TICK_AT + 60_000;
  const page = await open({ now: () => now });
  expect(page.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  const before = await read(page.url);
  expect(before).toContain('1 open problem');
  expect(before).toContain('As of 2026-03-01 00:01:0');
  expect(before).toContain('not told yet');
  expect(before).toContain('Nobody is told.');
  expect(before).toContain('&lt;/pre&gt;&lt;script&gt;alert');
  expect(before).not.toContain('<script>alert');
  now += 3_600_000;
  page.update(['The metrics could not be published: Error. Check <them>.']);
  const after = await read(page.url);
  expect(after).toContain('As of 2026-03-01 01:01:0');
  expect(after).toContain('The metrics could not be published: Error. Check &lt;them&gt;.');
});

test('a history that cannot be read is told in words, and ends nothing', async () => {
  const database = openDatabase(join(folder, 'history.sqlite'));
  const log = memoryLog();
  const page = await open({ log });
  await database.write((statements) => statements.run('DROP TABLE problem'));
  database.close();
  const text = await read(page.url);
  expect(text).toContain('The problems could not be read.');
  expect(text).toContain('The monitor goes on');
  expect(text).not.toMatch(/no such table|sqlite3/);
  expect(page.trouble()).toBeNull();
  expect(JSON.stringify(log.lines)).toContain('no such table: problem');
});

test('a history that is no database is told, and the monitor goes on without the page', async () => {
  const databasePath = join(folder, 'history.sqlite');
  writeFileSync(databasePath, 'no database');
  const log = memoryLog();
  const page = await open({ databasePath, log, port: null });
  expect(page.url).toBeNull();
  expect(page.trouble()).toMatch(/^The page is not served \(.*cannot be used as the history.*The monitor goes on\.$/s);
  page.update([]);
  expect(log.lines[0]).toMatchObject({ level: 'error', event: 'page-fault' });
});

test('a port that is taken: told which, and what to do; the usual one gives way by itself', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const taken = openPage(options({ port }));
  await expect(taken).rejects.toThrow(UsageError);
  await expect(taken).rejects.toThrow(
    `--port: ${port} is taken by another program; give another one, leave --port out for the next free one, or start without the page with --no-page`,
  );
  const [one, two] = [await open({ port: null }), await open({ port: null })];
  expect(one.url).not.toBe(two.url);
});
