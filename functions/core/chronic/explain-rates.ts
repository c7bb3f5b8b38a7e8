import { DAY_MS, HOUR_MS } from '../model/time.ts';
import { busyHours } from './busy-hours.ts';
import type { DetectorState } from './detector-state.ts';
import type { Guard, Judged, Measurement, TestExplanation } from './explanation.ts';
import { countsBetween } from './failing-blocks.ts';
import type { ChronicPolicy } from './finding.ts';
import { FLAPPING_SPANS, flappingOver } from './flapping.ts';
import { LOSS_ALTERNATIVES, steadyLoss } from './lossy.ts';
import {
  LN_BAD_ADDRESS,
  measureAddress,
  measureBusyHours,
  measureDowntime,
  measureFlapping,
  measureLoss,
  measureOutages,
} from './measure-rates.ts';
import { FEWEST_HOURS, judgeAddresses } from './one-bad-address.ts';
import { unprovenDown } from './persistent.ts';
import { STRENGTHS, recurrenceOf } from './recurring.ts';
import { ANY } from './sorts.ts';
import { SUSPICION, cautionOf, lnDaily } from './spending.ts';

const ASKS = {
  'busy-hours': 'Do the same hours of the day hold most of the failures, day after day?',
  persistent: 'Has nothing succeeded for a day?',
  flapping: 'Does it change between working and failing again and again, for half a day?',
  lossy: 'Do more of the probes fail, steadily, than noise of the network makes?',
  recurring: 'Do outages come too often to be normal life, on several days?',
  'one-bad-address': 'Do the failures keep to one of the addresses?',
} as const;

/** The tests that need no period, as they stand after the newest probe. */
export function explainRates(state: DetectorState, policy: ChronicPolicy): readonly TestExplanation[] {
  const all = [
    explainBusyHours(state, policy),
    explainDowntime(state),
    explainFlapping(state),
    ...LOSS_ALTERNATIVES.map((_, i) => explainLoss(state, i, policy)),
    ...STRENGTHS.map((_, i) => explainOutages(state, i, policy)),
    explainAddresses(state),
  ];
  return all.flatMap((one) => (one.test === 'look-back' ? [] : [{ ...one, asks: ASKS[one.test], candidates: [] }]));
}

/** A rule that is met in all has found what it looks for, alone or with another that says more. */
function judged(measured: Measurement, guard: Guard | null, isReached: boolean, isNear: boolean): Judged {
  if (isReached) return { ...measured, verdict: guard === null ? 'found' : 'near', guard };
  return { ...measured, verdict: isNear && guard === null ? 'near' : 'no', guard };
}

/** A sum is near when it would be beyond at the tolerance at which a period is suspected. */
function judgedSum(measured: Measurement, guard: Guard | null): Judged {
  const { value, threshold } = measured;
  const isReached = value >= threshold;
  return judged(measured, isReached ? guard : null, isReached, value >= threshold - Math.log(SUSPICION));
}

function judgedChance(measured: Measurement): Judged {
  const { value, threshold } = measured;
  return judged(measured, null, value <= threshold, value <= threshold + Math.log(SUSPICION));
}

function explainBusyHours({ streams, coverage }: DetectorState, policy: ChronicPolicy): Judged {
  const now = coverage.lastAt;
  const starts = streams[ANY]?.lists[0]?.starts ?? [];
  const hours = now === null ? null : busyHours(starts, coverage, now, policy.zone);
  if (hours !== null && now !== null) return judgedChance(measureBusyHours(hours, policy, now));
  return {
    test: 'busy-hours',
    stream: ANY,
    variant: null,
    statistic: 'lnChance',
    value: null,
    threshold: lnDaily(policy.falseAlarmsPerTargetYear),
    at: now,
    evidence: { starts: starts.length },
    verdict: starts.length === 0 ? 'not enough evidence' : 'no',
    guard: 'no-hours',
  };
}

/** Half of the time that makes a downtime persistent is near to it. */
const NEAR_SHARE = 0.5;

function explainDowntime(state: DetectorState): Judged {
  const now = state.coverage.lastAt ?? 0;
  const measured = measureDowntime(state, now);
  const { value, threshold } = measured;
  const guard = value >= threshold ? unprovenDown(state.downtime, state.coverage, now) : null;
  return judged(measured, guard, value >= threshold, value >= NEAR_SHARE * threshold);
}

function explainFlapping({ streams, coverage, blockStart }: DetectorState): Judged {
  const blocks = streams[ANY]?.blocks ?? { starts: [], failing: [], onsets: [] };
  const to = blockStart ?? 0;
  const tried = FLAPPING_SPANS.map((span) => {
    const from = to - span.spanMs;
    const { onsets: changes, ...counts } = countsBetween(blocks, coverage, from, to);
    const found = flappingOver(blocks, coverage, to, span);
    const guard = typeof found === 'string' ? found : null;
    const lnChance = typeof found === 'string' ? null : found.lnChance;
    return { measured: measureFlapping({ from, changes, lnChance, ...counts }, to), guard };
  });
  const [first, ...others] = tried;
  if (first === undefined) throw new Error('flapping has no spans');
  const { measured, guard } = others.reduce(
    (best, one) => (one.measured.value > best.measured.value ? one : best),
    first,
  );
  if (blocks.starts.length === 0) return { ...measured, verdict: 'not enough evidence', guard: 'too-few-changes' };
  const isReached = measured.value >= measured.threshold;
  return judged(measured, guard, isReached, false);
}

function explainLoss(state: DetectorState, alternative: number, policy: ChronicPolicy): Judged {
  const { streams, coverage, loss } = state;
  const caution = cautionOf(policy.falseAlarmsPerTargetYear);
  const hourEnd = Math.floor((coverage.lastAt ?? 0) / HOUR_MS) * HOUR_MS;
  const measured = measureLoss(state, alternative, hourEnd, caution);
  const one = loss[alternative];
  const blocks = streams[ANY]?.blocks;
  if (one === undefined || blocks === undefined || blocks.starts.length === 0) {
    return { ...measured, verdict: 'not enough evidence', guard: 'too-few-runs' };
  }
  const steady = steadyLoss(one, blocks, coverage, hourEnd, caution);
  const { probes, failing } = countsBetween(blocks, coverage, hourEnd - DAY_MS, hourEnd);
  const evidence = { ...measured.evidence, failingInDay: failing, probesInDay: Math.round(probes) };
  return judgedSum({ ...measured, evidence }, typeof steady === 'string' ? steady : null);
}

function explainOutages(state: DetectorState, strength: number, policy: ChronicPolicy): Judged {
  const measured = measureOutages(state, strength, cautionOf(policy.falseAlarmsPerTargetYear));
  const one = state.outages[strength];
  const newest = one?.outages.at(-1);
  if (one === undefined || newest === undefined) return { ...measured, verdict: 'not enough evidence', guard: null };
  const recurrence = recurrenceOf(one, newest);
  return judgedSum(measured, typeof recurrence === 'string' ? recurrence : null);
}

function explainAddresses({ addresses, coverage }: DetectorState): Judged {
  const worst = judgeAddresses(addresses);
  if (typeof worst !== 'string') return judgedChance(measureAddress(worst, coverage.lastAt ?? worst.from));
  const isEarly = worst === 'no-addresses' || worst === 'too-few-hours';
  const base = { test: 'one-bad-address', stream: ANY, variant: null, at: addresses.from } as const;
  const attempts = Object.values(addresses.counts).reduce((sum, count) => sum + count.attempts, 0);
  const failures = Object.values(addresses.counts).reduce((sum, count) => sum + count.failures, 0);
  const evidence = {
    hours: addresses.hours,
    addresses: Object.keys(addresses.counts).length,
    attempts: Math.round(attempts),
    failures: Math.round(failures),
  };
  if (isEarly) {
    const counted = { statistic: 'hours', value: addresses.hours, threshold: FEWEST_HOURS, evidence } as const;
    return { ...base, ...counted, verdict: 'not enough evidence', guard: worst };
  }
  const chance = { statistic: 'lnChance', value: null, threshold: LN_BAD_ADDRESS, evidence } as const;
  return { ...base, ...chance, verdict: 'no', guard: worst };
}
