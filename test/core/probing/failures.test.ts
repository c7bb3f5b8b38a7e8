import { describe, expect, test } from 'vitest';
import { KINDS, type Failure } from '../../../functions/core/model/outcome.ts';
import { CLASSES, explain, runbookAnchor } from '../../../functions/core/probing/failures.ts';

const ALL = Object.entries(KINDS).flatMap(([failureClass, kinds]) =>
  kinds.map((kind) => ({ class: failureClass, kind }) as Pick<Failure, 'class' | 'kind'>),
);

describe('every kind is explained', () => {
  test.each(ALL)('$class/$kind', (failure) => {
    const { cause, remedy } = explain(failure);
    expect(cause).toMatch(/^[A-Z][^\n]{20,}\.$/);
    expect(remedy).toMatch(/^[A-Z][^\n]{20,}[.)]$/);
  });

  test('no two in the same words', () => {
    expect(new Set(ALL.map((failure) => explain(failure).cause)).size).toBe(ALL.length);
  });

  test('a kind of a later release is our own gap', () => {
    expect(explain({ class: 'content', kind: 'from-the-future' } as never).cause).toMatch(/monitor itself/);
  });
});

test('the runbook headings are distinct', () => {
  expect(new Set(ALL.map(runbookAnchor)).size).toBe(ALL.length);
  expect(runbookAnchor({ class: 'network', kind: 'other' })).toBe('network-other');
  expect(runbookAnchor({ class: 'network', kind: 'connect-refused' })).toBe('connect-refused');
});

describe('an APIv2 envelope proves the network', () => {
  test.each(ALL.filter(({ class: of }) => ['content', 'authorization', 'server', 'throttled'].includes(of)))(
    '$class/$kind',
    (failure) => {
      expect(explain(failure).path).toBe('works');
    },
  );
});

test('each class says whose turn it is', () => {
  expect(Object.entries(CLASSES).map(([name, { concerns, severity }]) => `${name} (${severity}): ${concerns}`)).toEqual(
    [
      'network (critical): the network between this monitor and the API',
      'content (warning): us: the request this monitor sends',
      'authorization (critical): our credentials',
      'server (critical): the provider: IXON Cloud',
      'throttled (warning): us, or whoever shares our address or quota',
      'intercepted (critical): something between us and the API that answers in its place',
      'inconclusive (warning): us: this monitor, or the network it stands in',
    ],
  );
});
