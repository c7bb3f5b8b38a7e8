import { describe, expect, test } from 'vitest';
import type { Certificate, Observation } from '../../functions/core/model/observation.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, isoTime, type EpochMs } from '../../functions/core/model/time.ts';
import { NO_MEMORY, type VantageMemory } from '../../functions/core/model/vantage-memory.ts';
import { anObservation } from '../support/builders.ts';
import { errorAnswer } from '../support/scripted-prober.ts';
import { ORIGIN, minute, probeWorld, settingsFor, targetsOf } from './world.ts';

const SETTINGS = settingsFor([
  ...targetsOf(1, { id: 'server-time', tier: 'open', url: `${ORIGIN}/server-time` }),
  ...targetsOf(1, { id: 'access-token', tier: 'token', url: `${ORIGIN}/access-tokens/me` }),
  ...targetsOf(3),
]);
const EXPIRES_AT = minute(0) + 90 * DAY_MS;
const CERTIFICATE: Certificate = { issuer: 'Honest CA', fingerprint: 'aa', validTo: minute(0) + 60 * DAY_MS };

/** The API as it is in a healthy minute: clock right, the token's end named, all of its addresses. */
function healthyWith(expiresAt: EpochMs) {
  return (path: string, at: EpochMs): Partial<Observation> => {
    const data = path === '/server-time' ? { datetime: isoTime(at + 26) } : { expiresOn: isoTime(expiresAt) };
    const body = JSON.stringify({ status: 'success', type: 'T', data, moreAfter: null });
    const { answer } = anObservation();
    return {
      answer: answer === null ? null : { ...answer, body },
      certificate: CERTIFICATE,
      addresses: ['203.0.113.1', '203.0.113.2'],
    };
  };
}
const healthy = healthyWith(EXPIRES_AT);

describe('what a vantage passes on', () => {
  test('a healthy hour writes it once; the next day once more', async () => {
    const world = probeWorld({ answer: healthy });
    for (let count = 0; count < 60; count += 1) await world.run(count, SETTINGS);
    expect(world.saves).toHaveLength(1);
    expect(await world.memory()).toMatchObject({
      origins: { [ORIGIN]: { certificate: CERTIFICATE, clockSkew: null } },
      tokens: { main: { expiresAt: EXPIRES_AT } },
      pauses: {},
      retries: {},
    });
    for (const count of [1440, 1441, 1442]) await world.run(count, SETTINGS);
    expect(world.saves).toHaveLength(2);
  });

  test('failing minutes write no more than they learn', async () => {
    const world = probeWorld({ answer: (path, at) => (path === '/a0' ? errorAnswer(500, 'x') : healthy(path, at)) });
    for (let count = 0; count < 10; count += 1) await world.run(count, SETTINGS);
    expect(world.saves).toHaveLength(1);
  });

  test('a second delivery of a tick loads and saves nothing', async () => {
    const world = probeWorld({ answer: healthy });
    await world.run(0, SETTINGS);
    await world.run(0, SETTINGS);
    expect(world.saves).toHaveLength(1);
  });

  test('front ends that take turns with their certificates do not make it forget', async () => {
    const world = probeWorld({
      answer: (path, at) => {
        const issuer = (at / MINUTE_MS) % 2 < 1 ? 'One CA' : 'Two CA';
        return { ...healthy(path, at), certificate: { ...CERTIFICATE, issuer, fingerprint: issuer } };
      },
    });
    for (let count = 0; count < 6; count += 1) await world.run(count, SETTINGS);
    expect(Object.keys((await world.memory())?.origins[ORIGIN]?.issuers ?? {})).toEqual(['One CA', 'Two CA']);
  });
});

describe('a token is called expired only where its end is known and has passed', () => {
  const refused = () => errorAnswer(401, 'Invalid value', 'Authorization');

  test.each<{ name: string; expiresAt: EpochMs | null; kind: string }>([
    { name: 'it has', expiresAt: minute(1), kind: 'token-expired' },
    { name: 'a second ago', expiresAt: minute(2) - 1_000, kind: 'token-expired' },
    { name: 'it has not', expiresAt: minute(2) + HOUR_MS, kind: 'token-invalid' },
    { name: 'nothing is known', expiresAt: null, kind: 'token-invalid' },
  ])('$name', async ({ expiresAt, kind }) => {
    const world = probeWorld({ answer: refused });
    const tokens: VantageMemory['tokens'] = expiresAt === null ? {} : { main: { expiresAt } };
    await world.ports.memory.save('local', { ...NO_MEMORY, tokens }, 0);
    const { probes } = await world.run(2, SETTINGS);
    expect(probes[1]?.outcome).toMatchObject({ class: 'authorization', kind });
  });

  test('the end that an earlier run read counts for a later one', async () => {
    const end = minute(5);
    const world = probeWorld({
      answer: (path, at) => (path === '/access-tokens/me' && at >= end ? refused() : healthyWith(end)(path, at)),
    });
    const kinds: unknown[] = [];
    for (const count of [3, 4, 5, 6]) {
      const { outcome } = (await world.run(count, SETTINGS)).probes[1] ?? {};
      kinds.push(outcome !== undefined && 'kind' in outcome ? outcome.kind : outcome?.class);
    }
    expect(kinds).toEqual(['healthy', 'healthy', 'token-expired', 'token-expired']);
  });
});

describe('when the store fails', () => {
  const refuse = () => Promise.reject(new Error('throttled'));

  test('loading: the run goes on without, is reported, and builds upon what is there', async () => {
    const world = probeWorld({ answer: healthy });
    const pauses = { 'https://elsewhere.test': { until: minute(99) } };
    await world.ports.memory.save('local', { ...NO_MEMORY, pauses }, 0);
    const { memory } = world.ports;
    let loads = 0;
    Object.assign(world.ports, {
      memory: { ...memory, load: (vantage: string) => (loads++ === 0 ? refuse() : memory.load(vantage)) },
    });
    const { faults, probes } = await world.run(0, SETTINGS);
    expect(faults.map(({ what }) => what)).toEqual(['What earlier runs learned could not be read']);
    expect(probes.every(({ outcome }) => outcome.class === 'healthy')).toBe(true);
    expect(await world.memory()).toMatchObject({ pauses, tokens: { main: { expiresAt: EXPIRES_AT } } });
  });

  test('saving: reported; the next run learns it again', async () => {
    const world = probeWorld({ answer: healthy });
    const { memory } = world.ports;
    Object.assign(world.ports, { memory: { ...memory, save: refuse } });
    const { faults } = await world.run(0, SETTINGS);
    expect(faults.map(({ what }) => what)).toEqual(['What this run learned could not be stored']);
    Object.assign(world.ports, { memory });
    await world.run(1, SETTINGS);
    expect((await world.memory())?.tokens).toEqual({ main: { expiresAt: EXPIRES_AT } });
  });

  test('claiming: nothing is loaded or saved, and that is one fault', async () => {
    const world = probeWorld({ answer: healthy });
    Object.assign(world.ports, {
      history: { claim: refuse, finish: refuse, read: () => Promise.resolve([]) },
      memory: { load: refuse, save: refuse },
    });
    const { faults } = await world.run(0, SETTINGS);
    expect(faults.map(({ what }) => what)).toEqual(['The tick could not be claimed in the store']);
  });
});
