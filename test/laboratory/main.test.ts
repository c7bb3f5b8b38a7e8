import { spawn } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CASES } from './cases.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A command of this project, with its output so far. */
function launch(file: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [join(ROOT, file), ...args], {
    env: { PATH: process.env.PATH, ...environment },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  const seen = async (text: string): Promise<string> => {
    while (!stdout.includes(text)) {
      const end = await Promise.race([once(child.stdout, 'data'), ended]);
      if ('code' in end) throw new Error(`ended before it said "${text}": ${JSON.stringify(end)}`);
    }
    return stdout;
  };
  return { child, ended, seen };
}

const lab = (...args: readonly string[]) => launch('test/laboratory/main.ts', args);

/** Opens the listeners of a case as a person would, and closes them with Ctrl-C. */
async function whileServing(id: string, use: (text: string) => Promise<void>): Promise<void> {
  const { child, ended, seen } = lab(id);
  await use(await seen('Open until Ctrl-C.'));
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/\nClosed\.\n$/) as string });
}

function wordAfter(label: string, text: string): string {
  return new RegExp(`${label} +(\\S+)`).exec(text)?.[1] ?? '';
}

describe('a case', () => {
  test('is open to any client, here to the monitor as the text says, until Ctrl-C', async () => {
    let authority = '';
    await whileServing('tls-expired', async (text) => {
      authority = wordAfter('\\nauthority', text);
      const line = /NODE_EXTRA_CA_CERTS=(\S+) npm run -s probe -- --base-url (\S+)/.exec(text);
      expect(line?.[1]).toBe(authority);
      expect(existsSync(authority)).toBe(true);
      const probe = launch('bin/monitor.ts', ['probe', '--base-url', line?.[2] ?? ''], {
        NODE_EXTRA_CA_CERTS: authority,
      });
      const { code, stdout } = await probe.ended;
      expect(code).toBe(1);
      expect(stdout).toContain('network/tls-certificate-expired');
    });
    expect(existsSync(authority)).toBe(false);
  });

  test('with a name server says where that is', async () => {
    await whileServing('dns-server-refuses', async (text) => {
      const resolver = new Resolver({ tries: 1 });
      resolver.setServers([wordAfter('\\nname server', text)]);
      await expect(resolver.resolve4('api.test')).rejects.toMatchObject({ code: 'EREFUSED' });
    });
  });

  test('at which nothing listens stays open all the same', async () => {
    await whileServing('connect-refused', () => Promise.resolve());
  });

  test('is tried once with our own prober', async () => {
    const { code, stdout } = await lab('reset-after-request', '--once').ended;
    expect(code).toBe(0);
    expect(stdout).toContain('network/connection-reset, ECONNRESET in processing');
    expect(stdout).toMatch(/found +the same/);
    expect(stdout).toMatch(/phases +connect [\d.]+ ms, request [\d.]+ ms, processing [\d.]+ ms\n/);
  });
});

test('list names every case with what it must come to', async () => {
  const { code, stdout } = await lab('list').ended;
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line) => line.split(/ {2,}/).slice(0, 2))).toEqual(
    CASES.map(({ id, expect: { outcome } }) => [id, outcome]),
  );
});

test('--help', async () => {
  expect(await lab('--help').ended).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('CASE --once') as string,
  });
});

describe('wrong usage ends with 2 and one message', () => {
  test.for([
    { args: ['tls-expird'], says: 'there is no case "tls-expird"; the nearest are tls-expired, ' },
    { args: [], says: 'say what to do' },
    { args: ['healthy', 'list'], says: 'unexpected "list"' },
    { args: ['list', '--once'], says: '--once goes with a case' },
    { args: ['healthy', '--write'], says: '--write goes with table' },
    { args: ['healthy', '--nonsense'], says: "Unknown option '--nonsense'" },
  ])('$args', async ({ args, says }) => {
    const { code, stdout, stderr } = await lab(...args).ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
  });
});
