import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { openDatabase, UnusableDatabaseError, type SqliteDatabase } from '../../functions/adapters/sqlite/database.ts';
import { sqliteChronicStates } from '../../functions/adapters/sqlite/chronic-states.ts';
import { sqliteStates } from '../../functions/adapters/sqlite/states.ts';
import { sqliteProblems } from '../../functions/adapters/sqlite/problems.ts';
import { SCHEMA_STEPS } from '../../functions/adapters/sqlite/schema.ts';
import { sqliteRunHistory } from '../../functions/adapters/sqlite/run-history.ts';
import { DAY_MS } from '../../functions/core/model/time.ts';
import { initialDetectState } from '../../functions/core/problems/streams.ts';
import { TICK_AT, aNotice, aProblem, aRunKey } from '../support/builders.ts';
import { aSnapshot } from './chronic-store-contract.ts';
import { sharedBookContract } from './problem-store-contract.ts';
import { storeContract, type Stores } from './store-contract.ts';
import { waitingIn } from './waiting.ts';

const folder = mkdtempSync(join(tmpdir(), 'store-'));
const opened: SqliteDatabase[] = [];
let files = 0;

afterEach(() => {
  for (const database of opened.splice(0)) database.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function newFile(): string {
  files += 1;
  return join(folder, `history-${files}.db`);
}

function storesAt(path: string): Stores & { readonly database: SqliteDatabase } {
  const database = openDatabase(path);
  opened.push(database);
  return {
    database,
    history: sqliteRunHistory({ database, retentionMs: 35 * DAY_MS }),
    problems: sqliteProblems(database),
    detectState: sqliteStates(database, 'detect_state'),
    hints: sqliteStates(database, 'probing_hints'),
    memory: sqliteStates(database, 'vantage_memory'),
    chronic: sqliteChronicStates(database),
  };
}

storeContract('SQLite in memory', () => Promise.resolve(storesAt(':memory:')));
storeContract('SQLite in a file', () => Promise.resolve(storesAt(newFile())));

describe('two books over one file', () => {
  sharedBookContract(() => {
    const path = newFile();
    return Promise.resolve([storesAt(path).problems, storesAt(path).problems]);
  });
});

test('everything survives closing and opening the file', async () => {
  const path = newFile();
  const before = storesAt(path);
  const notice = aNotice();
  await before.history.claim(aRunKey(), TICK_AT, ['server-time']);
  await before.history.finish(aRunKey(), ['record']);
  await before.problems.commit({ problem: aProblem(), expectedVersion: 0, notice });
  await before.detectState.save('local', initialDetectState(TICK_AT), 0);
  opened.splice(0);
  before.database.close();

  const after = storesAt(path);
  expect((await after.history.read('local', TICK_AT, TICK_AT)).map((run) => run.parts)).toEqual([['record']]);
  expect(await waitingIn(after.problems)).toEqual([notice]);
  expect(await after.detectState.load('local')).toEqual({ state: initialDetectState(TICK_AT), version: 1 });
});

test('a file of the release before chronic snapshots is brought up to date and keeps what it holds', async () => {
  const path = newFile();
  const older = new DatabaseSync(path);
  for (const step of SCHEMA_STEPS.slice(0, 2)) older.exec(step);
  older.exec("PRAGMA user_version = 2; INSERT INTO detect_state VALUES ('local', 7, '{}')");
  older.close();
  const { chronic, detectState } = storesAt(path);
  expect(await chronic.save('local', 'server-time', aSnapshot(), 0)).toBe(true);
  expect((await detectState.load('local'))?.version).toBe(7);
});

test('what waited in a file of the release before dead letters still waits', async () => {
  const path = newFile();
  const older = new DatabaseSync(path);
  for (const step of SCHEMA_STEPS.slice(0, 4)) older.exec(step);
  const notice = aNotice();
  const insert = 'INSERT INTO notice (id, at, stream, problem_version, notice) VALUES (?, ?, ?, 1, ?)';
  older.prepare(insert).run(notice.id, notice.at, notice.problem.stream, JSON.stringify(notice));
  older.exec('PRAGMA user_version = 4');
  older.close();
  const { problems } = storesAt(path);
  expect(await problems.pending()).toEqual([{ announcement: notice, refusedSince: null, refusals: 0 }]);
  await problems.claim(notice.id, 'us', TICK_AT, 1_000);
  await problems.bury(notice.id, 'us', TICK_AT);
  expect(await problems.buried()).toEqual([notice]);
});

test('two connections to one file respect each other', async () => {
  const path = newFile();
  const [one, two] = [storesAt(path), storesAt(path)];
  const change = { problem: aProblem(), expectedVersion: 0, notice: aNotice() };
  expect(await one.history.claim(aRunKey(), TICK_AT, ['server-time'])).toBe('claimed');
  expect(await two.history.claim(aRunKey(), TICK_AT, ['server-time'])).toBe('taken');
  expect(await one.problems.commit(change)).toBe('committed');
  expect(await two.problems.commit({ ...change, notice: aNotice({ id: 'other' }) })).toBe('conflict');
  expect(await one.problems.claim(change.notice.id, 'one', TICK_AT, 1_000)).toBe(true);
  expect(await two.problems.claim(change.notice.id, 'two', TICK_AT, 1_000)).toBe(false);
  expect(await two.detectState.save('local', initialDetectState(0), 0)).toBe(true);
  expect(await one.detectState.save('local', initialDetectState(0), 0)).toBe(false);
  expect(await one.chronic.save('local', 'agents', aSnapshot(), 0)).toBe(true);
  expect(await two.chronic.save('local', 'agents', aSnapshot(), 0)).toBe(false);
});

test('runs past the retention are deleted when the vantage claims its next one', async () => {
  const { history } = storesAt(':memory:');
  const ticks = [TICK_AT, TICK_AT + 1, TICK_AT + 35 * DAY_MS + 1];
  for (const tickAt of ticks) await history.claim(aRunKey({ tickAt }), tickAt, ['server-time']);
  const runs = await history.read('local', 0, TICK_AT + 40 * DAY_MS);
  expect(runs.map((run) => run.key.tickAt)).toEqual(ticks.slice(1));
});

test('what throws inside a write is undone and rejects', async () => {
  const { database, history } = storesAt(':memory:');
  const write = database.write((statements) => {
    statements.run("INSERT INTO detect_state (vantage, version, state) VALUES ('local', 1, '{}')");
    throw new Error('in the middle');
  });
  await expect(write).rejects.toThrow('in the middle');
  expect(await database.read((statements) => statements.all('SELECT * FROM detect_state'))).toEqual([]);
  expect(await history.claim(aRunKey(), TICK_AT, [])).toBe('claimed');
});

describe('a file that cannot be used is refused with its path and the reason', () => {
  test('written by a newer release', () => {
    const path = newFile();
    const newer = new DatabaseSync(path);
    newer.exec('PRAGMA user_version = 1000');
    newer.close();
    expect(() => openDatabase(path)).toThrow(UnusableDatabaseError);
    expect(() => openDatabase(path)).toThrow(`${path} cannot be used as the history: a newer release wrote it`);
  });

  test('not a database', () => {
    const path = newFile();
    writeFileSync(path, 'no database '.repeat(1_000));
    expect(() => openDatabase(path)).toThrow(/cannot be used as the history: file is not a database/);
  });

  test('in a folder that does not exist', () => {
    expect(() => openDatabase(join(folder, 'missing', 'history.db'))).toThrow(UnusableDatabaseError);
  });
});
