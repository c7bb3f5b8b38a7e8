import { predictedStarts } from '../chronic/predicted-starts.ts';
import type { Problem } from '../model/problem.ts';
import { DAY_MS, HOUR_MS, type EpochMs } from '../model/time.ts';

/** When a chronic problem is expected to fail: from the earliest start to the latest end. */
export interface ExpectedStrike {
  readonly problem: Problem;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** What is coming: the time looked at, and every window in it that is not over, the next first. */
export interface ExpectedStrikes {
  readonly now: EpochMs;
  readonly until: EpochMs;
  readonly strikes: readonly ExpectedStrike[];
}

/** The shortest is taken in which every problem strikes. */
const HORIZONS_MS = [6 * HOUR_MS, DAY_MS, 8 * DAY_MS] as const;
/** Of one problem; what strikes more often is a grey bar anyway. */
const MOST_STRIKES = 300;

/** The coming windows of all open chronic problems. */
export function expectedStrikes(problems: readonly Problem[], now: EpochMs): ExpectedStrikes {
  const open = problems.filter(({ nature, closedAs, pattern }) => {
    return nature === 'chronic' && closedAs === null && (pattern?.nextExpected ?? null) !== null;
  });
  const farthest = HORIZONS_MS.at(-1) ?? DAY_MS;
  const firsts = open.flatMap((problem) => strikesOf(problem, now, now + farthest, 1));
  const needMs = Math.max(0, ...firsts.map(({ from }) => from - now));
  const until = now + (HORIZONS_MS.find((ms) => ms >= needMs) ?? farthest);
  const strikes = open.flatMap((problem) => strikesOf(problem, now, until, MOST_STRIKES));
  return { now, until, strikes: strikes.toSorted((a, b) => a.from - b.from || a.to - b.to) };
}

/** Also the window that is under way. */
function strikesOf(problem: Problem, now: EpochMs, until: EpochMs, most: number): readonly ExpectedStrike[] {
  const { pattern } = problem;
  const window = pattern?.nextExpected ?? null;
  if (pattern === null || window === null) return [];
  const [beforeMs, lengthMs] = [pattern.toleranceMs ?? 0, window.to - window.from];
  const strikes: ExpectedStrike[] = [];
  let after = now - lengthMs;
  while (strikes.length < most) {
    const starts = predictedStarts(pattern, after, until);
    const last = starts.at(-1);
    if (last === undefined) break;
    const windows = starts.map((start) => ({ problem, from: start - beforeMs, to: start - beforeMs + lengthMs }));
    strikes.push(...windows.filter(({ to }) => to > now));
    after = last + beforeMs + 1;
  }
  return strikes.slice(0, most);
}
