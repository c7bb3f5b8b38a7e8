import { describe, expect, test } from 'vitest';
import { mayColour, terminalStyle } from '../../../functions/local/terminal/terminal-style.ts';

const write = () => undefined;

describe('colour', () => {
  test.each([
    { name: 'a terminal', isTTY: true, environment: {}, expected: true },
    { name: 'a pipe', isTTY: false, environment: {}, expected: false },
    { name: 'NO_COLOR', isTTY: true, environment: { NO_COLOR: '1' }, expected: false },
    { name: 'NO_COLOR that is empty', isTTY: true, environment: { NO_COLOR: '' }, expected: true },
    { name: 'a dumb terminal', isTTY: true, environment: { TERM: 'dumb' }, expected: false },
    { name: 'FORCE_COLOR on a pipe', isTTY: false, environment: { FORCE_COLOR: '' }, expected: true },
    {
      name: 'FORCE_COLOR before NO_COLOR',
      isTTY: true,
      environment: { FORCE_COLOR: '1', NO_COLOR: '1' },
      expected: true,
    },
    { name: 'FORCE_COLOR=0', isTTY: true, environment: { FORCE_COLOR: '0' }, expected: false },
  ])('$name: $expected', ({ isTTY, environment, expected }) => {
    expect(mayColour({ isTTY }, environment)).toBe(expected);
  });
});

describe('Unicode, by the locale', () => {
  test.each([
    { environment: {}, expected: false },
    { environment: { LANG: 'C' }, expected: false },
    { environment: { LANG: 'nl_NL.UTF-8' }, expected: true },
    { environment: { LC_ALL: 'C', LANG: 'nl_NL.UTF-8' }, expected: false },
    { environment: { LC_ALL: '', LC_CTYPE: 'C.utf8', LANG: 'C' }, expected: true },
    { environment: { OS: 'Windows_NT' }, expected: true },
  ])('$environment: $expected', ({ environment, expected }) => {
    expect(terminalStyle({ write }, environment).isUnicode).toBe(expected);
  });
});

test.each([
  { name: 'that of the terminal', output: { isTTY: true, columns: 100, write }, columns: 100 },
  { name: '80 where it is not known', output: { isTTY: true, columns: 0, write }, columns: 80 },
  { name: '80 in a pipe, whatever it says', output: { isTTY: false, columns: 30, write }, columns: 80 },
  { name: 'no narrower than can be read', output: { isTTY: true, columns: 10, write }, columns: 40 },
  { name: 'no wider than can be read', output: { isTTY: true, columns: 400, write }, columns: 120 },
])('width: $name', ({ output, columns }) => {
  expect(terminalStyle(output, {}).columns).toBe(columns);
});
