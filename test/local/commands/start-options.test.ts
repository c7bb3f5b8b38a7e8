import { describe, expect, test } from 'vitest';
import { START_HELP, startOptions } from '../../../functions/local/commands/start/options.ts';

const ARN = 'arn:aws:sns:eu-west-1:111122223333:alerts';
const NONE = { config: undefined, port: null, hasPage: true, topic: null };

test.each([
  { args: [], options: NONE },
  { args: ['--port', '0'], options: { ...NONE, port: 0 } },
  { args: ['--no-page'], options: { ...NONE, hasPage: false } },
  {
    args: ['--config', 'c', '--topic', ARN],
    options: { ...NONE, config: 'c', topic: { arn: ARN, region: 'eu-west-1' } },
  },
  { args: ['--help', '--port', 'x'], options: null },
])('$args', ({ args, options }) => {
  expect(startOptions(args)).toEqual(options);
});

test.each(['--config', '--port', '--no-page', '--topic', '--help'])('the help tells %s', (option) => {
  expect(START_HELP).toContain(`  ${option} `);
});

describe('wrong ones, all at once', () => {
  test.each([
    { args: ['--port', '65536'], says: '--port must be a whole number from 0 (any free one) to 65535; found "65536"' },
    { args: ['--port', '80a'], says: '--port must be a whole number' },
    { args: ['--port=', '--topic', 'x'], says: 'found ""\n--topic must be the ARN of a topic' },
    { args: ['--port', '1', '--no-page'], says: '--port and --no-page exclude each other' },
    { args: ['--topic', ARN], says: '--topic goes with --config: nobody is told of a demonstration' },
    { args: ['--prot', '1', 'x'], says: 'start has no --prot (did you mean --port?)' },
  ])('$says', ({ args, says }) => {
    expect(() => startOptions(args)).toThrow(says);
  });
});
