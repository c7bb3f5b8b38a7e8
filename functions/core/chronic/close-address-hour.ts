import { DAY_MS, type EpochMs } from '../model/time.ts';
import { addFound, countEpisodes } from './count-episodes.ts';
import { currentFinding } from './current-finding.ts';
import type { DetectorState } from './detector-state.ts';
import type { FindingEvent } from './finding.ts';
import { newFound } from './found.ts';
import { LN_BAD_ADDRESS, measureAddress } from './measure-rates.ts';
import { badAddress, isGoodAgain } from './one-bad-address.ts';
import { withoutOnsets } from './onset-list.ts';
import { active, activeRate, end } from './under-way.ts';
import { ANY } from './sorts.ts';

const HOURS_A_YEAR = 8_760;

/** Tests at the end of an hour whether failures keep to an address, or whether one that was bad works again. */
export function closeAddressHour(state: DetectorState, now: EpochMs, events: FindingEvent[]): void {
  const bad = active(state, 'one-bad-address');
  if (bad !== null) {
    if (isGoodAgain(state.addresses.hour, bad.address ?? '') || now - bad.newestFailureAt > 2 * DAY_MS) {
      end(state, bad, now, events);
      state.addresses.counts = {};
      state.addresses.hours = 0;
      state.addresses.from = null;
    }
    return;
  }
  const worst = badAddress(state.addresses);
  if (worst === null || worst.lnChance > LN_BAD_ADDRESS) return;
  const found = addFound(state, newFound('one-bad-address', ANY, worst.from, now));
  found.address = worst.address;
  found.lnChance = worst.lnChance + Math.log(HOURS_A_YEAR);
  found.cycles = Math.round(worst.attempts);
  found.proof = measureAddress(worst, now);
  countEpisodes(found, state, (start) => start >= worst.from);
  found.addresses = { [worst.address]: Math.round(worst.failures) };
  found.failedProbes = Math.round(worst.failures);
  forget(state, worst.from);
  events.push({ type: 'confirmed', finding: currentFinding(state, found) });
}

/** Takes the failures since a moment out of all evidence: an address accounts for them. */
function forget(state: DetectorState, from: EpochMs): void {
  for (const stream of Object.values(state.streams)) {
    stream.lists.forEach((list, layer) => {
      stream.lists[layer] = withoutOnsets(list, from, () => true);
    });
    const { blocks } = stream;
    const left = blocks.starts.findIndex((start) => start >= from);
    if (left >= 0) blocks.starts.length = blocks.failing.length = blocks.onsets.length = left;
  }
  const rate = activeRate(state);
  if (rate !== null && rate.firstFailureAt >= from - DAY_MS) state.found = state.found.filter((one) => one !== rate);
}
