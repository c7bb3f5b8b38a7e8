import { describe, expect, test } from 'vitest';
import { RunFaultsError, runFault } from '../../functions/core/fault-report.ts';

describe('a fault of our own', () => {
  test.each([
    { name: 'an error', cause: new TypeError('no such table'), error: 'TypeError: no such table' },
    { name: 'text', cause: 'gone', error: 'gone' },
    { name: 'nothing', cause: undefined, error: 'undefined' },
  ])('from $name', ({ cause, error }) => {
    expect(runFault('The run could not be stored', 'Check the table.', cause)).toEqual({
      what: 'The run could not be stored',
      error,
      remedy: 'Check the table.',
    });
  });
});

test('the error of a run names every fault with its remedy, one a line', () => {
  const error = new RunFaultsError([
    runFault('The run could not be stored', 'Check the table.', new Error('throttled')),
    runFault('The topic could not be reached', 'Check the grants.', new Error('denied')),
  ]);
  expect(error).toBeInstanceOf(Error);
  expect(error.name).toBe('RunFaultsError');
  expect(error.message).toBe(
    'The run could not be stored: Error: throttled. Check the table.\n' +
      'The topic could not be reached: Error: denied. Check the grants.',
  );
});
