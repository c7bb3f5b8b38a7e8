import { describe, expect, test } from 'vitest';
import type { Certificate, Observation } from '../../../functions/core/model/observation.ts';
import { DAY_MS, MINUTE_MS, isoTime } from '../../../functions/core/model/time.ts';
import { NO_MEMORY } from '../../../functions/core/model/vantage-memory.ts';
import { MEMORY_MS, learn } from '../../../functions/core/probing/facts.ts';
import {
  TICK_AT,
  aFailedAttempt,
  aProbe,
  aRefusedObservation,
  aRun,
  aTarget,
  anAttempt,
  anObservation,
} from '../../support/builders.ts';
import { ORIGIN, TARGETS, answering, learned } from '../../support/learning.ts';

const A_CERTIFICATE: Certificate = { issuer: 'Honest CA', fingerprint: 'aa', validTo: TICK_AT + 90 * DAY_MS };

describe('what is new', () => {
  test('certificate and addresses of an origin, whatever the outcome', () => {
    const observation = aRefusedObservation({
      startedAt: TICK_AT + 5,
      addresses: ['203.0.113.9', '2001:db8::9'],
      certificate: A_CERTIFICATE,
    });
    const run = aRun({ probes: [aProbe({ attempts: [aFailedAttempt({ observation }), anAttempt()] })] });
    const seen = { firstSeenAt: TICK_AT + 5, lastSeenAt: TICK_AT };
    expect(learn(NO_MEMORY, run, TARGETS)).toEqual({
      ...NO_MEMORY,
      origins: {
        [ORIGIN]: {
          certificate: { ...A_CERTIFICATE, since: TICK_AT + 5 },
          issuers: { 'Honest CA': seen },
          addresses: { '203.0.113.9': seen, '2001:db8::9': seen },
          clockSkew: null,
        },
      },
    });
  });

  test('origins are kept apart, ports too; a target that left the settings teaches nothing', () => {
    const targets = [aTarget({ id: 'a' }), aTarget({ id: 'b', url: `${ORIGIN}:8443/server-time` })];
    const probes = ['a', 'b', 'gone'].map((targetId, index) =>
      aProbe({
        targetId,
        attempts: [anAttempt({ observation: anObservation({ addresses: [`203.0.113.${index}`] }) })],
      }),
    );
    const { origins } = learn(NO_MEMORY, aRun({ probes }), targets);
    expect(Object.entries(origins).map(([origin, facts]) => [origin, Object.keys(facts.addresses)])).toEqual([
      [ORIGIN, ['203.0.113.0']],
      [`${ORIGIN}:8443`, ['203.0.113.1']],
    ]);
  });
});

describe('nothing new: the memory is the same object', () => {
  const known = learned(NO_MEMORY, {
    'server-time': answering({ datetime: isoTime(TICK_AT) }, { certificate: A_CERTIFICATE }),
    'access-token': answering({ expiresOn: '2026-12-01T00:00:00Z' }),
  });

  test.each<{ name: string; observations: Readonly<Record<string, Observation>> }>([
    { name: 'the same again, minutes later', observations: { 'server-time': at(9 * MINUTE_MS) } },
    { name: 'the same again, in the last minute of the day', observations: { 'server-time': at(DAY_MS - MINUTE_MS) } },
    { name: 'no certificate', observations: { 'server-time': at(MINUTE_MS, { certificate: null }) } },
    { name: 'no addresses', observations: { 'server-time': at(MINUTE_MS, { addresses: [] }) } },
    {
      name: 'the same end of the token',
      observations: { 'access-token': answering({ expiresOn: '2026-12-01T00:00:00Z' }) },
    },
    { name: 'no word on the end', observations: { 'access-token': answering({}) } },
    { name: 'an end that is no time', observations: { 'access-token': answering({ expiresOn: 'never' }) } },
    { name: 'data of another shape', observations: { 'access-token': answering([1]), 'server-time': answering(null) } },
    { name: 'a time that is none', observations: { 'server-time': answering({ datetime: 'now' }) } },
    { name: 'the end of something else', observations: { agents: answering({ expiresOn: '2026-03-02T00:00:00Z' }) } },
  ])('$name', ({ observations }) => {
    expect(learned(known, observations)).toBe(known);
  });

  test('targets that were not probed', () => {
    expect(learn(known, aRun({ probes: [aProbe({ attempts: [] })] }), TARGETS)).toBe(known);
  });

  test('a failed answer says nothing of clock and token', () => {
    const broken = { class: 'server', kind: 'internal-error', detail: null } as const;
    const observation = answering({ datetime: '1999-01-01T00:00:00Z' });
    const run = aRun({ probes: [aProbe({ attempts: [anAttempt({ observation, outcome: broken })] })] });
    expect(learn(known, run, TARGETS)).toBe(known);
  });

  function at(offsetMs: number, observed: Partial<Observation> = {}): Observation {
    const startedAt = TICK_AT + offsetMs;
    return answering({ datetime: isoTime(startedAt) }, { startedAt, certificate: A_CERTIFICATE, ...observed });
  }
});

describe('seen by the day', () => {
  const on = (day: number, addresses: readonly string[], issuer = 'Honest CA'): Observation =>
    anObservation({
      startedAt: TICK_AT + day * DAY_MS + 7,
      addresses,
      certificate: { ...A_CERTIFICATE, issuer, fingerprint: issuer },
    });
  const after = (...observations: readonly Observation[]) =>
    observations.reduce((memory, observation) => learned(memory, { 'server-time': observation }), NO_MEMORY).origins[
      ORIGIN
    ];

  test('first and last', () => {
    expect(after(on(0, ['a']), on(1, ['a', 'b']), on(3, ['a']))?.addresses).toEqual({
      a: { firstSeenAt: TICK_AT + 7, lastSeenAt: TICK_AT + 3 * DAY_MS },
      b: { firstSeenAt: TICK_AT + DAY_MS + 7, lastSeenAt: TICK_AT + DAY_MS },
    });
  });

  test('forgotten after 30 days unseen, one by one', () => {
    const days = MEMORY_MS / DAY_MS;
    expect(Object.keys(after(on(0, ['a', 'b']), on(1, ['b']), on(days - 1, ['c']))?.addresses ?? {})).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(Object.keys(after(on(0, ['a', 'b']), on(1, ['b']), on(days, ['c']))?.addresses ?? {})).toEqual(['b', 'c']);
  });

  test('what comes back after it was forgotten is new', () => {
    expect(after(on(0, ['a']), on(40, ['a']))?.addresses).toEqual({
      a: { firstSeenAt: TICK_AT + 40 * DAY_MS + 7, lastSeenAt: TICK_AT + 40 * DAY_MS },
    });
  });

  test('issuers likewise, while the certificate is the newest', () => {
    const facts = after(on(0, [], 'A'), on(0, [], 'B'), on(1, [], 'A'));
    expect(facts?.certificate?.issuer).toBe('A');
    expect(facts?.issuers).toEqual({
      A: { firstSeenAt: TICK_AT + 7, lastSeenAt: TICK_AT + DAY_MS },
      B: { firstSeenAt: TICK_AT + 7, lastSeenAt: TICK_AT },
    });
  });
});

test('a renewed certificate of the same issuer takes the place of the old one', () => {
  const renewed = { ...A_CERTIFICATE, fingerprint: 'bb', validTo: A_CERTIFICATE.validTo + 60 * DAY_MS };
  const before = learned(NO_MEMORY, { 'server-time': anObservation({ certificate: A_CERTIFICATE }) });
  const after = learned(before, { 'server-time': anObservation({ startedAt: TICK_AT + 9, certificate: renewed }) });
  expect(after.origins[ORIGIN]).toMatchObject({ certificate: { ...renewed, since: TICK_AT + 9 } });
  expect(Object.keys(after.origins[ORIGIN]?.issuers ?? {})).toEqual(['Honest CA']);
});
