import type { EpochMs } from '../model/time.ts';
import type { DetectorState } from './detector-state.ts';
import { isRatherDaily, withoutEffect } from './effect-size.ts';
import type { Guard, Measurement } from './explanation.ts';
import type { ChronicPolicy } from './finding.ts';
import { foundRhythm, type FoundRhythm } from './found-rhythm.ts';
import { LAYERS } from './layers.ts';
import type { Candidate, LookBack } from './look-back.ts';
import { mayBeBadAddress } from './one-bad-address.ts';
import { thresholdsOf, type Thresholds } from './spending.ts';
import type { Stream } from './stream.ts';

/** What a layer of a stream is looked at with, at a moment. */
export interface LayerLook extends Thresholds {
  readonly look: LookBack;
  readonly stream: Stream;
  readonly layer: number;
  readonly newest: EpochMs;
  /** Streams that the tolerance is split over. */
  readonly streams: number;
}

/** How a layer of a stream is looked at; `null` for a layer that does not exist. */
export function layerLook(
  state: DetectorState,
  stream: Stream,
  layer: number,
  now: EpochMs,
  policy: ChronicPolicy,
): LayerLook | null {
  const list = stream.lists[layer];
  const shape = LAYERS[layer];
  if (list === undefined || shape === undefined) return null;
  const { coverage } = state;
  const observedMs = now - (coverage.firstAt ?? now);
  const streams = Object.keys(state.streams).length;
  const thresholds = thresholdsOf(list, layer, policy.falseAlarmsPerTargetYear, streams, observedMs, now);
  const grain = shape.grain(coverage.intervalMs);
  const look = { list, grain, coverage, zone: policy.zone, now, lnInteresting: thresholds.lnSuspected };
  return { ...thresholds, look, stream, layer, newest: list.starts.at(-1) ?? now, streams };
}

/** What becomes of a coincidence: it says nothing, is suspected, is held back for now, or is confirmed. */
export type Judgement =
  | { readonly step: 'pass'; readonly guard: Guard }
  | { readonly step: 'suspect'; readonly guard: Guard | null }
  | { readonly step: 'hold'; readonly guard: Guard }
  | { readonly step: 'confirm'; readonly draft: FoundRhythm | 'unsteady' };

/** Judges a coincidence by all that the look-back test does not know of. */
export function judgeCandidate(state: DetectorState, layerLook: LayerLook, candidate: Candidate): Judgement {
  const { look, stream, layer, newest, lnConfirmed } = layerLook;
  const passed = withoutEffect(candidate, stream.blocks, state.coverage, newest);
  if (passed !== null) return { step: 'pass', guard: passed };
  if (candidate.lnChance > lnConfirmed) return { step: 'suspect', guard: null };
  if (isRatherDaily(look, candidate, newest)) return { step: 'suspect', guard: 'rather-daily' };
  if (mayBeBadAddress(state.addresses)) return { step: 'hold', guard: 'may-be-bad-address' };
  const draft = foundRhythm(state, stream, layer, look, candidate);
  return draft === null ? { step: 'hold', guard: 'unclear' } : { step: 'confirm', draft };
}

/** A coincidence as a measurement. */
export function measureCandidate(layerLook: LayerLook, candidate: Candidate): Measurement {
  const { stream, layer, look, lnConfirmed, lnSuspected, looksPerYear, streams } = layerLook;
  const { lnChance, weekdays, ...evidence } = candidate;
  return {
    test: 'look-back',
    stream: stream.name,
    variant: LAYERS[layer]?.name ?? null,
    statistic: 'lnChance',
    value: lnChance,
    threshold: lnConfirmed,
    at: look.now,
    evidence: { ...evidence, weekdays, lnSuspected, looksPerYear, streams, starts: look.list.starts.length },
  };
}
