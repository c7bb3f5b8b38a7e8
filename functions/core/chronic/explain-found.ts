import { countedOf } from './confirm.ts';
import type { DetectorState } from './detector-state.ts';
import type { FoundExplanation, RhythmExplanation } from './explanation.ts';
import type { Found } from './found.ts';
import { LAYERS } from './layers.ts';
import { startOf, type Rhythm } from './rhythm.ts';
import { isOver } from './rhythm-life.ts';

/** What something was found by, and how it went on. */
export function explainFound(state: DetectorState, found: Found): FoundExplanation {
  const { id, kind, level, foundAt, endedAt, proof, provenBy } = found;
  const rhythms = state.rhythms.filter(({ findingId }) => findingId === id);
  const { windows, hits } = countedOf(state, found);
  const since = {
    windows: Math.max(0, windows - provenBy.windows),
    hits: Math.max(0, hits - provenBy.hits),
  };
  return {
    id,
    kind,
    level,
    foundAt,
    endedAt,
    proof,
    since: rhythms.length === 0 ? null : since,
    rhythms: rhythms.map(explainRhythm),
  };
}

function explainRhythm(rhythm: Rhythm): RhythmExplanation {
  const { stream, layer, periodMs, toleranceMs, windows, hits, missesInRow, controlHits, judgedCycle } = rhythm;
  const missesToEnd = missesBeforeEnd(rhythm);
  return {
    stream,
    layer: LAYERS[layer]?.name ?? '',
    periodMs,
    toleranceMs,
    windows,
    hits,
    missesInRow,
    missesToEnd,
    endsAt: startOf(rhythm, judgedCycle + missesToEnd - missesInRow),
    controlHits,
  };
}

/** Misses in a row at which a rhythm is over, by the rule that ends it. */
function missesBeforeEnd(rhythm: Rhythm): number {
  let misses = rhythm.missesInRow;
  while (!isOver({ ...rhythm, missesInRow: misses })) misses += 1;
  return misses;
}
