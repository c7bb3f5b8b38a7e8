import { describe, expect, test } from 'vitest';
import { startChoices } from '../../functions/local/start-options.ts';

const ARN = 'arn:aws:sns:eu-west-1:111122223333:alerts';

test.each([
  { given: {}, choices: { port: null, hasPage: true, topic: null } },
  { given: { port: '0' }, choices: { port: 0, hasPage: true, topic: null } },
  { given: { 'no-page': true }, choices: { port: null, hasPage: false, topic: null } },
  {
    given: { config: 'c', topic: ARN },
    choices: { port: null, hasPage: true, topic: { arn: ARN, region: 'eu-west-1' } },
  },
])('$given', ({ given, choices }) => {
  expect(startChoices(given)).toEqual(choices);
});

describe('wrong ones, all at once', () => {
  test.each([
    { given: { port: '65536' }, says: '--port must be a whole number from 0 (any free one) to 65535; found "65536"' },
    { given: { port: '80a' }, says: '--port must be a whole number' },
    { given: { port: '', topic: 'x' }, says: 'found ""\n--topic must be the ARN of a topic' },
    { given: { port: '1', 'no-page': true }, says: '--port and --no-page exclude each other' },
    { given: { topic: ARN }, says: '--topic goes with --config: nobody is told of a demonstration' },
  ])('$says', ({ given, says }) => {
    expect(() => startChoices(given)).toThrow(says);
  });
});
