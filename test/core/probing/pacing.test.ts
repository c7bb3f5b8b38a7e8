import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, MINUTE_MS, SECOND_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import { nextSlot } from '../../../functions/core/probing/pacing.ts';
import { TICK_AT } from '../../support/builders.ts';

const RATE = 10;
const SLOT_MS = SECOND_MS / RATE;
const RUN_MS = 110 * SECOND_MS;

/** The starts of a run that wants as many as it can have, from its beginning to the end of its time. */
function startsOf(tickAt: EpochMs, startedAt: EpochMs, waitsMs: readonly number[] = [], tickMs = MINUTE_MS): EpochMs[] {
  const starts: EpochMs[] = [];
  let after = startedAt;
  for (let last = -1; ;) {
    const { slot, startAt } = nextSlot(after, last, { tickAt, tickMs }, RATE);
    if (startAt > startedAt + RUN_MS) return starts;
    starts.push(startAt);
    last = slot;
    after = Math.max(after, startAt) + (waitsMs[starts.length] ?? 0);
  }
}

/** Up to where at most two late runs are under way beside the current one. */
const jitterMs = fc.integer({ min: 0, max: 69_999 });
const waitsMs = fc.array(fc.nat({ max: 3_000 }), { maxLength: 200 });

describe('all runs of a vantage together', () => {
  test('never start two requests in one slot, however late each begins and whatever it waits for', () => {
    const run = fc.record({ jitterMs, waitsMs });
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 6 }), (runs) => {
        const starts = runs.flatMap((one, index) => {
          const tickAt = TICK_AT + index * MINUTE_MS;
          return startsOf(tickAt, tickAt + one.jitterMs, one.waitsMs);
        });
        expect(new Set(starts).size).toBe(starts.length);
        expect(starts.every((startAt) => startAt % SLOT_MS === 0)).toBe(true);
      }),
    );
  });

  test('a run gets its starts in order, none before it is wanted', () => {
    fc.assert(
      fc.property(jitterMs, fc.array(fc.nat({ max: 5_000 }), { maxLength: 100 }), (jitter, waits) => {
        let last = -1;
        let after = TICK_AT + jitter;
        for (const wait of waits) {
          after += wait;
          const { slot, startAt } = nextSlot(after, last, { tickAt: TICK_AT, tickMs: MINUTE_MS }, RATE);
          expect(slot).toBeGreaterThan(last);
          expect(startAt).toBeGreaterThanOrEqual(after);
          last = slot;
        }
      }),
    );
  });

  test('no slot of a current run and its late predecessor is lost, once the one before that is over', () => {
    const late = startsOf(TICK_AT - MINUTE_MS, TICK_AT - MINUTE_MS);
    const all = [...late, ...startsOf(TICK_AT, TICK_AT)].filter((at) => at >= TICK_AT && at < TICK_AT + 15 * SECOND_MS);
    expect(all).toHaveLength(15 * RATE);
  });
});

describe('shares', () => {
  test('a current run owns four slots of five', () => {
    const starts = startsOf(TICK_AT, TICK_AT).filter((at) => at < TICK_AT + MINUTE_MS);
    expect(starts).toHaveLength(480);
    expect(starts.slice(0, 6).map((at) => at - TICK_AT)).toEqual([0, 100, 200, 300, 500, 600]);
  });

  test('a late one owns every fifth for 15 s, then every tenth', () => {
    const lates = startsOf(TICK_AT, TICK_AT).map((at) => at - TICK_AT - MINUTE_MS);
    expect(lates.filter((at) => at >= 0 && at < 15 * SECOND_MS)).toHaveLength(30);
    expect(lates.filter((at) => at >= 15 * SECOND_MS && at < 45 * SECOND_MS)).toHaveLength(30);
  });

  test('500 targets of one origin start within 70 s of a tick', () => {
    const last = startsOf(TICK_AT, TICK_AT)[499] ?? Number.NaN;
    expect(last - TICK_AT).toBeLessThanOrEqual(70 * SECOND_MS);
  });

  test.each([
    { name: 'of two minutes ago', tickAt: TICK_AT - 2 * MINUTE_MS, tickMs: MINUTE_MS },
    { name: 'of three minutes ago', tickAt: TICK_AT - 3 * MINUTE_MS, tickMs: MINUTE_MS },
    { name: 'of an hour ago', tickAt: TICK_AT - 60 * MINUTE_MS, tickMs: MINUTE_MS },
    { name: 'of a short tick', tickAt: TICK_AT - MINUTE_MS, tickMs: SECOND_MS },
    { name: 'of a long tick', tickAt: TICK_AT - 2 * DAY_MS, tickMs: DAY_MS },
  ])('a run $name still gets some', ({ tickAt, tickMs }) => {
    expect(startsOf(tickAt, TICK_AT, [], tickMs).length).toBeGreaterThanOrEqual(60);
  });
});
