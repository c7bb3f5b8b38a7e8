import { describe, expect, test } from 'vitest';
import { readOptions } from '../../../functions/local/commands/read-options.ts';

const OPTIONS = { file: { type: 'string' }, all: { type: 'boolean' }, other: { type: 'boolean' } } as const;

const read = (args: readonly string[]) => {
  const { values, positionals, faults } = readOptions(args, OPTIONS, ([word = 'list']) => ({
    name: word,
    allowed: ['file', 'all'],
  }));
  return { values: { ...values }, positionals, faults };
};

test('values and words', () => {
  expect(read(['show', '--file', 'x', 'a', '--all', '-'])).toEqual({
    values: { file: 'x', all: true },
    positionals: ['show', 'a', '-'],
    faults: [],
  });
});

test('after -- all are words', () => {
  expect(read(['--', '--foo'])).toEqual({ values: {}, positionals: ['--foo'], faults: [] });
});

describe('what is wrong is told, all of it, with what is allowed; the rest is read', () => {
  test.each([
    { args: ['list', '--foo'], faults: ['list has no --foo; allowed are --file, --all'] },
    { args: ['list', '--foo=1', '--foo'], faults: ['list has no --foo; allowed are --file, --all'] },
    { args: ['list', '--other'], faults: ['list has no --other; allowed are --file, --all'] },
    { args: ['list', '-f'], faults: ['list has no -f; allowed are --file, --all'] },
    { args: ['list', '--file'], faults: ['--file needs a value'] },
    {
      args: ['list', '--file', '--foo'],
      faults: ['--file needs a value; found "--foo", which --file=--foo would take for one'],
    },
    { args: ['list', '--all=yes'], faults: ['--all takes no value; found "yes"'] },
    {
      args: ['list', '--all=yes', '--foo', '--file'],
      faults: [
        '--all takes no value; found "yes"',
        'list has no --foo; allowed are --file, --all',
        '--file needs a value',
      ],
    },
  ])('$args', ({ args, faults }) => {
    expect(read(args)).toEqual({ values: {}, positionals: ['list'], faults });
  });

  test('a value that begins like an option can be given', () => {
    expect(read(['--file=-x', '--foo'])).toMatchObject({ values: { file: '-x' }, faults: [expect.anything()] });
  });
});
