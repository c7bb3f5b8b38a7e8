import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dynamoProblems } from '../../../functions/adapters/dynamodb/problems.ts';
import { sqliteCare } from '../../../functions/adapters/sqlite/care.ts';
import { openDatabase } from '../../../functions/adapters/sqlite/database.ts';
import { sqliteProblems } from '../../../functions/adapters/sqlite/problems.ts';
import { DAY_MS } from '../../../functions/core/model/time.ts';
import { problemsCommand } from '../../../functions/local/commands/problems/command.ts';
import { problemsSetup } from './problems-setup.ts';
import { ASKED_AT, fill, idOf } from './problems-world.ts';

const setup = problemsSetup();

describe('wrong usage says what is wrong and what is allowed', () => {
  test.for([
    { args: ['mute'], says: 'unknown action "mute"; allowed are list, show, ack,' },
    { args: ['list', 'x'], says: 'unexpected "x"' },
    { args: ['ack'], says: 'ack needs an ID, see list' },
    { args: ['revive'], says: 'revive needs a NOTICE_ID, see dead' },
    { args: ['ack', 'a', 'b'], says: 'unexpected "b"' },
    {
      args: ['list', '--for', '4h'],
      says: 'list has no --for; allowed are --config, --table, --region, --help, --all',
    },
    { args: ['ack', 'a', '--by', ' '], says: '--by is empty' },
    {
      args: ['list', '--foo'],
      says: 'list has no --foo; allowed are --config, --table, --region, --help, --all, --json',
    },
    { args: ['ack', 'a', '-x'], says: 'ack has no -x; allowed are --config' },
    { args: ['mute', '--foo'], says: 'unknown action "mute"' },
    { args: ['list', '--region', 'eu-west-1'], says: '--region goes with --table' },
    { args: ['snooze', 'a'], says: 'snooze needs --for, like --for 4h' },
    { args: ['snooze', 'a', '--for', '30s'], says: 'from 1m to 90d; found "30s"' },
    { args: ['snooze', 'a', '--for', '91d'], says: 'from 1m to 90d; found "91d"' },
    { args: ['snooze', 'a', '--for', 'long'], says: 'must be a duration like 30m, 4h or 2d' },
    { args: ['list', '--config', 'none.mjs'], says: 'none.mjs cannot be loaded' },
    { args: ['list'], says: 'give --config FILE for the history of your own settings' },
    {
      args: ['list', '--table', 'none', '--region', 'eu-west-1'],
      says: 'table none in eu-west-1: there is no such table',
    },
  ])('$args', async ({ args, says }) => {
    await expect(problemsCommand(args, setup.world())).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(says) as string,
    });
  });

  test('all faults at once', async () => {
    await expect(problemsCommand(['snooze', '--all', '--foo', '--region', 'x'], setup.world())).rejects.toThrow(
      /snooze has no --all.*\nsnooze has no --foo.*\nsnooze needs an ID, see list\n--region goes with --table\nsnooze needs --for/,
    );
  });
});

test('without a config: the history of the demonstration, in UTC', async () => {
  mkdirSync(join(setup.folder, 'demo'));
  const database = openDatabase(join(setup.folder, 'demo', 'history.sqlite'));
  await fill(sqliteProblems(database));
  database.close();
  const { output, exitCode } = await problemsCommand([], setup.world());
  expect({ exitCode, head: output.split('\n')[0] }).toEqual({
    exitCode: 0,
    head: `3 open problems in ${join(setup.folder, 'demo', 'history.sqlite')}, the demonstration; times in UTC`,
  });
});

test('a care that a person wrote wrongly is told of beside the list', async () => {
  const table = { client: setup.endpoint.client, tableName: await setup.endpoint.createTable(), newId: randomUUID };
  await fill(dynamoProblems(table));
  const item = { pk: { S: 'care' }, sk: { S: idOf('agents') }, snoozedUntil: { S: 'monday' } };
  await setup.endpoint.client.send(new PutItemCommand({ TableName: table.tableName, Item: item }));
  const { output, complaints } = await problemsCommand(['list', '--table', table.tableName], setup.world());
  expect(output).toContain('3 open problems');
  expect(complaints).toEqual([
    `Warning: item care / ${idOf('agents')}: attribute snoozedUntil must be ISO 8601 text with a zone, like 2026-03-01T09:00:00Z; found "monday"; it counts as not written.`,
  ]);
});

test('the history is closed after a command, and after one that failed', async () => {
  const path = join(setup.folder, 'history.sqlite');
  const database = openDatabase(path);
  await fill(sqliteProblems(database));
  database.close();
  await problemsCommand(['--config', setup.config], setup.world());
  await expect(problemsCommand(['ack', 'nothing', '--config', setup.config], setup.world())).rejects.toThrow(
    '"nothing"',
  );
  // SQLite removes this file when the last connection is closed.
  expect(existsSync(`${path}-wal`)).toBe(false);
});

test('help is an answer', async () => {
  expect(await problemsCommand(['--help'], setup.world())).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining('npm run problems -- ack ID') as string,
  });
});

test('a snooze that is over is not shown', async () => {
  const database = openDatabase(join(setup.folder, 'history.sqlite'));
  await fill(sqliteProblems(database));
  const past = { acknowledgedAt: null, acknowledgedBy: null, snoozedUntil: ASKED_AT - DAY_MS, note: null };
  await sqliteCare(database).put({ ...past, problemId: idOf('agents') });
  database.close();
  const { output } = await problemsCommand(['list', '--config', setup.config], setup.world());
  expect(output).not.toContain('snoozed');
});
