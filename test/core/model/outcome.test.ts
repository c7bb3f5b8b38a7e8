import { expect, test } from 'vitest';
import { HEALTHY, KINDS, failureName, isFailure, parseFailureName } from '../../../functions/core/model/outcome.ts';
import { REFUSED } from '../../support/builders.ts';

test('every name is read back as what it was', () => {
  for (const [failureClass, kinds] of Object.entries(KINDS)) {
    for (const kind of kinds) {
      expect(parseFailureName(`${failureClass}/${kind}`)).toEqual({ class: failureClass, kind });
    }
  }
  expect(failureName(REFUSED)).toBe('network/connect-refused');
});

test.each(['', 'network', 'network/', 'network/forbidden', 'healthy', 'constructor/name', 'Network/other'])(
  '"%s" is no name of a failure',
  (name) => {
    expect(parseFailureName(name)).toBeNull();
  },
);

test('health and a skipped target are no failures', () => {
  expect(isFailure(REFUSED)).toBe(true);
  expect(isFailure(HEALTHY)).toBe(false);
  expect(isFailure({ class: 'not-probed', reason: 'paused', until: null })).toBe(false);
});
