import { expect, test } from 'vitest';
import { withoutToken } from '../../../functions/core/probing/without-token.ts';
import { answered } from '../../support/observations.ts';

const TOKEN = 'PlantedTokenPlantedTokenPlanted1';

test.each([
  { name: 'twice in the body', body: `a ${TOKEN} b ${TOKEN}`, via: 'proxy', is: ['a [token] b [token]', 'proxy'] },
  { name: 'in a header', body: 'x', via: `proxy (Bearer ${TOKEN})`, is: ['x', 'proxy (Bearer [token])'] },
])('a token that was sent back $name is blotted out', ({ body, via, is }) => {
  const { answer } = answered(403, body, { headers: { via } });
  if (answer === null) throw new Error('an answer has an answer');
  const clean = withoutToken(answer, `Bearer ${TOKEN}`);
  expect([clean.body, clean.headers.via]).toEqual(is);
  expect(clean.bodyBytes).toBe(body.length);
});

test.each([
  { name: 'it holds no token', authorization: `Bearer ${TOKEN}` },
  { name: 'no token was sent', authorization: undefined },
  { name: 'the token is too short to be a secret', authorization: 'Bearer success' },
])('an answer is left alone when $name', ({ authorization }) => {
  const { answer } = answered(200, '{"status":"success"}');
  if (answer === null) throw new Error('an answer has an answer');
  expect(withoutToken(answer, authorization)).toBe(answer);
});
