import type { HttpAnswer } from '../model/observation.ts';

/** Stands where a server has repeated our token. */
const PLACEHOLDER = '[token]';

/** Anything shorter is no secret, and would be found in words that have nothing to do with it. */
const SHORTEST_TOKEN = 8;

/**
 * An answer in which a token that the server repeated, as debug pages and careless error messages do, is blotted out, so
 * that it reaches no log, record or message. The answer itself when it holds none.
 *
 * @param authorization the header that was sent: a type, a space and the token
 */
export function withoutToken(answer: HttpAnswer, authorization: string | undefined): HttpAnswer {
  const token = authorization?.replace(/^\S+ +/, '') ?? '';
  if (token.length < SHORTEST_TOKEN) return answer;
  const headers = Object.entries(answer.headers);
  if (!answer.body.includes(token) && !headers.some(([, value]) => value.includes(token))) return answer;
  return {
    ...answer,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, value.replaceAll(token, PLACEHOLDER)])),
    body: answer.body.replaceAll(token, PLACEHOLDER),
  };
}
