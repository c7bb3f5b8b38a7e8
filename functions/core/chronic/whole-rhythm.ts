import { DAY_MS, type EpochMs } from '../model/time.ts';
import type { DetectorState } from './detector-state.ts';
import { isUnrelated } from './explain-away.ts';
import { shortestPeriodMs, type Candidate, type LookBack } from './look-back.ts';
import { emptyOnsets } from './onset-list.ts';
import { hitsOf, type Hits } from './refine.ts';
import type { Rhythm } from './rhythm.ts';
import type { Stream } from './stream.ts';

const WEEK_MS = 7 * DAY_MS;
/** Share of its windows that a rhythm hits which days of the week are parts of. */
const KEPT_DAYS = 0.9;

/**
 * Several rhythms with commensurate periods may be parts of one faster rhythm: tested on all starts, those that the parts
 * account for included. Days of the week are parts of nothing that most days are spared by.
 */
export function wholeOf(
  state: DetectorState,
  stream: Stream,
  look: LookBack,
  candidate: Candidate,
  alone: Hits,
  newest: EpochMs,
): { readonly hits: Hits; readonly parts: readonly Rhythm[] } {
  const related = state.rhythms.filter(
    (rhythm) => !isUnrelated(rhythm.stream, stream.name) && ratioOf(alone.periodMs, rhythm.periodMs) !== null,
  );
  const [first] = related;
  const ratio = first === undefined ? null : ratioOf(alone.periodMs, first.periodMs);
  if (ratio === null) return { hits: alone, parts: [] };
  const all = { ...emptyOnsets(), starts: stream.onsets.filter((at) => at <= newest) };
  const { toleranceMs, zone } = candidate;
  const spanMs = Math.min(
    newest - (all.starts[0] ?? newest),
    candidate.windows * candidate.periodMs,
    40 * alone.periodMs,
  );
  const of = (periodMs: number) => hitsOf(look, all, newest, periodMs, toleranceMs, spanMs, zone);
  const shortest = Math.max(shortestPeriodMs(look.coverage.intervalMs, look.grain.resolutionMs), 2.5 * toleranceMs);
  const slow = of(alone.periodMs);
  const areDays = [alone, ...related].every(({ periodMs }) => periodMs === WEEK_MS);
  let best: Hits | null = null;
  const divisors = [1, 2, 3, 4, 5, 6, 7, 8];
  const periods = new Set([
    ...divisors.map((divisor) => alone.periodMs / ratio / divisor),
    ...divisors.map((divisor) => alone.periodMs / divisor),
  ]);
  for (const periodMs of periods) {
    if (periodMs < shortest || periodMs > 0.75 * alone.periodMs) continue;
    const faster = of(periodMs);
    if (areDays && faster.hits.length < KEPT_DAYS * faster.seen.length) continue;
    const limit = best?.lnChance ?? slow.lnChance - 2;
    if (faster.hits.length >= 1.5 * slow.hits.length && faster.lnChance < limit) best = faster;
  }
  return best === null ? { hits: alone, parts: [] } : { hits: best, parts: related };
}

const MOST_RATIO = 7;
/** How many times the common fast period goes into the first of two periods, when both are small multiples of one; else `null`. */
function ratioOf(periodMs: number, otherMs: number): number | null {
  let best: number | null = null;
  let closest = 0.012;
  for (let a = 1; a <= MOST_RATIO; a++) {
    for (let b = 1; b <= MOST_RATIO; b++) {
      const off = Math.abs(((periodMs / otherMs) * b) / a - 1);
      if (off < closest - 1e-9) {
        closest = off;
        best = a;
      }
    }
  }
  return best;
}
