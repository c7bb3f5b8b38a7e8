import type { FaultRow } from './row.ts';

const target = (fields: Readonly<Record<string, unknown>>) => ({
  targets: [{ id: 'mine', account: 'main', path: '/x', ...fields }],
});

/** Rules over one value of a target. */
export const TARGET_ROWS: readonly FaultRow[] = [
  {
    name: 'unknown key of a target',
    config: target({ method: 'POST' }),
    path: 'targets.0.method',
    says: /unknown key/,
  },
  {
    name: 'unknown key of a ladder',
    config: { targets: [{ ladder: 'main', id: 'x' }] },
    path: 'targets.0.id',
    says: /unknown key; allowed are ladder, every/,
  },
  {
    name: 'no targets',
    config: { targets: [] },
    path: 'targets',
    found: '[]',
    says: /no targets: there would be nothing to probe/,
  },
  { name: 'targets as an object', config: { targets: {} }, path: 'targets', says: /must be a list of \{ ladder/ },
  {
    name: 'a target that is text',
    config: { targets: ['/x'] },
    path: 'targets.0',
    found: '"/x"',
    says: /must be an object/,
  },
  {
    name: 'a target without id',
    config: target({ id: undefined }),
    path: 'targets.0.id',
    found: 'nothing',
    says: /small letters, digits and hyphens/,
  },
  {
    name: 'id in capitals',
    config: target({ id: 'Mine' }),
    path: 'targets.0.id',
    found: '"Mine"',
    says: /small letters/,
  },
  { name: 'id too long', config: target({ id: 'a'.repeat(65) }), path: 'targets.0.id', says: /at most 64/ },
  {
    name: 'a target without path',
    config: target({ path: undefined }),
    path: 'targets.0.path',
    found: 'nothing',
    says: /must be text/,
  },
  {
    name: 'a negative interval',
    config: target({ every: '-5s' }),
    path: 'targets.0.every',
    found: '"-5s"',
    says: /duration like 30s, 5m or 1h, from 1s to 1d/,
  },
  { name: 'an interval of nothing', config: target({ every: '0s' }), path: 'targets.0.every', says: /from 1s to 1d/ },
  { name: 'an interval over a day', config: target({ every: '25h' }), path: 'targets.0.every', says: /from 1s to 1d/ },
  {
    name: 'an interval in parts of a second',
    config: target({ every: '1.001s' }),
    path: 'targets.0.every',
    says: /whole seconds/,
  },
  {
    name: 'an interval as a number',
    config: { targets: [{ ladder: 'main', every: 60 }] },
    path: 'targets.0.every',
    found: '60',
    says: /must be a duration/,
  },
  {
    name: 'an empty type',
    config: target({ expect: { type: '' } }),
    path: 'targets.0.expect.type',
    says: /must not be empty/,
  },
];
