import { DAY_MS, HOUR_MS, type EpochMs } from '../model/time.ts';
import { closeAddressHour } from './close-address-hour.ts';
import { currentFinding } from './current-finding.ts';
import type { DetectorState } from './detector-state.ts';
import type { Evidence } from './evidence.ts';
import type { Measurement } from './explanation.ts';
import { BLOCK_MS, countsBetween } from './failing-blocks.ts';
import type { ChronicPolicy, FindingEvent } from './finding.ts';
import { flapping } from './flapping.ts';
import { addFound, countAnew, countEpisodes } from './count-episodes.ts';
import { countFailure, newFound, type Found } from './found.ts';
import { TOLERATED_NOISE_RATIO, foldLossHour, noLoss } from './lossy.ts';
import { measureDowntime, measureFlapping, measureLoss, measureOutages } from './measure-rates.ts';
import { foldDowntime, isPersistent } from './persistent.ts';
import { foldOutage } from './recurring.ts';
import { cautionOf } from './spending.ts';
import type { Episode } from './stream.ts';
import { quantile } from './statistics.ts';
import { RATE_KINDS, active, activeRate, end, type RateKind } from './under-way.ts';
import { ANY } from './sorts.ts';

/** Folds a probe that succeeded. */
export function foldSuccess(state: DetectorState, at: EpochMs, events: FindingEvent[]): void {
  const endedAt = foldDowntime(state.downtime, at, true);
  const persistent = endedAt === null ? null : active(state, 'persistent');
  if (persistent !== null && endedAt !== null) end(state, persistent, endedAt, events);
}

/** Folds a failing probe; returns whether it is accounted for by a bad address. */
export function foldFailing(state: DetectorState, evidence: Evidence, events: FindingEvent[]): boolean {
  const { at, failures, succeeded } = evidence;
  if (succeeded) foldSuccess(state, at, events);
  else {
    foldDowntime(state.downtime, at, false);
    const persistent = active(state, 'persistent');
    const [first] = failures;
    if (persistent !== null && first !== undefined) {
      persistent.failedProbes += 1;
      persistent.newestFailureAt = at;
      countFailure(persistent, first, 1);
    }
  }
  const bad = active(state, 'one-bad-address');
  if (bad === null || !failures.every(({ address }) => address === bad.address)) return false;
  bad.failedProbes += 1;
  bad.newestFailureAt = at;
  for (const failure of failures) countFailure(bad, failure, 1);
  return true;
}

/** Folds an unexplained episode that has just got another failing probe. */
export function foldEpisode(
  state: DetectorState,
  episode: Episode,
  at: EpochMs,
  policy: ChronicPolicy,
  events: FindingEvent[],
): void {
  const { coverage } = state;
  const caution = cautionOf(policy.falseAlarmsPerTargetYear);
  const recurrence = foldOutage(
    state.outages,
    episode.start,
    episode.probes,
    coverage.intervalMs,
    coverage.firstAt ?? at,
    caution,
  );
  if (recurrence === null) return;
  const { from, outages, strength } = recurrence;
  const proof = measureOutages(state, strength, caution);
  raise(state, { kind: 'recurring', from, cycles: outages, lnChance: null, proof }, at, events);
}

/** Tests what needs no single probe, at the end of a quarter-hour, since `next` has begun. */
export function closeRates(
  state: DetectorState,
  blockStart: EpochMs,
  next: EpochMs,
  now: EpochMs,
  policy: ChronicPolicy,
  events: FindingEvent[],
): void {
  const { coverage, streams } = state;
  const blockEnd = blockStart + BLOCK_MS;
  const hourEnd = Math.floor(blockStart / HOUR_MS) * HOUR_MS + HOUR_MS;
  const blocks = streams.any?.blocks;
  if (blocks === undefined) return;
  const caution = cautionOf(policy.falseAlarmsPerTargetYear);
  if (active(state, 'persistent') === null && isPersistent(state.downtime, coverage, now)) {
    const { since, failing } = state.downtime;
    const found = addFound(state, newFound('persistent', ANY, since ?? now, now));
    countEpisodes(found, state, (_, end) => end >= (since ?? now));
    found.failedProbes = failing;
    found.cycles = 1;
    found.proof = measureDowntime(state, now);
    events.push({ type: 'confirmed', finding: currentFinding(state, found) });
  }
  if (next >= hourEnd) {
    closeAddressHour(state, now, events);
    const loss = foldLossHour(state.loss, blocks, coverage, hourEnd, caution);
    if (loss !== null) {
      const { from, lnChance, alternative } = loss;
      const proof = measureLoss(state, alternative, hourEnd, caution);
      raise(state, { kind: 'lossy', from, cycles: 1, lnChance, proof }, now, events);
    }
    endRate(state, hourEnd, events);
  }
  const lastFailureAt = streams.any?.lastFailureAt ?? null;
  if (lastFailureAt === null || now - lastFailureAt > 2 * HOUR_MS) return;
  const found = flapping(blocks, coverage, blockEnd);
  if (found === null) return;
  const { from, changes, lnChance } = found;
  raise(
    state,
    { kind: 'flapping', from, cycles: changes, lnChance, proof: measureFlapping(found, blockEnd) },
    now,
    events,
  );
}

/** A raised rate, with what it was found by. */
export interface RaisedRate {
  readonly kind: RateKind;
  readonly from: EpochMs;
  readonly cycles: number;
  readonly lnChance: number | null;
  readonly proof: Measurement;
}

/** A raised rate is told once; what is known of it later may say more. */
export function raise(
  state: DetectorState,
  { kind, from, cycles, lnChance, proof }: RaisedRate,
  now: EpochMs,
  events: FindingEvent[],
): void {
  const rate = activeRate(state) ?? endedLately(state, now);
  if (rate !== null && rate.endedAt === null) {
    if (RATE_KINDS.indexOf(kind) <= RATE_KINDS.indexOf(rate.kind as RateKind)) return;
    Object.assign(rate, { kind, cycles, lnChance, proof });
    events.push({ type: 'updated', finding: currentFinding(state, rate) });
    return;
  }
  const found = rate ?? addFound(state, newFound(kind, ANY, from, now));
  found.kind = kind;
  found.endedAt = null;
  found.endedPattern = null;
  found.cycles = cycles;
  found.lnChance = lnChance;
  found.proof = proof;
  countAnew(found, from, now);
  countPast(state, found, from);
  events.push({ type: rate === null ? 'confirmed' : 'updated', finding: currentFinding(state, found) });
}

/** A rate that ended less than a week ago comes back as the same finding. */
function endedLately(state: DetectorState, now: EpochMs): Found | null {
  const isRecent = ({ kind, endedAt, endedPeriodMs }: Found) =>
    endedAt !== null &&
    endedPeriodMs === null &&
    now - endedAt < 7 * DAY_MS &&
    RATE_KINDS.some((rate) => rate === kind);
  return state.found.find(isRecent) ?? null;
}

function countPast(state: DetectorState, found: Found, from: EpochMs): void {
  const lengths = countEpisodes(found, state, (start) => start >= from);
  found.durationMs = quantile(lengths, 0.5) + state.coverage.intervalMs;
}

/** A raised rate is over when a day holds hardly more failures than tolerated noise, or no outage came for five. */
function endRate(state: DetectorState, now: EpochMs, events: FindingEvent[]): void {
  const rate = activeRate(state);
  const any = state.streams.any;
  if (rate === null || any === undefined) return;
  if (rate.kind === 'recurring') {
    if (now - rate.newestFailureAt > 5 * DAY_MS) end(state, rate, now, events);
    return;
  }
  const day = countsBetween(any.blocks, state.coverage, now - DAY_MS, now);
  if (now - rate.foundAt > DAY_MS && day.probes > 50 && day.failing < 0.75 * TOLERATED_NOISE_RATIO * day.probes) {
    end(state, rate, now, events);
    state.loss = noLoss();
  }
}
