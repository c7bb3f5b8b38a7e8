import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UnusableRecordError } from '../../../functions/local/replay/formats/import-format.ts';
import { readRecord } from '../../../functions/local/replay/read-record.ts';
import { recordSource } from '../../../functions/local/replay/record-source.ts';
import { settingsOf } from '../../support/builders-settings.ts';
import { jsonLines, timelineLines } from './records.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'record-source-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function read(file: string) {
  const { pieces, format } = recordSource(file);
  const { replayed, ...rest } = await readRecord(pieces, { settings: settingsOf({}), skipBadLines: false, format });
  return { ...rest, probes: replayed?.probes, targets: replayed?.targetIds };
}

function database(name: string, sql: string): string {
  const file = join(folder, name);
  const connection = new DatabaseSync(file);
  connection.exec(sql);
  connection.close();
  return file;
}

test('text packed with gzip, whatever its name', async () => {
  const file = join(folder, 'record.txt');
  writeFileSync(file, gzipSync(jsonLines(timelineLines('..x'))));
  expect(await read(file)).toMatchObject({ probes: 3, format: 'own' });
});

test('the database of Uptime Kuma: heartbeats with the names of their monitors', async () => {
  const file = database(
    'kuma.db',
    `CREATE TABLE monitor (id INTEGER, name TEXT);
     CREATE TABLE heartbeat (id INTEGER, monitor_id INTEGER, status INTEGER, time TEXT, msg TEXT, ping INTEGER);
     INSERT INTO monitor VALUES (3, 'API, "main"');
     INSERT INTO heartbeat VALUES (2, 3, 0, '2026-03-01 00:01:00.500', 'connect ECONNREFUSED', NULL);
     INSERT INTO heartbeat VALUES (1, 3, 1, '2026-03-01 00:00:00.500', '200 - OK', 31);
     INSERT INTO heartbeat VALUES (3, 9, 1, '2026-03-01 00:02:00.500', '200 - OK', 31);`,
  );
  expect(await read(file)).toMatchObject({
    format: 'uptime-kuma',
    probes: 3,
    targets: ['API, "main"', 'monitor 9'],
    assumptions: expect.arrayContaining(['times of Uptime Kuma are UTC']) as string[],
  });
});

test('another database is refused and left as it is', () => {
  const file = database('other.db', 'CREATE TABLE other (id INTEGER);');
  expect(() => recordSource(file)).toThrow(UnusableRecordError);
  const connection = new DatabaseSync(file);
  expect(connection.prepare('SELECT name FROM sqlite_master').all()).toEqual([{ name: 'other' }]);
  connection.close();
});
