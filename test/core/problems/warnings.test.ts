import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../../functions/core/model/time.ts';
import { NO_MEMORY, type VantageMemory } from '../../../functions/core/model/vantage-memory.ts';
import {
  ADDRESS_BASELINE_MS,
  CERTIFICATE_WARNING_MS,
  CHANGE_SHOWN_MS,
  TOKEN_WARNING_MS,
  isStillProbed,
  isWarningStream,
} from '../../../functions/core/problems/warnings.ts';
import { ownNetworkStream, streamName } from '../../../functions/core/problems/streams.ts';
import { TICK_AT } from '../../support/builders.ts';
import {
  HOST,
  NO_FACTS,
  OF_ORIGIN,
  SETTINGS,
  certificate,
  memoryOf,
  seen,
  warningsAt,
} from '../../support/warnings.ts';

const NOW = TICK_AT;
describe('what is warned of', () => {
  const long = NOW - 100 * DAY_MS;
  test.each<{ name: string; memory: VantageMemory; warnings: readonly string[] }>([
    { name: 'nothing known', memory: NO_MEMORY, warnings: [] },
    { name: 'nothing special', memory: memoryOf({}), warnings: [] },
    {
      name: 'a certificate with two weeks left',
      memory: memoryOf({ certificate: certificate(NOW + CERTIFICATE_WARNING_MS) }),
      warnings: [`server/certificate-expiring: valid to 2026-03-15T00:00:00.000Z, issued by Honest CA`],
    },
    {
      name: 'one with a little more',
      memory: memoryOf({ certificate: certificate(NOW + CERTIFICATE_WARNING_MS + 1) }),
      warnings: [],
    },
    {
      name: 'a token with two weeks left',
      memory: memoryOf({}, { main: { expiresAt: NOW + TOKEN_WARNING_MS } }),
      warnings: ['authorization/token-expiring: ends 2026-03-15T00:00:00.000Z'],
    },
    {
      name: 'one with a little more',
      memory: memoryOf({}, { main: { expiresAt: NOW + TOKEN_WARNING_MS + 1 } }),
      warnings: [],
    },
    {
      name: 'a token that nobody uses',
      memory: memoryOf({}, { other: { expiresAt: NOW + 1 }, gone: { expiresAt: NOW + 1 } }),
      warnings: [],
    },
    {
      name: 'clocks that differ',
      memory: memoryOf({ clockSkew: { since: NOW - HOUR_MS, ms: -95_400 } }),
      warnings: ['inconclusive/clock-skew: theirs minus ours was -95 s'],
    },
    {
      name: 'the first issuer',
      memory: memoryOf({ certificate: certificate(NOW + 90 * DAY_MS), issuers: { 'Honest CA': seen(NOW) } }),
      warnings: [],
    },
    {
      name: 'another issuer',
      memory: memoryOf({
        certificate: certificate(NOW + 90 * DAY_MS, 'Corporate Proxy'),
        issuers: { 'Older CA': seen(long), 'Honest CA': seen(long + 1), 'Corporate Proxy': seen(NOW - 1) },
      }),
      warnings: ['intercepted/issuer-changed: was Honest CA, is Corporate Proxy'],
    },
    {
      name: 'back to the issuer before',
      memory: memoryOf({
        certificate: certificate(NOW + 90 * DAY_MS),
        issuers: { 'Honest CA': seen(long), 'Corporate Proxy': seen(NOW - 1) },
      }),
      warnings: [],
    },
    {
      name: 'another issuer, a week ago',
      memory: memoryOf({
        certificate: certificate(NOW + 90 * DAY_MS, 'New CA'),
        issuers: { 'Honest CA': seen(long), 'New CA': seen(NOW - CHANGE_SHOWN_MS) },
      }),
      warnings: [],
    },
    {
      name: 'an address on the first day',
      memory: memoryOf({ addresses: { a: seen(NOW - DAY_MS), b: seen(NOW - DAY_MS + ADDRESS_BASELINE_MS) } }),
      warnings: [],
    },
    {
      name: 'new addresses after the first day',
      memory: memoryOf({ addresses: { a: seen(NOW - 2 * DAY_MS), b: seen(NOW - 5), c: seen(NOW - 9) } }),
      warnings: ['network/addresses-changed: new: b, c'],
    },
    {
      name: 'a new address, a week ago',
      memory: memoryOf({ addresses: { a: seen(long), b: seen(NOW - CHANGE_SHOWN_MS) } }),
      warnings: [],
    },
  ])('$name', ({ memory, warnings }) => {
    expect(warningsAt(NOW, memory).map(({ name, detail }) => `${name}: ${detail}`)).toEqual(warnings);
  });

  test('each names its stream, its subject and the targets that it concerns', () => {
    const memory = memoryOf(
      {
        certificate: certificate(NOW + DAY_MS, 'New CA'),
        issuers: { 'Honest CA': seen(long), 'New CA': seen(NOW - 3) },
        addresses: { a: seen(long), b: seen(NOW - 5), c: seen(NOW - 9) },
        clockSkew: { since: NOW - HOUR_MS, ms: 40_000 },
      },
      { main: { expiresAt: NOW + DAY_MS } },
    );
    expect(warningsAt(NOW, memory)).toMatchObject([
      {
        stream: `local/@certificate-expiring/${HOST}`,
        subject: `the certificate of ${HOST}`,
        targets: OF_ORIGIN,
        factAt: NOW + DAY_MS,
      },
      {
        stream: `local/@issuer-changed/${HOST}`,
        subject: `the certificate of ${HOST}`,
        targets: OF_ORIGIN,
        factAt: NOW - 3,
      },
      {
        stream: `local/@addresses-changed/${HOST}`,
        subject: `the addresses of ${HOST}`,
        targets: OF_ORIGIN,
        factAt: NOW - 5,
      },
      {
        stream: `local/@clock-skew/${HOST}`,
        subject: `the clock, against ${HOST}`,
        targets: OF_ORIGIN,
        factAt: NOW - HOUR_MS,
      },
      {
        stream: 'local/@token-expiring/main',
        subject: 'the token of account main',
        targets: ['access-token', 'agents'],
        factAt: NOW + DAY_MS,
      },
    ]);
  });

  test('nothing of an origin without targets', () => {
    const origins = { 'https://gone.test': { ...NO_FACTS, certificate: certificate(NOW + 1) } };
    expect(warningsAt(NOW, { ...NO_MEMORY, origins })).toEqual([]);
  });
});

test('streams of warnings are told from others', () => {
  expect(isWarningStream(`local/@certificate-expiring/${HOST}`)).toBe(true);
  expect(isWarningStream(streamName('local', 'server-time'))).toBe(false);
  expect(isWarningStream(ownNetworkStream('local'))).toBe(false);
});

test.each([
  { stream: `local/@certificate-expiring/${HOST}`, isProbed: true },
  { stream: 'local/@certificate-expiring/api.example.test', isProbed: false },
  { stream: 'local/@token-expiring/main', isProbed: true },
  { stream: 'local/@token-expiring/other', isProbed: false },
])('$stream is still probed: $isProbed', ({ stream, isProbed }) => {
  expect(isStillProbed(stream, SETTINGS.targets)).toBe(isProbed);
});
