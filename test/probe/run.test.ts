import { addressTurn } from '../../functions/core/probing/address-turn.ts';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../functions/adapters/sqlite/database.ts';
import { sqliteRunHistory } from '../../functions/adapters/sqlite/run-history.ts';
import { sqliteStates } from '../../functions/adapters/sqlite/states.ts';
import type { MetricValue } from '../../functions/core/metrics.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../functions/core/model/time.ts';
import type { MemoryStore, RunHistory, Secrets } from '../../functions/core/ports.ts';
import { unpackRun } from '../../functions/core/run-record.ts';
import { resolveSettings } from '../../functions/core/settings.ts';
import type { Settings } from '../../functions/core/settings-model.ts';
import { nothingCarried } from '../../functions/probe/carried-over.ts';
import { runProbe, type ProbePorts } from '../../functions/probe/run.ts';
import { TICK_AT, aRunKey } from '../support/builders.ts';
import { memoryLog } from '../support/memory-log.ts';
import {
  REFUSED_ATTEMPT,
  errorAnswer,
  scriptedProber,
  type ScriptedAttempt,
  type ScriptedProber,
} from '../support/scripted-prober.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const TOKEN = 'PlantedTokenPlantedTokenPlanted1';

function settingsOf(config: object = {}): Settings {
  const result = resolveSettings(
    {
      accounts: {
        main: {
          origin: 'https://api.example.test/api',
          application: 'demoDEMO1234',
          company: '1111-2222-3333-4444-5555',
          tokenParameter: '/test/token',
        },
      },
      ...config,
    },
    'local',
  );
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.settings;
}

interface World {
  readonly script?: Readonly<Record<string, readonly ScriptedAttempt[]>>;
  readonly secrets?: Secrets;
  readonly history?: RunHistory;
  readonly failingMetrics?: boolean;
}

function world({ script = {}, secrets, history, failingMetrics = false }: World = {}) {
  const clock = virtualClock(TICK_AT + 200);
  const database = openDatabase(':memory:');
  const prober: ScriptedProber = scriptedProber(clock, script);
  const memory: MemoryStore = sqliteStates(database, 'vantage_memory');
  const log = memoryLog();
  const published: MetricValue[] = [];
  const store = history ?? sqliteRunHistory({ database, retentionMs: 35 * DAY_MS });
  const ports: ProbePorts = {
    prober,
    history: store,
    memory,
    hints: sqliteStates(database, 'probing_hints'),
    metrics: {
      put: (values) => {
        published.push(...values);
        return failingMetrics ? Promise.reject(new Error('503 from CloudWatch')) : Promise.resolve();
      },
    },
    secrets: secrets ?? { read: () => Promise.resolve(TOKEN) },
    clock,
    log,
    random: () => 0.5,
    carried: nothingCarried(),
  };
  const stored = async () => {
    const [run] = await store.read('local', TICK_AT, TICK_AT);
    return run === undefined ? null : unpackRun(run.key, run.targetIds, run.parts);
  };
  return { ports, prober, log, published, stored, clock };
}

describe('a healthy run', () => {
  test('probes each rung once with what its tier needs, records, logs and publishes it', async () => {
    const { ports, prober, log, published, stored } = world();
    const report = await runProbe(aRunKey(), settingsOf(), ports);

    expect(report.faults).toEqual([]);
    expect(prober.requests.map(({ url, headers }) => [new URL(url).pathname, Object.keys(headers).slice(2)])).toEqual([
      ['/api/server-time', ['api-version']],
      ['/api/platform-servers', ['api-version', 'api-application']],
      ['/api/access-tokens/me', ['api-version', 'api-application', 'authorization']],
      ['/api/companies/me', ['api-version', 'api-application', 'authorization', 'api-company']],
      ['/api/agents', ['api-version', 'api-application', 'authorization', 'api-company']],
    ]);
    expect((await stored())?.probes.map(({ targetId, outcome }) => [targetId, outcome.class])).toEqual([
      ['server-time', 'healthy'],
      ['platform-servers', 'healthy'],
      ['access-token', 'healthy'],
      ['company', 'healthy'],
      ['agents', 'healthy'],
    ]);
    expect(log.lines.map(({ event }) => event)).toEqual(['probe-run']);
    expect(log.lines[0]?.fields).toMatchObject({ healthy: 5, failing: 0, masked: 0, notProbed: 0 });
    expect(published.filter(({ name }) => name === 'Availability').map(({ value }) => value)).toEqual([1, 1, 1, 1, 1]);
  });

  test('publishes no series of a target where the settings want the fleet alone', async () => {
    const { ports, published } = world();
    await runProbe(aRunKey(), { ...settingsOf(), metrics: 'fleet' }, ports);
    expect(published.find(({ name }) => name === 'FleetAvailability')?.value).toBe(1);
    expect(published.filter(({ dimensions }) => dimensions.Target !== undefined)).toEqual([]);
  });

  test('a second delivery of the tick sends and publishes nothing', async () => {
    const { ports, prober, published } = world();
    await runProbe(aRunKey(), settingsOf(), ports);
    const before = { requests: prober.requests.length, metrics: published.length };
    const again = await runProbe(aRunKey(), settingsOf(), ports);
    expect(again).toEqual({ run: null, faults: [] });
    expect({ requests: prober.requests.length, metrics: published.length }).toEqual(before);
  });

  test('starts are spread: ten slots a second to one origin, of which every fifth is left to late runs', async () => {
    const { ports, log } = world();
    const targets = Array.from({ length: 10 }, (_, n) => ({
      id: `t${n}`,
      account: 'main',
      path: `/t${n}`,
      every: '1h',
    }));
    const { run } = await runProbe(aRunKey(), settingsOf({ targets }), ports);
    const starts = run?.probes.map(({ startedAt }) => startedAt - TICK_AT);
    expect(starts).toEqual([200, 300, 500, 600, 700, 800, 1000, 1100, 1200, 1300]);
    expect(log.lines).toHaveLength(1);
  });

  test('a target that is not due is recorded as such and costs nothing', async () => {
    const { ports, prober, stored, published } = world();
    const targets = [{ ladder: 'main' }, { id: 'seldom', account: 'main', path: '/seldom', every: '7m' }];
    await runProbe(aRunKey({ tickAt: TICK_AT }), settingsOf({ targets }), ports);
    const slot = Math.floor(TICK_AT / MINUTE_MS) % 7;
    expect(slot).not.toBe(0);
    expect((await stored())?.probes.at(-1)?.outcome).toEqual({ class: 'not-probed', reason: 'not-due', until: null });
    expect(prober.requests.some(({ url }) => url.endsWith('/seldom'))).toBe(false);
    expect(published.some(({ dimensions }) => dimensions.Target === 'seldom')).toBe(false);
  });
});

describe('attempts', () => {
  const rows: { name: string; script: readonly ScriptedAttempt[]; outcomes: readonly string[]; masked: boolean }[] = [
    {
      name: 'healthy after a refused one: masked',
      script: [REFUSED_ATTEMPT, {}],
      outcomes: ['network', 'healthy'],
      masked: true,
    },
    {
      name: 'three refused: all kept',
      script: [REFUSED_ATTEMPT],
      outcomes: ['network', 'network', 'network'],
      masked: false,
    },
    { name: '502 is tried again', script: [errorAnswer(502, 'x'), {}], outcomes: ['server', 'healthy'], masked: true },
    { name: '500 is not', script: [errorAnswer(500, 'x')], outcomes: ['server'], masked: false },
    {
      name: 'a content error is not',
      script: [errorAnswer(400, 'Invalid value', 'Api-Company')],
      outcomes: ['content'],
      masked: false,
    },
    { name: '429 is not', script: [errorAnswer(429, 'Too many requests')], outcomes: ['throttled'], masked: false },
    {
      name: 'one long wait per probe',
      script: [{ ...REFUSED_ATTEMPT, durationMs: 10_001 }],
      outcomes: ['network'],
      masked: false,
    },
  ];
  test.for(rows)('$name', async ({ script, outcomes, masked }) => {
    const { ports, stored } = world({ script: { '/api/server-time': script } });
    await runProbe(aRunKey(), settingsOf(), ports);
    const probe = (await stored())?.probes[0];
    expect(probe?.attempts.map(({ outcome }) => outcome.class)).toEqual(outcomes);
    expect(probe?.masked).toBe(masked);
  });

  test('addresses take turns over attempts, and are mixed over ticks', async () => {
    const { ports, prober } = world({ script: { '/api/server-time': [REFUSED_ATTEMPT] } });
    const settings = settingsOf({ targets: [{ ladder: 'main' }] });
    await runProbe(aRunKey(), settings, ports);
    await runProbe(aRunKey({ tickAt: TICK_AT + MINUTE_MS }), settings, ports);
    const turns = prober.requests.filter(({ url }) => url.endsWith('/server-time')).map(({ turn }) => turn);
    const [first, second] = [0, 1].map((later) => addressTurn(TICK_AT / MINUTE_MS + later, 'server-time'));
    expect(turns).toEqual([first, second].flatMap((turn = 0) => [turn, turn + 1, turn + 2]));
  });

  test('a silent origin is tried with one second connection in a run, however many targets ask', async () => {
    const { ports, prober } = world();
    await runProbe(aRunKey(), settingsOf(), ports);
    const answers = await Promise.all(prober.requests.map(({ onSilence }) => onSilence.isPathProven()));
    expect(answers).toEqual([true, true, true, true, true]);
    expect(prober.connectionsTried).toHaveLength(1);
  });
});

describe('tokens', () => {
  test('one that was rotated is read again once, and raises nothing', async () => {
    const reads: string[] = [];
    const { ports, prober, stored } = world({
      script: { '/api/access-tokens/me': [errorAnswer(401, 'Invalid value', 'Authorization'), {}] },
      secrets: {
        read: (_parameter, freshness) => {
          reads.push(freshness);
          return Promise.resolve(freshness === 'fresh' ? 'NewTokenNewTokenNewTokenNewToken' : TOKEN);
        },
      },
    });
    const { faults } = await runProbe(aRunKey(), settingsOf(), ports);
    expect(faults).toEqual([]);
    expect(reads).toEqual(['cached', 'fresh']);
    const sent = prober.requests
      .filter(({ url }) => url.includes('/access-tokens/me'))
      .map(({ headers }) => headers.authorization);
    expect(sent).toEqual([`Bearer ${TOKEN}`, 'Bearer NewTokenNewTokenNewTokenNewToken']);
    expect((await stored())?.probes[2]).toMatchObject({ outcome: { class: 'healthy' }, masked: true });
  });

  test('one that the API still refuses is sent once', async () => {
    const { ports, prober, stored } = world({
      script: { '/api/access-tokens/me': [errorAnswer(401, 'Invalid value', 'Authorization')] },
    });
    await runProbe(aRunKey(), settingsOf(), ports);
    expect(prober.requests.filter(({ url }) => url.includes('/access-tokens/me'))).toHaveLength(1);
    expect((await stored())?.probes[2]?.outcome).toMatchObject({ class: 'authorization', kind: 'token-invalid' });
  });

  test('one that cannot be read is one fault with its remedy; the open rungs are probed all the same', async () => {
    const { ports, stored, log, published } = world({
      secrets: { read: () => Promise.reject(new Error('ParameterNotFound')) },
    });
    const { faults } = await runProbe(aRunKey(), settingsOf(), ports);
    expect(faults).toEqual([
      {
        what: 'The token parameter /test/token could not be read',
        error: 'Error: ParameterNotFound',
        remedy: expect.stringContaining('Store the token') as string,
      },
    ]);
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect((await stored())?.probes.map(({ outcome }) => outcome.class)).toEqual([
      'healthy',
      'healthy',
      'inconclusive',
      'inconclusive',
      'inconclusive',
    ]);
    expect(published.length).toBeGreaterThan(0);
  });

  test('one that cannot stand in a header is reported without a call; a line break at its end is no matter', async () => {
    const broken = world({ secrets: { read: () => Promise.resolve('two words') } });
    await runProbe(aRunKey(), settingsOf(), broken.ports);
    expect(broken.prober.requests).toHaveLength(2);
    expect((await broken.stored())?.probes[3]?.outcome).toMatchObject({
      class: 'authorization',
      kind: 'token-malformed',
    });

    const trailing = world({ secrets: { read: () => Promise.resolve(`${TOKEN}\n`) } });
    await runProbe(aRunKey(), settingsOf(), trailing.ports);
    expect(trailing.prober.requests[2]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
  });

  test('never reach the log, the record or the metrics', async () => {
    const { ports, log, published, stored } = world({ script: { '/api/agents': [REFUSED_ATTEMPT] } });
    await runProbe(aRunKey(), settingsOf(), ports);
    expect(JSON.stringify([log.lines, published, await stored()])).not.toContain(TOKEN);
  });
});

describe('own trouble', () => {
  test('an unreachable store: the run goes on, is logged in full and reported', async () => {
    const refuse = () => Promise.reject(new Error('connect ECONNREFUSED'));
    const { ports, prober, log, published } = world({ history: { claim: refuse, finish: refuse, read: refuse } });
    const { run, faults } = await runProbe(aRunKey(), settingsOf(), ports);
    expect(faults.map(({ what }) => what)).toEqual(['The tick could not be claimed in the store']);
    expect(prober.requests).toHaveLength(5);
    expect(published.length).toBeGreaterThan(0);
    const line = log.lines.find(({ event }) => event === 'probe-run');
    const { parts, targetIds } = line?.fields as { parts: string[]; targetIds: string[] };
    expect(unpackRun(aRunKey(), targetIds, parts).probes).toHaveLength(run?.probes.length ?? -1);
  });

  test('a store that fails at the end, and metrics that fail: two faults', async () => {
    const { ports } = world({
      failingMetrics: true,
      history: {
        claim: () => Promise.resolve('claimed'),
        finish: () => Promise.reject(new Error('throttled')),
        read: () => Promise.resolve([]),
      },
    });
    const { faults } = await runProbe(aRunKey(), settingsOf(), ports);
    expect(faults.map(({ what, error }) => `${what}: ${error}`)).toEqual([
      'The run record could not be stored: Error: throttled',
      'The metrics could not be published: Error: 503 from CloudWatch',
    ]);
  });

  test('a bug in one probe stops no other and is an own fault, not the network’s', async () => {
    const { ports, stored } = world({ script: { '/api/server-time': [new TypeError('x is undefined')] } });
    const { faults } = await runProbe(aRunKey(), settingsOf(), ports);
    expect(faults.map(({ what }) => what)).toEqual(['The probe of server-time could not be made']);
    expect((await stored())?.probes.map(({ outcome }) => outcome.class)).toEqual([
      'inconclusive',
      'healthy',
      'healthy',
      'healthy',
      'healthy',
    ]);
  });

  test('at the end of the run’s time what is under way is cut off and what has not started is not probed', async () => {
    const targets = Array.from({ length: 900 }, (_, n) => ({
      id: `t${n}`,
      account: 'main',
      path: `/t${n}`,
      every: '1d',
    }));
    const { ports, clock } = world();
    const startedAt = clock.now();
    const settings = { ...settingsOf({ targets }), startsPerSecond: 8 };
    const { run } = await runProbe(aRunKey({ tickAt: 0 }), { ...settings, tickMs: DAY_MS }, ports);
    expect(clock.now() - startedAt).toBe(110 * SECOND_MS);
    const classes = Map.groupBy(run?.probes ?? [], ({ outcome }) => outcome.class);
    const skipped = classes.get('not-probed') ?? [];
    expect(skipped.every(({ outcome }) => 'reason' in outcome && outcome.reason === 'deadline')).toBe(true);
    // Late as it is, the run has every tenth slot, but for the first 15 s of a tick.
    expect((classes.get('healthy')?.length ?? 0) + skipped.length).toBe(900);
    expect(classes.get('healthy')?.length).toBe(76);
  });
});
