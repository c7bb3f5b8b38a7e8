import { expect, test } from 'vitest';
import { DEFAULT_RATE_LIMIT, rateLimiter } from '../../../functions/local/simulator/rate-limit.ts';

const LIMIT = { perSecond: 2, lockOutMs: 10_000, sendsRetryAfter: true };

/** What each request got, given the times at which they came. */
function statuses(timesMs: readonly number[]): (number | null)[] {
  const limiter = rateLimiter(LIMIT);
  return timesMs.map((at) => limiter.refuse(at)?.status ?? null);
}

test.for([
  { name: 'as many as allowed', at: [0, 999], got: [null, null] },
  { name: 'one too many within a second', at: [0, 500, 999], got: [null, null, 429] },
  { name: 'the same number over more than a second', at: [0, 500, 1000], got: [null, null, null] },
  { name: 'the window slides', at: [0, 900, 1000, 1100], got: [null, null, null, 429] },
  { name: 'locked out until the very end', at: [0, 0, 0, 9_999, 10_000], got: [null, null, 429, 429, null] },
  {
    name: 'a request during the lock-out does not prolong it',
    at: [0, 0, 0, 9_000, 10_001],
    got: [null, null, 429, 429, null],
  },
  {
    name: 'counting starts afresh after it',
    at: [0, 0, 0, 10_000, 10_000, 10_000],
    got: [null, null, 429, null, null, 429],
  },
])('$name', ({ at, got }) => {
  expect(statuses(at)).toEqual(got);
});

test('a refusal is an error envelope and says how long to wait, rounded up', () => {
  const limiter = rateLimiter({ ...LIMIT, perSecond: 0 });
  limiter.refuse(0);
  const refusal = limiter.refuse(1_001);
  expect(refusal?.headers['retry-after']).toBe('9');
  expect(JSON.parse(refusal?.body ?? '')).toMatchObject({ status: 'error', data: [{ message: 'Too Many Requests' }] });
});

test('by default 30 requests a second are answered, then none for ten minutes, and nobody says how long', () => {
  const limiter = rateLimiter(DEFAULT_RATE_LIMIT);
  const first = Array.from({ length: 30 }, () => limiter.refuse(0));
  expect(first.every((refusal) => refusal === null)).toBe(true);
  expect(limiter.refuse(0)?.headers).toEqual({ 'content-type': 'application/json' });
  expect(limiter.refuse(599_999)).not.toBeNull();
  expect(limiter.refuse(600_000)).toBeNull();
});
