import type { FaultRow } from './row.ts';

const target = (fields: Readonly<Record<string, unknown>>) => ({
  targets: [{ id: 'mine', account: 'main', path: '/x', ...fields }],
});

/** Rules over any other value. */
export const OTHER_ROWS: readonly FaultRow[] = [
  { name: 'no config', config: undefined, path: '', found: 'nothing', says: /must be an object/ },
  { name: 'a list', config: [], path: '', found: '[]', says: /must be an object/ },
  {
    name: 'unknown key',
    config: { target: [] },
    path: 'target',
    found: '[]',
    says: /unknown key; allowed are .*targets/,
  },
  {
    name: 'what JSON has no word for',
    config: { a: { b: 1n, c: [Symbol('x')] } },
    path: 'a',
    found: '{"b":"1n","c":[null]}',
    says: /unknown key/,
  },
  { name: 'a function', config: { a: () => 1 }, path: 'a', found: 'a function', says: /unknown key/ },
  {
    name: 'unknown key below',
    config: { retry: { tries: 3 } },
    path: 'retry.tries',
    says: /allowed are attempts, base, cap/,
  },
  { name: 'path without slash', config: target({ path: 'x' }), path: 'targets.0.path', says: /must start with \// },
  {
    name: 'path with a space',
    config: target({ path: '/a b' }),
    path: 'targets.0.path',
    says: /printable ASCII without spaces/,
  },
  { name: 'path with a fragment', config: target({ path: '/a#b' }), path: 'targets.0.path', says: /without #/ },
  { name: 'path that climbs', config: target({ path: '/a/../b' }), path: 'targets.0.path', says: /must not climb/ },
  {
    name: 'no e-mail address',
    config: { alerts: { email: ['ops@example.com', 'ops'] } },
    path: 'alerts.email.1',
    found: '"ops"',
    says: /must be an e-mail address/,
  },
  {
    name: 'addresses as text',
    config: { alerts: { email: 'ops@example.com' } },
    path: 'alerts.email',
    says: /must be a list of e-mail addresses/,
  },
  {
    name: 'an unknown zone',
    config: { timeZone: 'Europe/Nowhere' },
    path: 'timeZone',
    found: '"Europe/Nowhere"',
    says: /IANA time zone, like Europe\/Amsterdam or UTC/,
  },
  {
    name: 'a runbook with a space',
    config: { runbookUrl: 'my page' },
    path: 'runbookUrl',
    says: /URL or path without spaces/,
  },
  {
    name: 'no failing tick',
    config: { thresholds: { failingTicks: 0 } },
    path: 'thresholds.failingTicks',
    found: '0',
    says: /whole number from 1 to 1000/,
  },
  {
    name: 'half a tick',
    config: { thresholds: { healthyTicks: 1.5 } },
    path: 'thresholds.healthyTicks',
    says: /whole number from 1 to 1000/,
  },
  { name: 'six attempts', config: { retry: { attempts: 6 } }, path: 'retry.attempts', says: /from 1 to 5/ },
  { name: 'a first wait too long', config: { retry: { base: '11s' } }, path: 'retry.base', says: /from 0ms to 10s/ },
  { name: 'a cap too long', config: { retry: { cap: '31s' } }, path: 'retry.cap', says: /from 0ms to 30s/ },
  {
    name: 'a deadline too long',
    config: { deadlines: { connect: '11s' } },
    path: 'deadlines.connect',
    says: /from 100ms to 10s/,
  },
  {
    name: 'a deadline too short',
    config: { deadlines: { tls: '99ms' } },
    path: 'deadlines.tls',
    says: /from 100ms to 10s/,
  },
  {
    name: 'an answer deadline too long',
    config: { deadlines: { answer: '62s' } },
    path: 'deadlines.answer',
    says: /from 100ms to 61s/,
  },
  { name: 'a share of nothing', config: { dailyShare: 0 }, path: 'dailyShare', found: '0', says: /must be above 0/ },
  { name: 'a share over all', config: { dailyShare: 1.01 }, path: 'dailyShare', says: /must be at most 1/ },
  {
    name: 'a share that is no number',
    config: { dailyShare: Number.NaN },
    path: 'dailyShare',
    says: /above 0, at most 1/,
  },
  { name: 'a retention too short', config: { retention: '6d' }, path: 'retention', says: /from 7d to 400d/ },
];
