import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../functions/core/model/time.ts';
import { NOTHING, rhythm, steady, type Family, type Made } from './family.ts';
import { ONLY_STREAM, streamOf, type Plan } from './plan.ts';
import type { ProbeVariant } from './scenario.ts';
import { evenNoise, intervals, minutes, strikeByChance, strikeDaily, strikeEvery } from './strikes.ts';
import { failed, masked, variantsOf } from './variants.ts';

/** A family of one stream whose failures differ: `failing` is what the plan's variants 1, 2… stand for. */
function classed(
  name: string,
  group: Family['group'],
  days: number,
  failing: readonly ProbeVariant[],
  write: (plan: Plan) => Made['truth'],
): Family {
  return {
    name,
    group,
    days,
    make: (plan) => {
      const truth = write(plan);
      return { streams: [streamOf(plan, ONLY_STREAM, variantsOf(...failing))], truth };
    },
  };
}

/** How long nothing is probed after an answer with status 429 that names no time. */
const PAUSE_MS = 600 * SECOND_MS;

function hourlyStrikes(plan: Plan): Made['truth'] {
  strikeEvery(plan, HOUR_MS, plan.random.between(0, HOUR_MS), intervals(plan, 1, 2.5));
  return rhythm([HOUR_MS]);
}

const UNRELATED = [
  failed('reset'),
  failed('handshake'),
  failed('badGateway'),
  failed('notFound'),
  failed('foreignBody'),
];
/** Noise of five classes and phases, as variants from `first` on. */
const fiveNoises = (first: number, ratio: number) => UNRELATED.map((_, index) => evenNoise(ratio, first + index));

/** Patterns of one class among others, and failures that a retry hid. */
export const CLASS_FAMILIES: readonly Family[] = [
  classed('nightly-dns-among-resets', 'own', 42, [failed('dnsTimeout'), failed('reset')], (plan) => {
    plan.noises = [evenNoise(0.01, 2)];
    const timeMs = plan.random.between(0, 5) * HOUR_MS;
    strikeDaily(plan, timeMs, minutes(plan, 5, 10), { spreadMs: MINUTE_MS });
    return rhythm([DAY_MS]);
  }),
  classed('hourly-bad-gateway', 'own', 28, [failed('badGateway')], hourlyStrikes),
  classed('hourly-unauthorized', 'own', 28, [failed('tokenInvalid')], hourlyStrikes),
  classed('hourly-throttled-and-paused', 'own', 28, [failed('throttled')], (plan) => {
    plan.pauseMs = (variant) => (variant === 1 ? PAUSE_MS : 0);
    const spreadMs = 20 * SECOND_MS;
    strikeEvery(plan, HOUR_MS, plan.random.between(0, HOUR_MS), minutes(plan, 8, 18), { spreadMs });
    return rhythm([HOUR_MS]);
  }),
  classed('throttled-and-paused-without-rhythm', 'own', 35, [failed('throttled')], (plan) => {
    plan.pauseMs = (variant) => (variant === 1 ? PAUSE_MS : 0);
    strikeByChance(plan, DAY_MS / plan.random.between(4, 7), minutes(plan, 25, 60), { from: plan.onset });
    return steady('recurring');
  }),
  classed('hourly-masked', 'own', 28, [masked('timedOut')], hourlyStrikes),
  classed('nightly-masked', 'own', 35, [masked('reset')], (plan) => {
    strikeDaily(plan, plan.random.between(0, 23) * HOUR_MS, minutes(plan, 6, 15), { spreadMs: 20 * SECOND_MS });
    return rhythm([DAY_MS]);
  }),
  classed('nightly-among-five-classes', 'own', 42, [failed('dnsTimeout'), ...UNRELATED], (plan) => {
    plan.noises = fiveNoises(2, 0.002);
    strikeDaily(plan, plan.random.between(0, 23) * HOUR_MS, minutes(plan, 8, 20), { spreadMs: MINUTE_MS });
    return rhythm([DAY_MS]);
  }),
  classed('five-classes-of-noise', 'benign', 60, UNRELATED, (plan) => {
    plan.noises = fiveNoises(1, plan.random.pick([0.0005, 0.001, 0.003]));
    return NOTHING;
  }),
  classed('masked-noise', 'benign', 60, [masked('timedOut')], (plan) => {
    plan.noises = [evenNoise(plan.random.pick([0.002, 0.01]))];
    return NOTHING;
  }),
  classed('throttled-now-and-then', 'benign', 60, [failed('throttled')], (plan) => {
    plan.pauseMs = (variant) => (variant === 1 ? PAUSE_MS : 0);
    strikeByChance(plan, 6 * DAY_MS, minutes(plan, 5, 60));
    return NOTHING;
  }),
];
