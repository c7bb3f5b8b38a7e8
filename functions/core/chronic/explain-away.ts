import type { EpochMs } from '../model/time.ts';
import { noLoss } from './lossy.ts';
import type { DetectorState } from './detector-state.ts';
import { BLOCK_MS } from './failing-blocks.ts';
import { LAYERS } from './layers.ts';
import { withoutOnsets } from './onset-list.ts';
import { withoutOutages } from './recurring.ts';
import { predicts, type Rhythm } from './rhythm.ts';
import type { Stream } from './stream.ts';

/**
 * Takes the failures that a new rhythm accounts for out of the evidence since `from`, so that what is left can be looked at
 * by itself (CLEAN, Högbom 1974). Without this every pattern is found again as its multiples, and as a raised rate.
 */
export function explainAway(state: DetectorState, rhythm: Rhythm, from: EpochMs): void {
  const isExplained = (at: EpochMs) => at >= from && predicts(rhythm, at);
  for (const stream of Object.values(state.streams)) {
    if (isUnrelated(stream.name, rhythm.stream)) continue;
    withoutExplained(stream, state.coverage.intervalMs, from, isExplained);
  }
  const firstAt = state.coverage.firstAt ?? from;
  withoutOutages(state.outages, isExplained, firstAt);
  state.loss = noLoss();
  state.backgrounds = {};
}

/** Streams of different classes or phases share no failures; a class holds its phases, and `any` holds all. */
export function isUnrelated(one: string, other: string): boolean {
  return one !== 'any' && other !== 'any' && !one.startsWith(other) && !other.startsWith(one);
}

function withoutExplained(
  stream: Stream,
  intervalMs: number,
  from: EpochMs,
  isExplained: (at: EpochMs) => boolean,
): void {
  stream.lists.forEach((list, layer) => {
    const { resolutionMs } = LAYERS[layer]?.grain(intervalMs) ?? { resolutionMs: intervalMs };
    // A hot stretch is dated to the quarter or hour in which its failures lie somewhere.
    const slackMs = resolutionMs > intervalMs ? resolutionMs : 0;
    const isOurs = (start: EpochMs) =>
      isExplained(start) || (slackMs > 0 && (isExplained(start + slackMs / 2) || isExplained(start + slackMs)));
    stream.lists[layer] = withoutOnsets(list, from, isOurs);
  });
  const { starts, failing, onsets } = stream.blocks;
  const stepMs = Math.max(60_000, intervalMs);
  const left: number[] = [];
  starts.forEach((start, i) => {
    let isOurs = false;
    for (let at = start; at < start + BLOCK_MS && !isOurs; at += stepMs) isOurs = isExplained(at);
    if (!isOurs) left.push(i);
  });
  stream.blocks = {
    starts: left.map((i) => starts[i] ?? 0),
    failing: left.map((i) => failing[i] ?? 0),
    onsets: left.map((i) => onsets[i] ?? 0),
  };
  stream.hotQuarterEnd = null;
  stream.hotHourEnd = null;
}
