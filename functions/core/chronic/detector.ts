import { DAY_MS, HOUR_MS, type EpochMs } from '../model/time.ts';
import { busyHours } from './busy-hours.ts';
import { adopt, confirm, suspect } from './confirm.ts';
import { cover } from './coverage.ts';
import type { DetectorState } from './detector-state.ts';
import type { Evidence, EvidenceFailure } from './evidence.ts';
import { BLOCK_MS, backgroundRatio } from './failing-blocks.ts';
import type { ChronicPolicy, FindingEvent } from './finding.ts';
import { countFailure } from './found.ts';
import { busyRhythm } from './busy-rhythm.ts';
import { nameOf } from './failure-names.ts';
import { judgeCandidate, layerLook } from './judge-candidate.ts';
import { LAYERS } from './layers.ts';
import { lookBack } from './look-back.ts';
import { addOnset, emptyOnsets } from './onset-list.ts';
import { countAddresses } from './one-bad-address.ts';
import { measureBusyHours } from './measure-rates.ts';
import { closeRates, foldEpisode, foldFailing, foldSuccess } from './rates.ts';
import { predicts, type Rhythm } from './rhythm.ts';
import { control, hit } from './rhythm-life.ts';
import { keepUp } from './rhythm-upkeep.ts';
import { ANY, sortStreams, streamsOf } from './sorts.ts';
import { NEAR_INTERVALS, closeBlock, fail, type Stream } from './stream.ts';
import { activeRate } from './under-way.ts';
import { zoneOffsetMs } from './zone-offset.ts';

const NOTHING: readonly FindingEvent[] = [];
/** A background ratio is good for this long. */
const BACKGROUND_MS = 4 * HOUR_MS;
/** While failures are known to come at a raised rate, every layer is tested no more often: they are many, and say little. */
const RATE_LOOK_MS = 4 * HOUR_MS;

/**
 * Adds what a probe contributes, and returns what changed about the findings. Probes of a target must come in order of time;
 * one that is not later than the last changes nothing.
 */
export function observe(state: DetectorState, evidence: Evidence, policy: ChronicPolicy): readonly FindingEvent[] {
  const { at, failures } = evidence;
  const { coverage } = state;
  if (coverage.lastAt !== null && at <= coverage.lastAt) return NOTHING;
  const events: FindingEvent[] = [];
  const blockStart = Math.floor(at / BLOCK_MS) * BLOCK_MS;
  if (blockStart !== state.blockStart) {
    if (state.blockStart !== null) endBlock(state, state.blockStart, blockStart, policy, events);
    state.blockStart = blockStart;
  }
  const afterGap = cover(coverage, at);
  countAddresses(state.addresses, evidence);
  if (failures.length === 0) {
    foldSuccess(state, at, events);
    for (const stream of Object.values(state.streams)) stream.isDown = false;
  } else {
    sortStreams(state, failures);
    foldFailures(state, evidence, afterGap, policy, events);
  }
  return events.length === 0 ? NOTHING : events;
}

function foldFailures(
  state: DetectorState,
  evidence: Evidence,
  afterGap: boolean,
  policy: ChronicPolicy,
  events: FindingEvent[],
): void {
  const { at, failures } = evidence;
  const { coverage } = state;
  const names = streamsOf(state, failures);
  const [first] = failures;
  const isBadAddress = foldFailing(state, evidence, events);
  const by = isBadAddress ? null : explaining(state, names, at);
  if (by !== null) {
    hit(by, at, LAYERS[by.layer]?.grain(coverage.intervalMs).resolutionMs ?? coverage.intervalMs);
  } else if (!isBadAddress) {
    for (const rhythm of state.rhythms) if (names.includes(rhythm.stream)) control(rhythm, at);
  }
  const sort = first === undefined ? 0 : nameOf(state.names, first);
  let isExplained = by !== null || isBadAddress;
  for (const name of names) {
    const stream = state.streams[name];
    if (stream === undefined) continue;
    const explainedMs = by !== null ? by.durationMs : isBadAddress ? 0 : null;
    const failed = fail(stream, coverage, at, afterGap, explainedMs, sort);
    if (name === ANY) isExplained ||= failed.isExplained;
    if (failed.isExplained) continue;
    if (failed.layer !== null) {
      const list = stream.lists[failed.layer] ?? emptyOnsets();
      addOnset(list, failed.episode.start, at);
      look(state, stream, failed.layer, at, policy, events);
    }
    if (name === ANY) foldEpisode(state, failed.episode, at, policy, events);
  }
  attribute(state, by, isExplained, at, failures);
}

/** The rhythm that predicts a failure, or `null`. */
function explaining(state: DetectorState, names: readonly string[], at: EpochMs): Rhythm | null {
  return state.rhythms.find((rhythm) => names.includes(rhythm.stream) && predicts(rhythm, at)) ?? null;
}

/** Counts a failing probe to the finding that accounts for it. */
function attribute(
  state: DetectorState,
  by: Rhythm | null,
  isExplained: boolean,
  at: EpochMs,
  failures: readonly EvidenceFailure[],
): void {
  if (isExplained && by === null) return;
  const owner = by === null ? activeRate(state) : state.found.find(({ id }) => id === by.findingId);
  const [first] = failures;
  if (owner === undefined || owner === null || first === undefined) return;
  // What has no windows counts its strikes.
  if (by === null && at - owner.newestFailureAt > NEAR_INTERVALS * state.coverage.intervalMs) owner.cycles += 1;
  owner.failedProbes += 1;
  owner.newestFailureAt = at;
  countFailure(owner, first, 1);
}

function look(
  state: DetectorState,
  stream: Stream,
  layer: number,
  now: EpochMs,
  policy: ChronicPolicy,
  events: FindingEvent[],
): void {
  const lookedAt = stream.lookedAt[layer] ?? null;
  const rate = activeRate(state);
  const isSlow = rate !== null && (rate.kind === 'lossy' || rate.kind === 'flapping');
  if (isSlow && lookedAt !== null && now - lookedAt < RATE_LOOK_MS) return;
  stream.lookedAt[layer] = now;
  const looking = layerLook(state, stream, layer, now, policy);
  if (looking === null) return;
  for (const candidate of lookBack(looking.look)) {
    const judgement = judgeCandidate(state, looking, candidate);
    switch (judgement.step) {
      case 'suspect':
        suspect(state, stream, looking.look, candidate, events);
        return;
      case 'confirm':
        confirm(state, looking, candidate, judgement.draft, events);
        return;
      case 'pass':
      case 'hold':
    }
  }
}

/** Closes the quarter-hour that is over, since `next` has begun. */
function endBlock(
  state: DetectorState,
  start: EpochMs,
  next: EpochMs,
  policy: ChronicPolicy,
  events: FindingEvent[],
): void {
  const now = state.coverage.lastAt ?? start;
  const names = Object.keys(state.streams);
  if (names.length === 0) return;
  for (const name of names) {
    const stream = state.streams[name];
    if (stream === undefined) continue;
    const background = () => backgroundOf(state, stream, now);
    for (const layer of closeBlock(stream, state.coverage, start, next, background)) {
      look(state, stream, layer, now, policy, events);
    }
  }
  if (isLastOfDay(start, next, policy.zone)) lookForBusyHours(state, now, policy, events);
  keepUp(state, now, policy.zone, events);
  closeRates(state, start, next, now, policy, events);
}

/** Whether a local day ends between the starts of two quarter-hours. */
function isLastOfDay(start: EpochMs, next: EpochMs, zone: string): boolean {
  const dayOf = (at: EpochMs) => Math.floor((at + zoneOffsetMs(at, zone)) / DAY_MS);
  return dayOf(start) !== dayOf(next);
}

/** Once a local day: whether the same hours of the day hold most of what nothing explains. */
function lookForBusyHours(state: DetectorState, now: EpochMs, policy: ChronicPolicy, events: FindingEvent[]): void {
  const { zone } = policy;
  const any = state.streams[ANY];
  const starts = any?.lists[0]?.starts;
  if (any === undefined || starts === undefined) return;
  const left = busyHours(starts, state.coverage, now, zone);
  if (left === null) return;
  // A rhythm may account for the first minutes of the hours: all starts show the whole of them.
  const hours = busyHours(any.onsets, state.coverage, now, zone) ?? left;
  const proof = measureBusyHours(hours, policy, now);
  const draft = proof.value > proof.threshold ? null : busyRhythm(any, hours, zone);
  if (draft !== null) adopt(state, any, draft, proof, now, events);
}

function backgroundOf(state: DetectorState, stream: Stream, now: EpochMs): number {
  const known = state.backgrounds[stream.name];
  if (known !== undefined && now - known.at < BACKGROUND_MS) return known.ratio;
  const ratio = backgroundRatio(stream.blocks, state.coverage, now);
  state.backgrounds[stream.name] = { at: now, ratio };
  return ratio;
}
