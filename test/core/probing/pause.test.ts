import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../functions/core/model/time.ts';
import { DEFAULT_PAUSE_MS, pauseUntil } from '../../../functions/core/probing/pause.ts';
import { TICK_AT } from '../../support/builders.ts';

/** 2026-03-01T00:00:00Z, a Sunday. */
const AT = TICK_AT;

test.each<{ retryAfter: string | undefined; waitMs: number }>([
  { retryAfter: undefined, waitMs: DEFAULT_PAUSE_MS },
  { retryAfter: '', waitMs: DEFAULT_PAUSE_MS },
  { retryAfter: '120', waitMs: 2 * MINUTE_MS },
  { retryAfter: ' 5 ', waitMs: 5 * SECOND_MS },
  { retryAfter: '0', waitMs: DEFAULT_PAUSE_MS },
  { retryAfter: '3600', waitMs: HOUR_MS },
  { retryAfter: '3601', waitMs: HOUR_MS },
  { retryAfter: '9'.repeat(400), waitMs: DEFAULT_PAUSE_MS },
  { retryAfter: 'Sun, 01 Mar 2026 00:03:00 GMT', waitMs: 3 * MINUTE_MS },
  { retryAfter: 'Sunday, 01-Mar-26 00:03:00 GMT', waitMs: 3 * MINUTE_MS },
  { retryAfter: 'Mon, 02 Mar 2026 00:00:00 GMT', waitMs: HOUR_MS },
  { retryAfter: 'Sat, 28 Feb 2026 23:59:59 GMT', waitMs: DEFAULT_PAUSE_MS },
  { retryAfter: '-5', waitMs: DEFAULT_PAUSE_MS },
  { retryAfter: '1.5', waitMs: DEFAULT_PAUSE_MS },
  { retryAfter: 'soon', waitMs: DEFAULT_PAUSE_MS },
  { retryAfter: '120, 120', waitMs: DEFAULT_PAUSE_MS },
])('Retry-After "$retryAfter"', ({ retryAfter, waitMs }) => {
  expect(pauseUntil(retryAfter, AT) - AT).toBe(waitMs);
});

test('a date that is all but over is kept for a second', () => {
  expect(pauseUntil('Sun, 01 Mar 2026 00:00:00 GMT', AT - 10)).toBe(AT - 10 + SECOND_MS);
});
