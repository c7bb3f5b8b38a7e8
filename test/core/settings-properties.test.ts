import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderFaults, resolveSettings } from '../../functions/core/settings.ts';
import { WEBHOOK_URL } from './settings-rows/telling.ts';

const CONFIG_KEYS = [
  ...['accounts', 'targets', 'alerts', 'timeZone', 'runbookUrl', 'thresholds', 'retry', 'deadlines', 'vantages'],
  ...['slack', 'maintenance', 'reminders', 'digest', 'heartbeatUrl', 'customerKey', 'deletionProtection', 'tags'],
];
const MAINTENANCE_KEYS = ['from', 'to', 'at', 'for', 'weekdays', 'zone', 'targets', 'countAsEvidence'];
const TELLING_KEYS = ['workspaceId', 'channelId', 'webhookParameter', 'weekday', 'most'];
const TIMES = ['2026-03-29T02:30', '2026-03-29T06:00', '02:00', '2h', 'sun', 'Europe/Amsterdam', 'T0123', 'C0123'];
const ACCOUNT_KEYS = ['origin', 'application', 'company', 'tokenParameter', 'main', '__proto__', 'constructor'];
const TARGET_KEYS = ['id', 'account', 'path', 'every', 'expect', 'ladder', 'email', 'type', 'attempts', 'base'];
const WORDS = ['main', '5m', '5s', 'server-time', '/x', 'https://api.example.test', '/token', 'UTC', 'abcdefABCDEF'];
const SECRET_KEYS = [
  'token',
  'password',
  'secret',
  'authorization',
  'apiToken',
  'Authorization',
  'tokenParameter',
  'webhookParameter',
  'webhookUrl',
  'heartbeatUrl',
];
/** No part of any message, key or other value. */
const PLANTED = 'Zq9 hunter2-Zq9';

const anyKey = fc.oneof(
  fc.constantFrom(...CONFIG_KEYS, ...ACCOUNT_KEYS, ...TARGET_KEYS, ...MAINTENANCE_KEYS, ...TELLING_KEYS),
  fc.string(),
);
const anything = fc.anything({
  key: anyKey,
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
});
const leaf = fc.oneof(
  fc.constantFrom<unknown>(...WORDS, ...TIMES, WEBHOOK_URL),
  fc.integer(),
  fc.constantFrom<unknown>(null, undefined, Symbol('x'), () => 1, 1n, Number.NaN),
);
const secretEntry = fc.tuple(fc.constantFrom(...SECRET_KEYS), fc.constant<unknown>(PLANTED));
/** Trees of the keys that a config has, with wrong values and planted secrets anywhere. */
const configLike = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    leaf,
    fc.array(tie('node'), { maxLength: 3 }),
    fc
      .array(fc.oneof(fc.tuple(anyKey, tie('node')), secretEntry), { maxLength: 5 })
      .map((entries) => Object.fromEntries(entries)),
  ),
})).node;
const config = fc.dictionary(fc.oneof(fc.constantFrom(...CONFIG_KEYS), fc.constantFrom(...SECRET_KEYS)), configLike);
const host = fc.constantFrom('local', 'lambda');

test('whatever stands in a config, the answer is settings or faults that say where', () => {
  fc.assert(
    fc.property(fc.oneof(anything, config), host, (value, where) => {
      const result = resolveSettings(value, where);
      if (result.ok) {
        expect(result.settings.targets.length).toBeGreaterThan(0);
        return;
      }
      expect(result.faults.length).toBeGreaterThan(0);
      for (const fault of result.faults) {
        expect(fault.problem).toMatch(/\w/);
        expect(fault.found.length).toBeLessThanOrEqual(120);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a circle in a config is a fault', () => {
  const circle: Record<string, unknown> = {};
  circle.accounts = [circle];
  const result = resolveSettings(circle, 'local');
  expect(result).toMatchObject({ ok: false, faults: [{ path: 'accounts', found: 'something that cannot be shown' }] });
});

test('a secret that stands under a key of that name, or looks like one, is never repeated', () => {
  fc.assert(
    fc.property(config, host, (value, where) => {
      const result = resolveSettings(value, where);
      if (!result.ok) expect(renderFaults(result.faults, 'monitor.config.ts')).not.toContain('hunter2');
    }),
    { numRuns: 2000 },
  );
});
