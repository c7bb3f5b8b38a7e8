import { describe, expect, test } from 'vitest';
import { parseDuration, shortDuration } from '../../functions/core/settings-duration.ts';
import { isLoopback } from '../../functions/core/loopback.ts';
import { faultsOf } from '../support/builders-settings.ts';
import { ACCOUNT_ROWS } from './settings-rows/account.ts';
import { MAINTENANCE_ROWS } from './settings-rows/maintenance.ts';
import { DEPLOYMENT_ROWS } from './settings-rows/deployment.ts';
import { OTHER_ROWS } from './settings-rows/other.ts';
import { TARGET_ROWS } from './settings-rows/target.ts';
import { TELLING_ROWS } from './settings-rows/telling.ts';
import { TOGETHER_ROWS } from './settings-rows/together.ts';
import { VANTAGE_ROWS } from './settings-rows/vantages.ts';

describe.each([
  { over: 'an account', rows: ACCOUNT_ROWS },
  { over: 'a target', rows: TARGET_ROWS },
  { over: 'maintenance', rows: MAINTENANCE_ROWS },
  { over: 'who is told', rows: TELLING_ROWS },
  { over: 'vantages', rows: VANTAGE_ROWS },
  { over: 'what is deployed', rows: DEPLOYMENT_ROWS },
  { over: 'any other value', rows: OTHER_ROWS },
  { over: 'values together', rows: TOGETHER_ROWS },
])('$over', ({ rows }) => {
  test.each(rows)('$name', ({ config, host, path, found, says }) => {
    const faults = faultsOf(config, host);
    expect(faults.map((fault) => fault.path)).toEqual([path]);
    expect(faults[0]?.problem).toMatch(says);
    if (found !== undefined) expect(faults[0]?.found).toBe(found);
    expect(JSON.stringify(faults)).not.toContain('hunter2');
  });
});

describe('regions', () => {
  test.each([
    ['eu-central-1'],
    ['eu-central-1', 'us-east-1', 'ap-southeast-2', 'mx-central-1'],
    ['us-gov-west-1', 'us-gov-east-1'],
    ['cn-north-1', 'cn-northwest-1'],
    ['eusc-de-east-1'],
  ])('%s are fine', (...vantages) => {
    expect(faultsOf({ vantages })).toEqual([]);
  });

  test('all that is wrong with them is told at once', () => {
    const vantages = ['eu-central-1', 'Frankfurt', 'eu-central-1', 'us-gov-west-1'];
    expect(faultsOf({ vantages }).map(({ path }) => path)).toEqual(['vantages.1', 'vantages.2', 'vantages.3']);
  });
});

describe('plain http', () => {
  test.each([
    'http://127.0.0.1:8080/api',
    'http://localhost:8080/api',
    'http://[::1]:8080',
    'http://127.1.2.3',
    'https://label.example.test/api',
  ])('%s is fine', (origin) => {
    expect(faultsOf({ accounts: { main: { origin } } })).toEqual([]);
  });

  test.each(['example.test', '128.0.0.1', '127.0.0.1.example.test', 'localhost.example.test', '[::2]'])(
    '%s is no loopback',
    (host) => {
      expect(isLoopback(host)).toBe(false);
      expect(faultsOf({ accounts: { main: { origin: `http://${host}/api` } } })).toHaveLength(1);
    },
  );
});

describe('durations', () => {
  test.each([
    { text: '500ms', ms: 500 },
    { text: '30s', ms: 30_000 },
    { text: '1.5s', ms: 1500 },
    { text: '5m', ms: 300_000 },
    { text: '1h', ms: 3_600_000 },
    { text: '35d', ms: 3_024_000_000 },
    { text: '0s', ms: 0 },
  ])('$text', ({ text, ms }) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each([
    { ms: 0, text: '0ms' },
    { ms: 1500, text: '1500ms' },
    { ms: 90_000, text: '90s' },
    { ms: 7 * 86_400_000, text: '7d' },
  ])('$ms ms is written $text', ({ ms, text }) => {
    expect(shortDuration(ms)).toBe(text);
  });

  test.each(['', '5', 's', '-5s', '5 s', '5S', '1h30m', '.5s', '1e3s', 'Infinitys', '5w'])('%j is none', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});
