import { DAY_MS, type EpochMs } from '../model/time.ts';
import { isUnseen, type Coverage } from './coverage.ts';
import type { Guard } from './explanation.ts';
import { BLOCK_MS, countsBetween, type FailingBlocks } from './failing-blocks.ts';
import { cyclesBefore, type Candidate, type LookBack } from './look-back.ts';
import { TOLERATED_NOISE_RATIO } from './lossy.ts';
import { nearest, wilson } from './statistics.ts';
import { weekdayAt } from './zone-offset.ts';

/** From this many windows on, the hits are compared with the plain share of failing probes. */
const COMPARED_WINDOWS = 5;

/**
 * Why a coincidence does not matter: inside its windows the target fails no more than tolerated noise, or windows are hit no
 * more often than a target that is down half of the time would hit any window. `null` when it does matter.
 */
export function withoutEffect(
  candidate: Candidate,
  blocks: FailingBlocks,
  coverage: Coverage,
  newest: EpochMs,
): Guard | null {
  if (windowRatio(candidate, blocks, coverage, newest) < TOLERATED_NOISE_RATIO) return 'within-noise';
  const { windows, hits, spanMs } = candidate;
  if (windows < COMPARED_WINDOWS) return null;
  const all = countsBetween(blocks, coverage, newest - spanMs, newest + BLOCK_MS);
  const isAbove = all.probes === 0 || wilson(hits, windows).low >= (1.2 * all.failing) / all.probes;
  return isAbove ? null : 'plain-share';
}

/** Share of the other days' windows that may be hit too before a weekly coincidence is rather a daily one. */
const OTHER_DAYS = 0.25;

/** Whether a weekly coincidence is one of some days of a daily rhythm, which needs more time to show. */
export function isRatherDaily({ list, coverage }: LookBack, candidate: Candidate, newest: EpochMs): boolean {
  const { periodMs, toleranceMs, windows, zone } = candidate;
  if (periodMs !== 7 * DAY_MS) return false;
  let others = 0;
  let hits = 0;
  for (let day = 1; day < 7 * windows; day++) {
    const centre = cyclesBefore(newest, day, DAY_MS, zone);
    if (day % 7 === 0 || isUnseen(coverage, centre - toleranceMs, centre + toleranceMs)) continue;
    others += 1;
    const at = list.starts[nearest(list.starts, centre)];
    if (at !== undefined && Math.abs(at - centre) <= toleranceMs) hits += 1;
  }
  return hits > OTHER_DAYS * others;
}

/** Share of failing probes in the quarter-hours that the candidate's windows touch. */
function windowRatio(candidate: Candidate, blocks: FailingBlocks, coverage: Coverage, newest: EpochMs): number {
  const { spanMs, periodMs, toleranceMs, zone, weekdays } = candidate;
  const windows = Math.round(spanMs / periodMs);
  let failing = 0;
  let probes = 0;
  let countedTo = -Infinity;
  for (let cycle = windows; cycle >= 0; cycle--) {
    const centre = cyclesBefore(newest, cycle, periodMs, zone);
    if (weekdays !== null && !weekdays.includes(weekdayAt(centre, zone))) continue;
    const from = Math.max(countedTo, Math.floor((centre - toleranceMs) / BLOCK_MS) * BLOCK_MS);
    const to = (Math.floor((centre + toleranceMs) / BLOCK_MS) + 1) * BLOCK_MS;
    if (to <= from) continue;
    const counts = countsBetween(blocks, coverage, from, to);
    failing += counts.failing;
    probes += counts.probes;
    countedTo = to;
  }
  return probes === 0 ? 1 : failing / probes;
}
