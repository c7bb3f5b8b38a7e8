import { CALENDAR_PERIODS } from './candidate-periods.ts';
import type { DetectorState } from './detector-state.ts';
import type { Judged, TestExplanation } from './explanation.ts';
import type { ChronicPolicy } from './finding.ts';
import { judgeCandidate, layerLook, measureCandidate, type LayerLook } from './judge-candidate.ts';
import { LAYERS } from './layers.ts';
import { isEnough, lookBack, shortestPeriodMs, type Candidate } from './look-back.ts';
import { hitsOf } from './refine.ts';
import type { Stream } from './stream.ts';

/** Coincidences that are shown of each look. */
const SHOWN = 3;
/** A first coincidence takes a start with one before and one more. */
const FEWEST_STARTS = 3;
const ASKS =
  'Did failures also start one period ago, two periods ago, and so on, more often than chance would have it?';

/** The look-back of a layer of a stream as it was asked last, at the newest start, and what was short of a pattern. */
export function explainLayer(
  state: DetectorState,
  stream: Stream,
  layer: number,
  policy: ChronicPolicy,
): TestExplanation | null {
  const newest = stream.lists[layer]?.starts.at(-1) ?? null;
  const lookedAt = stream.lookedAt[layer] ?? null;
  const now = newest === null ? null : Math.max(newest, lookedAt ?? newest);
  const looking = layerLook(state, stream, layer, now ?? state.coverage.lastAt ?? 0, policy);
  if (looking === null) return null;
  const candidates = onePerPeriod(lookBack({ ...looking.look, lnInteresting: Infinity }))
    .slice(0, SHOWN)
    .map((candidate) => judged(state, looking, candidate));
  const [chief] = candidates;
  return { ...(chief ?? withoutCandidates(looking, now)), asks: ASKS, candidates };
}

/** Periods nearer to each other than this are one. */
const SAME_PERIOD = 0.01;

/** The least probable of those with the same period and days. */
function onePerPeriod(candidates: readonly Candidate[]): readonly Candidate[] {
  const kept: Candidate[] = [];
  for (const one of candidates) {
    const isKnown = kept.some(
      ({ periodMs, weekdays }) =>
        Math.abs(periodMs / one.periodMs - 1) < SAME_PERIOD && (weekdays === null) === (one.weekdays === null),
    );
    if (!isKnown) kept.push(one);
  }
  return kept;
}

function judged(state: DetectorState, looking: LayerLook, candidate: Candidate): Judged {
  const measured = measureCandidate(looking, candidate);
  const judgement = judgeCandidate(state, looking, candidate);
  const isInteresting = candidate.lnChance <= looking.lnSuspected;
  switch (judgement.step) {
    case 'pass':
      return { ...measured, verdict: 'no', guard: judgement.guard };
    case 'confirm':
      return judgement.draft === 'unsteady'
        ? { ...measured, verdict: 'near', guard: 'unsteady' }
        : { ...measured, verdict: 'found', guard: null };
    case 'suspect':
    case 'hold':
      return { ...measured, verdict: isInteresting ? 'near' : 'no', guard: judgement.guard };
  }
}

/** What a layer lacks in which no period was hit often enough to be scored. */
function withoutCandidates(looking: LayerLook, at: number | null): Judged {
  const { look, stream, layer, streams, looksPerYear } = looking;
  const starts = look.list.starts.length;
  const base = { test: 'look-back', stream: stream.name, variant: LAYERS[layer]?.name ?? null, at } as const;
  if (starts < FEWEST_STARTS) {
    const counted = { statistic: 'starts', value: starts, threshold: FEWEST_STARTS, evidence: { starts } } as const;
    return { ...base, ...counted, verdict: 'not enough evidence', guard: 'too-few-starts' };
  }
  const nearest = nearestPeriod(looking);
  if (nearest === null) {
    const chance = { statistic: 'lnChance', value: null, threshold: looking.lnConfirmed } as const;
    return { ...base, ...chance, evidence: { starts, looksPerYear, streams }, verdict: 'no', guard: 'no-coincidence' };
  }
  const { hits, needed, ...evidence } = nearest;
  const counted = {
    statistic: 'hits',
    value: hits,
    threshold: needed,
    evidence: { ...evidence, hits, starts },
  } as const;
  return { ...base, ...counted, verdict: 'no', guard: 'too-few-hits' };
}

/** The usual period whose windows were hit nearest to often enough; `null` when none was hit. */
function nearestPeriod({ look, newest }: LayerLook) {
  const { coverage, grain, list } = look;
  const shortest = shortestPeriodMs(coverage.intervalMs, grain.resolutionMs);
  const toleranceMs = grain.tolerancesMs[0] ?? grain.resolutionMs;
  const spanMs = newest - (list.starts[0] ?? newest);
  const tried = CALENDAR_PERIODS.filter(({ periodMs }) => periodMs >= shortest).flatMap(({ periodMs }) => {
    const { hits, seen } = hitsOf(look, list, newest, periodMs, toleranceMs, spanMs, 'UTC');
    if (hits.length === 0) return [];
    const windows = seen.length;
    // Two windows more than there are, for a period of which so few were seen that even all of them are not enough.
    const counts = Array.from({ length: windows + 2 }, (_, count) => count + 1);
    const needed = counts.find((count) => isEnough(count, Math.max(windows, count), periodMs)) ?? windows + 2;
    return [{ periodMs, toleranceMs, windows, hits: hits.length, needed }];
  });
  return tried.toSorted((a, b) => b.hits / b.needed - a.hits / a.needed)[0] ?? null;
}
