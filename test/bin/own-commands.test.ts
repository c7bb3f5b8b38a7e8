import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../functions/adapters/sqlite/database.ts';
import { sqliteProblems } from '../../functions/adapters/sqlite/problems.ts';
import { publishOf, queryError, startSns } from '../support/aws-endpoints-services.ts';
import { startDynamoDb } from '../support/dynamodb-endpoint.ts';
import { fill, idOf } from '../local/commands/problems-world.ts';

const monitor = resolve(import.meta.dirname, '../../bin/monitor.ts');
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:alerts';
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'own-commands-'));
  mkdirSync(join(folder, '.monitor'));
  writeFileSync(join(folder, 'monitor.mjs'), 'export default {};\n');
  const database = openDatabase(join(folder, '.monitor', 'history.sqlite'));
  await fill(sqliteProblems(database));
  database.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the command line in the folder, with credentials that AWS would not know. */
function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const env = {
    ...{ PATH: process.env.PATH, USER: 'anna', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    ...{ AWS_EC2_METADATA_DISABLED: 'true', ...environment },
  };
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [monitor, ...args], { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr });
    });
  });
}

describe('problems', () => {
  test('acknowledges in the history of this machine; the document stands alone on standard output', async () => {
    const acknowledged = await run(['problems', 'ack', idOf('agents'), '--config', 'monitor.mjs']);
    expect(acknowledged).toMatchObject({ code: 0, stderr: '' });
    expect(acknowledged.stdout).toMatch(/^agents \([0-9a-f]{6}\) is acknowledged by anna/);
    const { code, stdout, stderr } = await run(['problems', 'list', '--json', '--config', 'monitor.mjs']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { problems } = JSON.parse(stdout) as { problems: { id: string; acknowledgedBy: string | null }[] };
    expect(problems.find(({ id }) => id === idOf('agents'))?.acknowledgedBy).toBe('anna');
  });

  test.for([
    { name: 'wrong usage', args: ['problems', 'mute'], says: 'unknown action "mute"' },
    { name: 'an id of nothing', args: ['problems', 'ack', 'x', '--config', 'monitor.mjs'], says: 'begins with "x"' },
    { name: 'no history', args: ['problems'], says: 'there is no history at .monitor/demo/history.sqlite' },
    { name: 'no region', args: ['problems', '--table', 'x'], says: 'table x: no region; give --region, or set' },
  ])('$name ends with 2 and one message', async ({ args, says }) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).not.toContain('    at ');
  });

  test('a history that cannot be used is told without a stack, and ends with 3', async () => {
    mkdirSync(join(folder, '.monitor', 'demo'));
    writeFileSync(join(folder, '.monitor', 'demo', 'history.sqlite'), 'no database '.repeat(1_000));
    const { code, stderr } = await run(['problems']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^\.monitor\/demo\/history\.sqlite cannot be used as the history: [^\n]*\n$/);
  });

  test('reads the table of a deployment in the region that is given', async () => {
    const endpoint = await startDynamoDb();
    try {
      const table = await endpoint.createTable();
      const args = ['problems', '--table', table, '--region', 'eu-west-1'];
      expect(await run(args, { AWS_ENDPOINT_URL: endpoint.url })).toEqual({
        code: 0,
        stdout: `No open problems in table ${table} in eu-west-1.\n`,
        stderr: '',
      });
    } finally {
      await endpoint.close();
    }
  });
});

describe('notify', () => {
  test('sends to a topic, telling each as it goes; what is refused ends with 1', async () => {
    const sns = await startSns();
    try {
      const args = ['notify', '--test', '--topic', TOPIC, '--kind', 'digest'];
      const environment = { AWS_ENDPOINT_URL: sns.url };
      expect(await run(args, environment)).toEqual({
        code: 0,
        stdout: `To ${TOPIC}:\n  sent      digest\nSent 1 of 1.\n`,
        stderr: '',
      });
      expect(publishOf(sns.requests[0] ?? { headers: {}, body: '', bytesOnWire: 0 }).Subject).toMatch(/^TEST WEEK /);
      sns.reply = () => queryError(400, 'InvalidParameter', 'too long');
      const { code, stdout } = await run(args, environment);
      expect({ code, stdout }).toEqual({
        code: 1,
        stdout: `To ${TOPIC}:\n  not sent  digest: refused: too long\nSent 0 of 1.\n`,
      });
    } finally {
      await sns.close();
    }
  });

  test('without a destination: what to give, exit code 2', async () => {
    const { code, stdout, stderr } = await run(['notify', '--test']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^there is nowhere to send a test to: give --topic ARN/);
  });
});
