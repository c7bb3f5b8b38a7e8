import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../functions/core/model/time.ts';
import { NOTHING, rhythm, type Family, type Made } from './family.ts';
import { newPlan, streamOf, type Plan } from './plan.ts';
import type { ScenarioStream } from './scenario.ts';
import { evenNoise, strikeByChance, strikeDaily, strikeEvery, unrelatedOutages } from './strikes.ts';
import { failed, variantsOf } from './variants.ts';

/** What several streams have in common, and who takes part. */
interface SharedPattern {
  readonly streams: readonly (readonly [vantage: string, target: string, isAffected: boolean])[];
  readonly write: (plan: Plan) => void;
}

/** Streams of which some fail at the same times, each with noise of its own. */
function shared(common: Plan, { streams, write }: SharedPattern): readonly ScenarioStream[] {
  write(common);
  return streams.map(([vantage, target, isAffected]) => {
    const plan = newPlan(common);
    plan.noises = [evenNoise(common.random.pick([0, 0.0005, 0.002]))];
    unrelatedOutages(plan, 0.2);
    if (isAffected) plan.strikes.push(...common.strikes);
    return streamOf(plan, { vantage, target, isAffected });
  });
}

const hourlyAt = (plan: Plan) => {
  strikeEvery(plan, HOUR_MS, plan.random.between(0, HOUR_MS), () => 1.5 * plan.intervalMs + SECOND_MS);
};
const nightlyAt = (plan: Plan) => {
  strikeDaily(plan, plan.random.between(0, 5) * HOUR_MS, () => 12 * MINUTE_MS, { spreadMs: 20 * SECOND_MS });
};

/** Our own network: when it fails, its stream does and the targets have no probes at all. */
function ownNetwork(plan: Plan, truth: Made['truth']): Made {
  const isAffected = truth.acceptedKinds.length > 0;
  const { strikes } = plan;
  plan.noises = [];
  const target = newPlan(plan);
  target.noises = [evenNoise(0.002)];
  target.gaps = strikes.map(({ from, to }) => ({ from, to }));
  return {
    streams: [
      streamOf(plan, { vantage: 'local', target: 'own-network', isAffected }, variantsOf(failed('ownNetwork'))),
      streamOf(target, { vantage: 'local', target: 'server-time', isAffected: false }),
    ],
    truth,
  };
}

/** Patterns that several streams share, and those of our own network. */
export const SCOPE_FAMILIES: readonly Family[] = [
  {
    name: 'nightly-on-all-targets',
    group: 'own',
    days: 35,
    make: (plan) => ({
      streams: shared(plan, {
        streams: [
          ['local', 'server-time', true],
          ['local', 'companies', true],
          ['local', 'agents', true],
        ],
        write: nightlyAt,
      }),
      truth: rhythm([DAY_MS]),
    }),
  },
  {
    name: 'hourly-on-two-of-four-targets',
    group: 'own',
    days: 28,
    make: (plan) => ({
      streams: shared(plan, {
        streams: [
          ['local', 'server-time', false],
          ['local', 'platform-servers', false],
          ['local', 'companies', true],
          ['local', 'agents', true],
        ],
        write: hourlyAt,
      }),
      truth: rhythm([HOUR_MS]),
    }),
  },
  {
    name: 'hourly-from-one-of-two-vantages',
    group: 'own',
    days: 28,
    make: (plan) => ({
      streams: shared(plan, {
        streams: [
          ['eu-west-1', 'server-time', true],
          ['us-east-1', 'server-time', false],
        ],
        write: hourlyAt,
      }),
      truth: rhythm([HOUR_MS]),
    }),
  },
  {
    name: 'own-network-nightly',
    group: 'own',
    days: 35,
    make: (plan) => {
      const timeMs = plan.random.between(2, 5) * HOUR_MS;
      strikeDaily(plan, timeMs, () => plan.random.between(2, 4) * plan.intervalMs, { spreadMs: 90 * SECOND_MS });
      return ownNetwork(plan, rhythm([DAY_MS]));
    },
  },
  {
    name: 'own-network-now-and-then',
    group: 'benign',
    days: 60,
    make: (plan) => {
      strikeByChance(plan, 5 * DAY_MS, () => plan.random.logBetween(2, 60) * MINUTE_MS);
      return ownNetwork(plan, NOTHING);
    },
  },
];
