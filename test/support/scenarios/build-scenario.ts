import { DAY_MS, MINUTE_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import { ADDRESS_FAMILIES } from './families-addresses.ts';
import { BENIGN_NOISE_FAMILIES } from './families-benign-noise.ts';
import { BENIGN_OUTAGE_FAMILIES } from './families-benign-outages.ts';
import { CHANGE_FAMILIES } from './families-changes.ts';
import { CLASS_FAMILIES } from './families-classes.ts';
import { CLOCK_FAMILIES } from './families-clock.ts';
import { HARD_FAMILIES } from './families-hard.ts';
import { RHYTHMIC_FAMILIES } from './families-rhythmic.ts';
import { SCOPE_FAMILIES } from './families-scopes.ts';
import { STEADY_FAMILIES } from './families-steady.ts';
import type { Family } from './family.ts';
import { newPlan } from './plan.ts';
import type { Scenario } from './scenario.ts';
import { seededRandom, type SeededRandom } from './seeded-random.ts';
import { evenNoise, unrelatedOutages } from './strikes.ts';
import { clockChanges, zoneOffsetMs } from './wall-clock.ts';

/** All families, chronic ones first. */
export const FAMILIES: readonly Family[] = [
  ...RHYTHMIC_FAMILIES,
  ...CLOCK_FAMILIES,
  ...STEADY_FAMILIES,
  ...HARD_FAMILIES,
  ...SCOPE_FAMILIES,
  ...CLASS_FAMILIES,
  ...CHANGE_FAMILIES,
  ...ADDRESS_FAMILIES,
  ...BENIGN_NOISE_FAMILIES,
  ...BENIGN_OUTAGE_FAMILIES,
];

const FIRST_YEAR = 2025;
const LAST_YEAR = 2026;
/** The longest record that is kept clear of clock changes. */
const CLEAR_DAYS = 42;

/** The scenario that these three determine. */
export function buildScenario(set: string, family: Family, index: number): Scenario {
  const id = `${set}/${family.name}/${index}`;
  const random = seededRandom(id);
  const zone = family.zone ?? 'Europe/Amsterdam';
  const intervalMs = family.intervalMs ?? (index % 2 === 0 ? MINUTE_MS : 5 * MINUTE_MS);
  const from = beginning(random, family, zone);
  const to = from + family.days * DAY_MS;
  // Before that, a week and more in which nothing is chronic.
  const onset = family.group === 'benign' ? from : from + random.between(7, 10) * DAY_MS;
  const plan = newPlan({ random, intervalMs, zone, from, to, onset });
  plan.noises = [evenNoise(random.pick([0, 0, 0.0003, 0.001]))];
  if (family.group !== 'benign') unrelatedOutages(plan, 0.35);
  const { streams, truth } = family.make(plan);
  const startMs = onset;
  return {
    id,
    intervalMs,
    zone,
    streams,
    truth: { family: family.name, group: family.group, startMs, endMs: to, ...truth },
  };
}

/** A first moment of the record, so that the clock changes in it or not, as the family wants. */
function beginning(random: SeededRandom, { days, isOverClockChange }: Family, zone: string): EpochMs {
  const secondsIn = random.whole(0, 59) * 1_000;
  if (isOverClockChange === true) {
    return random.pick(clockChanges(zone, FIRST_YEAR, LAST_YEAR)) - random.whole(17, 22) * DAY_MS + secondsIn;
  }
  for (;;) {
    const from = Date.UTC(FIRST_YEAR, 0, 6) + random.whole(0, 500) * DAY_MS + secondsIn;
    // Ends with the same offset mean none in between: changes are further apart than this.
    const isClear = zoneOffsetMs(zone, from) === zoneOffsetMs(zone, from + days * DAY_MS);
    if (days > CLEAR_DAYS || isClear) return from;
  }
}
