import { describe, expect, test } from 'vitest';
import type { MetricValue } from '../../functions/core/metrics.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../functions/core/model/time.ts';
import { NO_MEMORY, type OriginFacts, type VantageMemory } from '../../functions/core/model/vantage-memory.ts';
import { runDetect } from '../../functions/detect/run.ts';
import { aTarget } from '../support/builders.ts';
import { minute, monitor, settingsWith, type Monitor } from './monitor.ts';

const ORIGIN = 'https://api.example.test';
const HOST = 'api.example.test';
const TARGETS = [
  aTarget(),
  aTarget({ id: 'access-token', url: `${ORIGIN}/access-tokens/me`, tier: 'token' }),
  aTarget({ id: 'elsewhere', url: 'https://other.test/server-time', account: 'other' }),
];
const SETTINGS = { ...settingsWith(['server-time']), targets: TARGETS };
const DAY = DAY_MS / MINUTE_MS;

const NO_FACTS: OriginFacts = { certificate: null, issuers: {}, addresses: {}, clockSkew: null };
const certificate = { issuer: 'Honest CA', fingerprint: 'aa', since: 0, validTo: minute(20 * DAY) };
const knowing = (facts: Partial<OriginFacts>, tokens: VantageMemory['tokens'] = {}): VantageMemory => ({
  ...NO_MEMORY,
  origins: { [ORIGIN]: { ...NO_FACTS, ...facts } },
  tokens,
});

const EXPIRING = knowing({ certificate });
const RENEWED = knowing({ certificate: { ...certificate, fingerprint: 'bb', validTo: minute(110 * DAY) } });

/** Passes at these minutes, each twice. */
async function passes({ detect }: Monitor, minutes: readonly number[]): Promise<void> {
  for (const count of minutes) {
    await detect(count, SETTINGS);
    await detect(count, SETTINGS);
  }
}

describe('an early warning', () => {
  const seen = (day: number) => ({ firstSeenAt: minute(day * DAY), lastSeenAt: minute(day * DAY) });
  test.each<{ name: string; memory: VantageMemory; after: VantageMemory; stream: string }>([
    { name: 'certificate', memory: EXPIRING, after: RENEWED, stream: `@certificate-expiring/${HOST}` },
    {
      name: 'token',
      memory: knowing({}, { main: { expiresAt: minute(20 * DAY) } }),
      after: knowing({}, { main: { expiresAt: minute(380 * DAY) } }),
      stream: '@token-expiring/main',
    },
    {
      name: 'token, made anew without an end',
      memory: knowing({}, { main: { expiresAt: minute(20 * DAY) } }),
      after: knowing({}),
      stream: '@token-expiring/main',
    },
    {
      name: 'clock',
      memory: knowing({ clockSkew: { since: minute(9), ms: 45 * SECOND_MS } }),
      after: knowing({ clockSkew: null }),
      stream: `@clock-skew/${HOST}`,
    },
    {
      name: 'issuer',
      memory: knowing({
        certificate: { ...certificate, issuer: 'Corporate Proxy', validTo: minute(900 * DAY) },
        issuers: { 'Honest CA': seen(1), 'Corporate Proxy': seen(9) },
      }),
      after: knowing({
        certificate: { ...certificate, validTo: minute(900 * DAY) },
        issuers: { 'Honest CA': seen(1), 'Corporate Proxy': seen(9) },
      }),
      stream: `@issuer-changed/${HOST}`,
    },
    {
      name: 'addresses',
      memory: knowing({ addresses: { a: seen(1), b: seen(9) } }),
      after: knowing({ addresses: { a: seen(1), b: seen(1) } }),
      stream: `@addresses-changed/${HOST}`,
    },
  ])(
    '$name: told once however often it is looked at, and resolved when it holds no longer',
    async ({ memory, after, stream }) => {
      const all = monitor();
      await passes(all, [10 * DAY - 1]);
      await all.remember(memory);
      await passes(all, [10 * DAY, 10 * DAY + 1, 10 * DAY + 60, 11 * DAY]);
      expect(all.told()).toEqual([`opened ${stream} ${10 * DAY}`]);
      expect(all.sent[0]?.problem.severity).toBe('warning');
      await all.remember(after);
      await passes(all, [12 * DAY, 12 * DAY + 1]);
      expect(all.told()).toEqual([`opened ${stream} ${10 * DAY}`, `resolved ${stream} ${12 * DAY}`]);
    },
  );

  test('is not told again when the memory was lost and learned anew', async () => {
    const all = monitor();
    await all.remember(EXPIRING);
    await passes(all, [10 * DAY]);
    await all.remember(NO_MEMORY);
    await passes(all, [10 * DAY + 1]);
    await all.remember(EXPIRING);
    await passes(all, [10 * DAY + 2, 10 * DAY + 3]);
    expect(all.told().filter((line) => line.startsWith('opened'))).toHaveLength(1);
  });

  test('the end of what was warned of is no recovery', async () => {
    const all = monitor();
    await all.remember(EXPIRING);
    await passes(all, [19 * DAY, 20 * DAY, 21 * DAY]);
    expect(all.told()).toEqual([`opened @certificate-expiring/${HOST} ${19 * DAY}`]);
    await all.remember(RENEWED);
    await passes(all, [22 * DAY]);
    expect(all.told()).toHaveLength(2);
  });

  test('does not stand in the way of problems of its targets, nor they in its', async () => {
    const all = monitor();
    const ids = TARGETS.map(({ id }) => id);
    await all.remember(EXPIRING);
    for (const count of [0, 1, 2]) await all.store(10 * DAY + count, ids, 'x..');
    await passes(all, [10 * DAY, 10 * DAY + 1, 10 * DAY + 2]);
    for (const count of [3, 4]) await all.store(10 * DAY + count, ids, '...');
    await passes(all, [10 * DAY + 3, 10 * DAY + 4]);
    expect(all.told()).toEqual([
      `opened @certificate-expiring/${HOST} ${10 * DAY}`,
      `opened server-time ${10 * DAY + 2}`,
      `resolved server-time ${10 * DAY + 4}`,
    ]);
  });

  test('two detectors at once tell it once', async () => {
    const all = monitor();
    await all.remember(EXPIRING);
    await Promise.all([all.detect(10 * DAY, SETTINGS), all.detect(10 * DAY, SETTINGS)]);
    await all.detect(10 * DAY, SETTINGS);
    expect(all.told()).toHaveLength(1);
  });
});

describe('silence is not recovery', () => {
  test('of a vantage that is no longer there, it is closed', async () => {
    const all = monitor();
    await all.remember(EXPIRING, 'eu-west-1');
    const vantages = ['local', 'eu-west-1'];
    await all.detect(10 * DAY, SETTINGS, vantages);
    await all.detect(10 * DAY + 1, SETTINGS, ['local']);
    await all.detect(10 * DAY + 2, SETTINGS, ['local']);
    expect(all.told()).toEqual([
      `opened @certificate-expiring/${HOST} ${10 * DAY}`,
      `no-longer-monitored @certificate-expiring/${HOST} ${10 * DAY + 1}`,
    ]);
  });

  test('of an origin that is probed no longer, it is closed', async () => {
    const all = monitor();
    await all.remember(EXPIRING);
    await all.detect(10 * DAY, SETTINGS);
    for (const count of [1, 2]) await all.detect(10 * DAY + count, { ...SETTINGS, targets: TARGETS.slice(2) });
    expect(all.told()).toEqual([
      `opened @certificate-expiring/${HOST} ${10 * DAY}`,
      `no-longer-monitored @certificate-expiring/${HOST} ${10 * DAY + 1}`,
    ]);
  });

  test('while other targets of it are, it stays', async () => {
    const all = monitor();
    await all.remember(EXPIRING);
    await all.detect(10 * DAY, SETTINGS);
    const targets = [aTarget({ id: 'renamed' })];
    for (const count of [1, 2]) await all.detect(10 * DAY + count, { ...SETTINGS, targets });
    expect(all.told()).toHaveLength(1);
  });

  test('a vantage that is no longer there leaves what others see', async () => {
    const all = monitor();
    for (const vantage of ['local', 'eu-west-1']) await all.remember(EXPIRING, vantage);
    await all.detect(10 * DAY, SETTINGS, ['local', 'eu-west-1']);
    for (const count of [1, 2]) await all.detect(10 * DAY + count, SETTINGS, ['eu-west-1']);
    expect(all.told()).toEqual([`opened @certificate-expiring/${HOST} ${10 * DAY}`]);
  });
});

describe('several vantages', () => {
  const vantages = ['local', 'eu-west-1', 'us-east-1'];
  const token = (days: number) => knowing({}, { main: { expiresAt: minute(days * DAY) } });

  test.each([
    { name: 'a certificate', memory: EXPIRING, renewed: RENEWED, stream: `@certificate-expiring/${HOST}` },
    { name: 'a token', memory: token(20), renewed: token(380), stream: '@token-expiring/main' },
  ])('$name that ends is told once, and resolved when all have the new one', async ({ memory, renewed, stream }) => {
    const all = monitor();
    for (const vantage of vantages) await all.remember(memory, vantage);
    for (const count of [0, 1]) await all.detect(10 * DAY + count, SETTINGS, vantages);
    expect(all.sent.map(({ problem }) => problem.scope.vantages)).toEqual([vantages]);
    for (const [count, vantage] of vantages.entries()) {
      await all.remember(renewed, vantage);
      await all.detect(11 * DAY + count, SETTINGS, vantages);
    }
    expect(all.told()).toEqual([`opened ${stream} ${10 * DAY}`, `resolved ${stream} ${11 * DAY + 2}`]);
  });

  test('one whose memory cannot be read is no end of it', async () => {
    const all = monitor();
    for (const vantage of vantages) await all.remember(EXPIRING, vantage);
    await all.detect(10 * DAY, SETTINGS, vantages);
    for (const vantage of vantages.slice(1)) await all.remember(RENEWED, vantage);
    const { memory } = all.ports;
    const broken = (vantage: string) =>
      vantage === 'local' ? Promise.reject(new Error('throttled')) : memory.load(vantage);
    const ports = { ...all.ports, memory: { ...memory, load: broken } };
    await runDetect({ tickAt: minute(10 * DAY + 1), vantages }, SETTINGS, ports);
    expect(all.told()).toHaveLength(1);
  });

  test('what one of them alone has seen is its own', async () => {
    const all = monitor();
    await all.remember(knowing({ clockSkew: { since: minute(9), ms: 45 * SECOND_MS } }));
    await all.remember(RENEWED, 'eu-west-1');
    for (const count of [0, 1]) await all.detect(10 * DAY + count, SETTINGS, ['local', 'eu-west-1']);
    expect(all.sent.map(({ problem }) => problem.scope.vantages)).toEqual([['local']]);
  });
});

test('a memory that cannot be read is part of the one fault of the store, and problems are settled all the same', async () => {
  const all = monitor();
  for (const count of [0, 1, 2]) await all.store(count, ['server-time'], 'x');
  Object.assign(all.ports, {
    memory: { load: () => Promise.reject(new Error('throttled')), save: () => Promise.resolve(true) },
  });
  const { faults } = await all.detect(2, SETTINGS);
  expect(faults).toHaveLength(1);
  expect(all.told()).toEqual(['opened server-time 2']);
});

test('each pass publishes when tokens and certificates end, the first of what the vantages know', async () => {
  const { ports, remember } = monitor();
  const published: MetricValue[] = [];
  const metrics = { put: (values: readonly MetricValue[]) => Promise.resolve(void published.push(...values)) };
  await remember(knowing({ certificate }, { main: { expiresAt: minute(400 * DAY) } }), 'one');
  await remember(knowing({}, { main: { expiresAt: minute(300 * DAY) } }), 'other');
  await runDetect({ tickAt: minute(0), vantages: ['one', 'other'] }, SETTINGS, { ...ports, metrics });
  const ends = published.filter(({ name }) => name.endsWith('DaysLeft'));
  expect(ends.map(({ name, dimensions, value }) => [name, dimensions, value])).toEqual([
    ['TokenDaysLeft', { Account: 'main' }, 300],
    ['CertificateDaysLeft', { Host: HOST }, 20],
  ]);
});
