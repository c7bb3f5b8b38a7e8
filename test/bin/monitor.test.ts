import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../functions/core/model/time.ts';
import type { ProbeDocument } from '../../functions/core/probe-document.ts';
import type { ReplayDocument } from '../../functions/local/replay/document.ts';
import { startSimulator, type Simulator } from '../../functions/local/simulator/simulator.ts';
import { DEMO_CREDENTIALS, DEMO_WORLD } from '../../functions/local/simulator/world.ts';
import { TICK_AT } from '../support/builders.ts';
import { jsonLines, timelineLines } from '../local/replay/records.ts';

const root = resolve(import.meta.dirname, '../..');
let folder = '';
let simulator: Simulator;
const running = new Set<ReturnType<typeof spawn>>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'monitor-'));
  simulator = await startSimulator({ world: DEMO_WORLD, now: Date.now });
});
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await simulator.close();
});

function launch(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [join(root, 'bin/monitor.ts'), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...environment },
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  const seen = async (text: string) => {
    while (!stdout.includes(text)) {
      const end = await Promise.race([once(child.stdout, 'data'), ended]);
      if ('code' in end) throw new Error(`ended before it said "${text}": ${JSON.stringify(end)}`);
    }
  };
  return { child, ended, seen };
}

function writeConfig(name: string, config: object): string {
  const file = join(folder, name);
  writeFileSync(file, `export default ${JSON.stringify(config)};\n`);
  return file;
}

const account = () => ({
  origin: simulator.baseUrl,
  application: DEMO_CREDENTIALS.application,
  company: DEMO_CREDENTIALS.company,
  tokenParameter: '/test/token',
});

describe('start', () => {
  test('plays the demonstration at once, and Ctrl-C ends it cleanly', async () => {
    const { child, ended, seen } = launch(['start', '--port', '0']);
    await seen('day 2 of 14');
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('a development tool');
    expect(stdout).toContain('  WARNING the token of account main: authorization, token-expiring\n');
    expect(stdout).toMatch(/Stopped\.\n$/);
    expect(readdirSync(join(folder, '.monitor', 'demo')).toSorted()).toEqual(['history.sqlite', 'monitor.log']);
  });

  test('watches a real API with a config; the history goes on after a stop', async () => {
    const file = writeConfig('real.mjs', {
      accounts: { main: account() },
      targets: [{ ladder: 'main', every: '5s' }],
      dailyShare: 1,
    });
    for (let round = 0; round < 2; round += 1) {
      const { child, ended, seen } = launch(['start', '--config', file], { TEST_TOKEN: DEMO_CREDENTIALS.token });
      await seen('agents: healthy');
      child.kill('SIGTERM');
      const { code, stdout } = await ended;
      expect(code).toBe(0);
      expect(stdout).toContain('Alerts are shown here only; nobody is sent any. Ctrl-C ends it.');
      expect(stdout).toMatch(/The page: http:\/\/127\.0\.0\.1:\d+\/\n/);
    }
  });
});

test('start says what it watches, and what is strange about the settings', async () => {
  const file = writeConfig('endless.mjs', {
    accounts: { main: account() },
    targets: [{ id: 'server-time', account: 'main', path: '/server-time' }],
    maintenance: [{ at: '02:00', for: '1d' }],
  });
  const { child, ended, seen } = launch(['start', '--config', file], { TEST_TOKEN: DEMO_CREDENTIALS.token });
  await seen('server-time: healthy');
  child.kill('SIGTERM');
  const { stdout } = await ended;
  expect(stdout).toContain(`APIv2 Health Monitor: 1 target at ${new URL(simulator.baseUrl).origin}\n`);
  expect(stdout).toContain('Warning: A maintenance window for everything never closes');
});

describe('--help says what there is, and ends with 0', () => {
  const rows = [
    { name: 'of all', args: ['--help'], says: 'APIv2 Health Monitor\n' },
    { name: 'of all, by word', args: ['help'], says: 'npm run -s replay' },
    { name: 'start', args: ['start', '--help'], says: 'Watch an API from this machine\n' },
    { name: 'start, with other options', args: ['start', '--config', 'none.ts', '--help'], says: 'Watch an API' },
    { name: 'probe', args: ['probe', '--help'], says: '--base-url URL' },
    { name: 'replay', args: ['replay', '--help'], says: '--explain TARGET' },
    { name: 'problems', args: ['problems', '--help'], says: 'What is open' },
    { name: 'notify', args: ['notify', '--help'], says: 'Try the alerts' },
    { name: 'cost', args: ['help', 'cost'], says: 'What a month in AWS costs' },
  ];
  test.for(rows)('$name', async ({ args, says }) => {
    const { code, stdout, stderr } = await launch(args).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(says);
    expect(stdout).toMatch(/Exit codes: 0/);
  });
});

describe('wrong usage and settings end with 2, one message, and nothing started', () => {
  const rows = [
    {
      name: 'unknown command',
      args: ['nonsense'],
      says: 'unknown command "nonsense"; allowed are start, probe, replay, problems, notify and cost',
    },
    {
      name: 'a command with a slip',
      args: ['repaly', 'x'],
      says: 'unknown command "repaly" (did you mean replay?); allowed are start',
    },
    {
      name: 'an option with a slip',
      args: ['start', '--confg', 'x'],
      says: 'start has no --confg (did you mean --config?); allowed are --config',
    },
    {
      name: 'unknown option',
      args: ['start', '--nonsense'],
      says: 'start has no --nonsense; allowed are --config, --port, --no-page, --topic, --help\n',
    },
    {
      name: 'an option of the other command',
      args: ['start', '--json'],
      says: 'start has no --json; allowed are --config',
    },
    { name: 'a config that is not there', args: ['start', '--config', 'none.ts'], says: 'none.ts cannot be loaded' },
    { name: 'a port that is none', args: ['start', '--port', 'x'], says: '--port must be a whole number from 0' },
    { name: 'a topic for the demonstration', args: ['start', '--topic', 'x'], says: '--topic goes with --config' },
    { name: 'a file for a command that reads none', args: ['probe', 'x.jsonl'], says: 'unexpected "x.jsonl"' },
    { name: 'replay of nothing', args: ['replay'], says: 'replay needs a FILE, or - for standard input' },
    { name: 'replay of two files', args: ['replay', 'a', 'b'], says: 'unexpected "b"' },
    { name: 'replay of a file that is not there', args: ['replay', 'none.jsonl'], says: 'none.jsonl cannot be read' },
    { name: 'replay of a folder', args: ['replay', '.'], says: '. cannot be read: EISDIR' },
    { name: 'replay with an option of probe', args: ['replay', 'a', '--target', 'x'], says: 'replay has no --target' },
    {
      name: 'a page in place of a folder',
      args: ['replay', 'a', '--html', '.'],
      says: '--html .: it is a folder; give a',
    },
    {
      name: 'a page in a folder that is not there',
      args: ['replay', 'a', '--html', 'no/x.html'],
      says: '--html no/x.html: ENOENT',
    },
    {
      name: 'a format that does not exist',
      args: ['replay', 'a', '--format', 'promethus'],
      says: '--format: there is no "promethus" (did you mean prometheus?); allowed are logs, prometheus, uptime-kuma',
    },
    {
      name: 'replay in a zone that does not exist',
      args: ['replay', 'a', '--time-zone', 'Mars/Base'],
      says: '--time-zone: must be an IANA time zone, like Europe/Amsterdam or UTC; found "Mars/Base"',
    },
    { name: '--path alone', args: ['probe', '--path', '/x'], says: '--path goes with --base-url' },
    {
      name: 'plain http to elsewhere',
      args: ['probe', '--base-url', 'http://192.0.2.1'],
      says: '--base-url: must be https',
    },
  ];
  test.for(rows)('$name', async ({ args, says }) => {
    const { code, stdout, stderr } = await launch(args).ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).not.toContain('    at ');
  });

  test('a bad config: every fault with path, value and what is allowed', async () => {
    const file = writeConfig('bad.mjs', {
      accounts: { main: { origin: 'http://192.0.2.1/api', application: 'abc' } },
      targets: [],
      colour: 'red',
    });
    const { code, stderr } = await launch(['start', '--config', file]).ended;
    expect(code).toBe(2);
    expect(stderr).toContain('bad.mjs has 4 faults:');
    expect(stderr).toContain('accounts.main.application: must be an application ID: 12 letters or digits; found "abc"');
  });
});

describe('replay', () => {
  const bad = '{"at":"2026-03-01","target":"a","outcome":"healthy"}';
  const record = () => {
    const file = join(folder, 'record.jsonl');
    writeFileSync(file, jsonLines(timelineLines('...xxxxx...')));
    return file;
  };

  test('of a file: a report for people, exit code 0 whatever was found', async () => {
    const { code, stdout, stderr } = await launch(['replay', record()]).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('1. incident, critical: server-time: network, connect-refused');
  });

  test('with --html: a page that stands alone; the record itself is never written over', async () => {
    const file = record();
    const { code, stdout, stderr } = await launch(['replay', file, '--html', 'page.html', '--json']).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'The page is in page.html\n' });
    expect(JSON.parse(stdout)).toMatchObject({ format: 'own', probes: 11 });
    expect(readFileSync(join(folder, 'page.html'), 'utf8')).toContain('<h1>Replay of record.jsonl</h1>');
    const refused = await launch(['replay', file, '--html', 'record.jsonl']).ended;
    expect(refused).toMatchObject({ code: 2, stderr: '--html record.jsonl: it is the record itself\n' });
  });

  test('of the history that npm start keeps, and of its log', async () => {
    const { child, ended, seen } = launch(['start', '--port', '0']);
    await seen('day 2 of 14');
    child.kill('SIGTERM');
    await ended;
    const replayed = async (name: string) => {
      const { code, stdout } = await launch(['replay', `.monitor/demo/${name}`, '--json']).ended;
      expect(code).toBe(0);
      return JSON.parse(stdout) as ReplayDocument;
    };
    const history = await replayed('history.sqlite');
    expect(history).toMatchObject({ format: 'logs', targets: 5, vantages: ['local'] });
    expect(history.probes).toBeGreaterThan(0);
    expect((await replayed('monitor.log')).probes).toBe(history.probes);
  });

  test('colours are for terminals, and for those who force them', async () => {
    const file = record();
    const plain = await launch(['replay', file]).ended;
    const forced = await launch(['replay', file], { FORCE_COLOR: '1' }).ended;
    expect(plain.stdout).not.toContain('\u001b');
    expect(forced.stdout).toContain('\u001b[31m');
    const unicode = await launch(['replay', file], { LANG: 'C.UTF-8' }).ended;
    expect(plain.stdout).toMatch(/^[ -~\n]*$/);
    expect(unicode.stdout).toContain('▁');
  });

  test('of standard input: one document on standard output', async () => {
    const { child, ended } = launch(['replay', '-', '--json']);
    child.stdin.end(readFileSync(record()));
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { probes, problems } = JSON.parse(stdout) as ReplayDocument;
    expect({ probes, reasons: problems[0]?.notices.map(({ reason }) => reason) }).toEqual({
      probes: 11,
      reasons: ['opened', 'resolved'],
    });
  });

  test('a long record needs no more memory than a short one', async () => {
    const { child, ended } = launch(['replay', '-', '--json'], { NODE_OPTIONS: '--max-old-space-size=64' });
    const lines = Array.from({ length: 300_000 }, (_, minute) => {
      const at = new Date(TICK_AT + minute * MINUTE_MS).toISOString();
      return `{"at":"${at}","target":"a","outcome":"healthy"}\n`;
    });
    child.stdin.end(lines.join(''));
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ probes: 300_000, problems: [] });
  });

  test('with bad lines: exit code 2 and every reason; left out on demand', async () => {
    const file = record();
    appendFileSync(file, `${bad}\nnonsense\n`);
    const refused = await launch(['replay', file]).ended;
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('record.jsonl has 2 lines that cannot be used:\n  line 12: at: must be');
    expect(refused.stderr).toContain('Correct them, or leave them out with --skip-bad-lines.');
    const skipped = await launch(['replay', file, '--skip-bad-lines', '--json']).ended;
    expect(skipped.code).toBe(0);
    expect(skipped.stderr).toContain('2 lines that cannot be used, left out:');
    expect(JSON.parse(skipped.stdout)).toMatchObject({ probes: 11 });
  });

  test('with a config: its policy, and what does not fit is told', async () => {
    const config = writeConfig('policy.mjs', {
      targets: [{ id: 'status', account: 'main', path: '/status' }],
      accounts: { main: {} },
      thresholds: { failingTicks: 100 },
    });
    const args = ['replay', record(), '--config', config, '--time-zone', 'Asia/Kathmandu'];
    const { code, stdout, stderr } = await launch(args).ended;
    expect(code).toBe(0);
    expect(stdout).toContain('2026-03-01 05:45:01 Asia/Kathmandu');
    expect(stdout).toContain('Nothing found');
    expect(stderr).toContain(`Targets of the record that are not in ${config}, examined all the same: server-time\n`);
    expect(stderr).toContain(`Targets of ${config} that are not in the record: status\n`);
  });

  test('explained: the tests of a target, for people and as data; an unknown one is refused with those there are', async () => {
    const file = record();
    const { code, stdout } = await launch(['replay', file, '--explain', 'server-time']).ended;
    expect(code).toBe(0);
    expect(stdout).toContain('1. incident, critical: server-time');
    expect(stdout).toContain('\n\nWhy: server-time, seen from local\n\nNothing found: no test fired.\n');
    const json = await launch(['replay', file, '--explain', 'own-network', '--json']).ended;
    expect(JSON.parse(json.stdout)).toMatchObject({
      probes: 11,
      explain: [{ target: 'own-network', vantage: 'local' }],
    });
    expect(JSON.parse((await launch(['replay', file, '--json']).ended).stdout)).not.toHaveProperty('explain');
    expect(await launch(['replay', file, '--explain', 'x\u001b']).ended).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/has no target "x\P{Cc}*"; allowed are server-time, own-network\n$/u) as string,
    });
  });

  test('of a record with an unusable header, and of one without probes', async () => {
    const file = join(folder, 'record.csv');
    writeFileSync(file, 'at,target,colour\n');
    const unusable = await launch(['replay', file]).ended;
    expect(unusable).toMatchObject({ code: 2, stdout: '' });
    expect(unusable.stderr).toContain('record.csv: the CSV header in line 1 lacks outcome');
    writeFileSync(file, 'at,target,outcome,extra\n');
    const empty = await launch(['replay', file]).ended;
    expect(empty).toMatchObject({ code: 0, stdout: 'The record holds no probes.\n' });
    expect(empty.stderr).toContain('the column extra is not known and was left out');
    expect(empty.stderr).toContain('holds no probes');
  });
});

describe('a reader that has seen enough ends it without a complaint', () => {
  test.for([['replay', '--help'], ['--help']])('%s', async (args) => {
    const { child, ended } = launch(args);
    child.stdout.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('probe', () => {
  test('for people: the phases and their times', async () => {
    const { code, stdout } = await launch(['probe', '--base-url', simulator.baseUrl]).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/ {4}resolve +-\n {4}connect +[\d.]+ ms +#[^]*processing +[\d.]+ ms +#/);
  });

  test('of a healthy API: a document on standard output, exit code 0', async () => {
    const { code, stdout, stderr } = await launch(['probe', '--base-url', simulator.baseUrl, '--json']).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { vantage, probes } = JSON.parse(stdout) as ProbeDocument;
    expect(vantage).toBe('local');
    expect(probes).toMatchObject([
      {
        target: 'server-time',
        url: `${simulator.baseUrl}/server-time`,
        outcome: { class: 'healthy' },
        masked: false,
        attempts: [
          {
            outcome: { class: 'healthy' },
            address: '127.0.0.1',
            delivery: 'received',
            phasesMs: { resolve: null, tls: null },
            status: 200,
            errorName: null,
            errorCode: null,
          },
        ],
      },
    ]);
  });

  test('of a failing one: what it means, exit code 1', async () => {
    const { code, stdout } = await launch(['probe', '--base-url', simulator.baseUrl, '--path', '/agents']).ended;
    expect(code).toBe(1);
    expect(stdout).toContain('content/missing-header');
    expect(stdout).toContain('What to do: Add the header it names');
    expect(stdout).toContain('Runbook: README.md#missing-header');
  });

  test('one target of a config; a missing token is our own fault, exit code 3', async () => {
    const file = writeConfig('probe.mjs', { accounts: { main: account() } });
    const good = await launch(['probe', '--config', file, '--target', 'agents'], { TEST_TOKEN: DEMO_CREDENTIALS.token })
      .ended;
    expect(good).toMatchObject({ code: 0, stderr: '' });
    const missing = await launch(['probe', '--config', file, '--target', 'agents', '--json']).ended;
    expect(missing.code).toBe(3);
    expect(missing.stderr).toContain('the environment variable TEST_TOKEN is not set');
    expect(JSON.parse(missing.stdout)).toMatchObject({
      probes: [{ outcome: { class: 'inconclusive', kind: 'own-fault' } }],
    });
    const unknown = await launch(['probe', '--config', file, '--target', 'nix']).ended;
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain(
      'there is no "nix"; allowed are server-time, platform-servers, access-token, company, agents',
    );
  });
});
