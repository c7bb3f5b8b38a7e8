import { expect, test } from 'vitest';
import { tickExpression } from '../../lib/tick-expression.ts';

test.each([
  ['a minute', 60_000, 'cron(* * * * ? *)'],
  ['five minutes', 300_000, 'cron(0/5 * * * ? *)'],
  ['half an hour', 1_800_000, 'cron(0/30 * * * ? *)'],
  ['an hour', 3_600_000, 'cron(0 * * * ? *)'],
])('every %s', (_name, everyMs, expected) => {
  expect(tickExpression(everyMs).expressionString).toBe(expected);
});

test.each([
  ['shorter than a minute', 30_000],
  ['no whole minutes', 90_000],
  ['no divisor of an hour', 420_000],
  ['longer than an hour', 7_200_000],
  ['nothing', 0],
  ['not a number', NaN],
])('%s is refused with the value and what is allowed', (_name, everyMs) => {
  expect(() => tickExpression(everyMs)).toThrow(
    `the time between two ticks is ${everyMs} ms; allowed in AWS are whole minutes that divide an hour`,
  );
});
