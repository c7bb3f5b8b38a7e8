import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../functions/core/model/time.ts';
import { shardIn, tickOf } from '../../functions/core/schedule-event.ts';

const AT = Date.UTC(2026, 2, 1, 10, 7, 0);

describe('the tick of an event', () => {
  test.each([
    { name: 'a whole minute', tickAt: '2026-03-01T10:07:00Z', tickMs: MINUTE_MS, tick: AT },
    { name: 'seconds late', tickAt: '2026-03-01T10:07:59.999Z', tickMs: MINUTE_MS, tick: AT },
    { name: 'a zone of its own', tickAt: '2026-03-01T11:07:00+01:00', tickMs: MINUTE_MS, tick: AT },
    { name: 'a tick of an hour', tickAt: '2026-03-01T10:07:00Z', tickMs: HOUR_MS, tick: Date.UTC(2026, 2, 1, 10) },
    { name: 'a tick of 5 s', tickAt: '2026-03-01T10:07:04.999Z', tickMs: 5000, tick: AT },
  ])('$name', ({ tickAt, tickMs, tick }) => {
    expect(tickOf({ tickAt, other: 1 }, tickMs, Date.parse)).toBe(tick);
  });

  test.each([
    { name: 'nothing', event: undefined, found: 'found nothing' },
    { name: 'null', event: null, found: 'found nothing' },
    { name: 'text', event: '2026-03-01T10:07:00Z', found: 'found nothing' },
    { name: 'no time', event: { time: '2026-03-01T10:07:00Z' }, found: 'found nothing' },
    { name: 'a number', event: { tickAt: AT }, found: `found ${AT}` },
    { name: 'an empty text', event: { tickAt: '' }, found: 'found ""' },
    { name: 'a placeholder that was not filled in', event: { tickAt: '<scheduled>' }, found: 'found "<scheduled>"' },
    { name: 'no such day', event: { tickAt: '2026-13-01T00:00:00Z' }, found: 'found "2026-13-01T00:00:00Z"' },
    { name: 'a member that is null', event: { tickAt: null }, found: 'found null' },
  ])('$name is refused, with what is allowed', ({ event, found }) => {
    const act = () => tickOf(event, MINUTE_MS, Date.parse);
    expect(act).toThrow(TypeError);
    expect(act).toThrow(`event.tickAt must be an ISO 8601 time like "2026-03-01T00:01:00Z"; ${found}`);
  });
});

describe('the shard of an event', () => {
  test.each([
    { name: 'named', event: { tickAt: '2026-03-01T10:07:00Z', shard: 3 }, shard: 3 },
    { name: 'not named: the first', event: { tickAt: '2026-03-01T10:07:00Z' }, shard: 0 },
    { name: 'of no event: the first', event: null, shard: 0 },
  ])('$name', ({ event, shard }) => {
    expect(shardIn(event)).toBe(shard);
  });

  test.each([-1, 1.5, '1', null, Number.NaN])('%s is refused', (shard) => {
    expect(() => shardIn({ shard })).toThrow(/event.shard must be a whole number from 0; found /);
  });
});
