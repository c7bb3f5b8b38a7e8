import { DAY_MS, type EpochMs } from '../model/time.ts';
import { addFound, countAnew, countEpisodes } from './count-episodes.ts';
import { currentFinding } from './current-finding.ts';
import type { DetectorState } from './detector-state.ts';
import { explainAway, isUnrelated } from './explain-away.ts';
import type { Measurement } from './explanation.ts';
import type { FindingEvent } from './finding.ts';
import { isClockPeriod, newFound, type Found } from './found.ts';
import type { FoundRhythm } from './found-rhythm.ts';
import { measureCandidate, type LayerLook } from './judge-candidate.ts';
import type { Candidate, LookBack } from './look-back.ts';
import { raise } from './rates.ts';
import { predicts, type Rhythm } from './rhythm.ts';
import type { Stream } from './stream.ts';
import { activeRate } from './under-way.ts';
import { interleave, isSameTimetable, joinNeighbours } from './join-rhythms.ts';

/** A period within this of a known one is the same. */
const SAME_PERIOD = 0.03;
/** The same for one whose steps scatter. */
const SAME_WANDERING = 0.15;
/** A rhythm that comes back within this time is the same finding. */
const SAME_FINDING_MS = 14 * DAY_MS;

/** Keeps a coincidence that is not yet rare enough: a reason to probe closer around its next window. */
export function suspect(
  state: DetectorState,
  stream: Stream,
  { list, now, coverage }: LookBack,
  { periodMs, toleranceMs, lnChance, windows }: Candidate,
  events: FindingEvent[],
): void {
  const newest = list.starts.at(-1) ?? now;
  let from = newest + periodMs;
  while (from < now) from += periodMs;
  const window = { periodMs, from: from - toleranceMs, to: from + toleranceMs + coverage.intervalMs };
  const known = sameFound(state, stream, periodMs, SAME_PERIOD, now);
  if (known !== null) {
    if (known.level === 'suspected') known.suspected = window;
    return;
  }
  const found = addFound(state, newFound(kindOf(periodMs), stream.name, newest - windows * periodMs, now));
  found.level = 'suspected';
  found.lnChance = lnChance;
  found.cycles = windows;
  found.suspected = window;
  found.newestFailureAt = newest;
  events.push({ type: 'suspected', finding: currentFinding(state, found) });
}

/** Takes a coincidence that is too rare for chance as what it turned out to be on a closer look. */
export function confirm(
  state: DetectorState,
  layerLook: LayerLook,
  candidate: Candidate,
  draft: FoundRhythm | 'unsteady',
  events: FindingEvent[],
): void {
  const { look, stream } = layerLook;
  const proof = measureCandidate(layerLook, candidate);
  if (draft !== 'unsteady') {
    adopt(state, stream, draft, proof, look.now, events);
    return;
  }
  const { spanMs, hits, lnChance } = candidate;
  raise(state, { kind: 'recurring', from: look.now - spanMs, cycles: hits + 1, lnChance, proof }, look.now, events);
}

/** Lets a rhythm take effect: its finding is told, and its failures are taken out of the evidence. */
export function adopt(
  state: DetectorState,
  stream: Stream,
  draft: FoundRhythm,
  proof: Measurement,
  now: EpochMs,
  events: FindingEvent[],
): void {
  const { firstFailureAt, usualMs, aliasesMs } = draft;
  const { periodMs } = draft.rhythm;
  const parts = [...draft.parts, ...slowerParts(state, draft.rhythm).filter((part) => !draft.parts.includes(part))];
  const within = draft.rhythm.isWandering ? SAME_WANDERING : SAME_PERIOD;
  const known = partOf(state, parts) ?? sameFound(state, stream, periodMs, within, now, draft.rhythm);
  const wasConfirmed = known?.level === 'confirmed';
  const found = known ?? addFound(state, newFound(kindOf(periodMs), stream.name, firstFailureAt, now));
  const hadEnded = found.endedAt !== null;
  const isAnew = !wasConfirmed || hadEnded || !isSamePeriod(found.toldPeriodMs, periodMs, within);
  const before = countedOf(state, found);
  const counted = state.rhythms.filter(({ findingId }) => findingId === found.id);
  const rhythm: Rhythm = { ...draft.rhythm, findingId: found.id };
  state.rhythms = state.rhythms.filter((other) => !parts.includes(other));
  if (parts.length > 0) state.found = state.found.filter((one) => one === found || !ownsNothing(state, one, parts));
  state.rhythms.push(rhythm);
  const foundMs = rhythm.durationMs;
  joinNeighbours(state, rhythm);
  const joinedMs = rhythm.durationMs > foundMs ? rhythm.durationMs : 0;
  interleave(state, rhythm);
  found.kind = kindOf(rhythm.periodMs);
  found.toldPeriodMs = rhythm.periodMs;
  found.level = 'confirmed';
  found.suspected = null;
  found.endedAt = null;
  found.endedPattern = null;
  found.lnChance = Math.min(found.lnChance ?? 0, proof.value);
  found.aliasesMs = aliasesMs;
  const knownMs = wasConfirmed && !hadEnded && parts.length === 0 ? (found.durationMs ?? 0) : 0;
  found.durationMs = Math.max(usualMs, knownMs, joinedMs, state.coverage.intervalMs);
  if (!wasConfirmed || hadEnded) {
    countAnew(found, firstFailureAt, now);
    countEpisodes(found, state, (start) => start >= firstFailureAt - periodMs / 2 && predicts(rhythm, start));
  } else if (isClockPeriod(rhythm.periodMs)) {
    // Another day or time of day of a known pattern: its strikes so far were nobody's.
    const isNew = (start: EpochMs) => predicts(rhythm, start) && !counted.some((other) => predicts(other, start));
    countEpisodes(found, state, (start) => start >= firstFailureAt - periodMs / 2 && isNew(start));
    found.firstFailureAt = Math.min(found.firstFailureAt, firstFailureAt);
  }
  explainAway(state, rhythm, firstFailureAt - periodMs);
  const after = countedOf(state, found);
  if (isAnew) {
    const evidence = { ...proof.evidence, foundPeriodMs: rhythm.periodMs };
    found.proof = { ...proof, evidence };
    found.provenBy = after;
  } else {
    found.provenBy.windows += after.windows - before.windows;
    found.provenBy.hits += after.hits - before.hits;
  }
  const turned = turnRate(state, found, rhythm);
  const isKnown = wasConfirmed || turned !== null;
  events.push({ type: isKnown ? 'updated' : 'confirmed', finding: currentFinding(state, turned ?? found) });
}

/** Windows and hits of all rhythms of a finding. */
export function countedOf({ rhythms }: DetectorState, { id }: Found): { windows: number; hits: number } {
  const own = rhythms.filter(({ findingId }) => findingId === id);
  const sum = (key: 'windows' | 'hits') => own.reduce((total, rhythm) => total + rhythm[key], 0);
  return { windows: sum('windows'), hits: sum('hits') };
}

function isSamePeriod(knownMs: number | null, periodMs: number, within: number): boolean {
  return knownMs !== null && Math.abs(periodMs / knownMs - 1) < within;
}

function kindOf(periodMs: number): 'clock' | 'periodic' {
  return isClockPeriod(periodMs) ? 'clock' : 'periodic';
}

/** The finding, under way or ended lately, that this period belongs to; `rhythm` is what was found with it, if that is known. */
function sameFound(
  state: DetectorState,
  stream: Stream,
  periodMs: number,
  within: number,
  now: EpochMs,
  rhythm: Rhythm | null = null,
): Found | null {
  for (const found of state.found) {
    if (isUnrelated(found.stream, stream.name) || (found.endedAt !== null && now - found.endedAt > SAME_FINDING_MS))
      continue;
    const own = state.rhythms.filter(({ findingId }) => findingId === found.id);
    if (rhythm !== null && !isSameTimetable(rhythm, own)) continue;
    const periods = [
      ...own.map((other) => other.periodMs),
      ...(found.suspected === null ? [] : [found.suspected.periodMs]),
      ...(found.endedPeriodMs === null ? [] : [found.endedPeriodMs]),
    ];
    if (periods.some((other) => Math.abs(periodMs / other - 1) < within)) return found;
  }
  return null;
}

/** Rhythms under way all of whose windows a faster one predicts. */
function slowerParts(state: DetectorState, rhythm: Rhythm): readonly Rhythm[] {
  return state.rhythms.filter((other) => {
    if (isUnrelated(other.stream, rhythm.stream)) return false;
    const ratio = other.periodMs / rhythm.periodMs;
    return ratio > 1.5 && Math.abs(ratio / Math.round(ratio) - 1) < 0.01 && predicts(rhythm, other.referenceAt);
  });
}

function partOf(state: DetectorState, parts: readonly Rhythm[]): Found | null {
  const [first] = parts;
  return first === undefined ? null : (state.found.find(({ id }) => id === first.findingId) ?? null);
}

function ownsNothing(state: DetectorState, found: Found, parts: readonly Rhythm[]): boolean {
  return (
    parts.some(({ findingId }) => findingId === found.id) &&
    !state.rhythms.some(({ findingId }) => findingId === found.id)
  );
}

/**
 * A raised rate that the rhythm accounts for turns into it: one cause, one finding. Returns the finding that it is now, or `null`.
 */
function turnRate(state: DetectorState, found: Found, rhythm: Rhythm): Found | null {
  const rate = activeRate(state);
  if (rate === null) return null;
  const { starts = [], failing = [] } = state.streams.any?.blocks ?? {};
  // Before its first known strike the rhythm says nothing, though the rate may be older.
  const from = Math.max(rate.firstFailureAt, found.firstFailureAt);
  const left = starts.reduce((sum, start, i) => sum + (start >= from ? (failing[i] ?? 0) : 0), 0);
  if (left > 0.4 * (left + found.failedProbes)) return null;
  state.found = state.found.filter((one) => one !== found);
  Object.assign(rate, { ...found, id: rate.id, firstFailureAt: Math.min(rate.firstFailureAt, found.firstFailureAt) });
  const before = rhythm.findingId;
  for (const other of state.rhythms) if (other.findingId === before) other.findingId = rate.id;
  return rate;
}
