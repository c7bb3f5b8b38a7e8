import { HOUR_MS } from '../../../functions/core/model/time.ts';
import { NOTHING, steady, type Family, type Made } from './family.ts';
import { ONLY_STREAM, streamOf, type Plan } from './plan.ts';
import { TIMED_OUT, type ProbeVariant, type ScenarioStream } from './scenario.ts';

/** A host with several addresses, of which each probe takes one. */
interface Rotation {
  readonly addresses: number;
  readonly order: 'in-turn' | 'at-random';
  /** Whether a failure is followed by an attempt at the next address, which succeeds. */
  readonly isRetried: boolean;
  /** Share of the attempts that fail, by address. */
  readonly ratioAt: (address: number, at: number) => number;
}

/** Address number `n` of the host (RFC 5737). */
const nameOf = (address: number) => `203.0.113.${10 + address}`;

/** For each address a healthy probe, and then for each a failed one. */
function addressVariants({ addresses, isRetried }: Rotation): readonly ProbeVariant[] {
  const names = Array.from({ length: addresses }, (_, address) => nameOf(address));
  return [
    ...names.map((address) => ({ failures: [], succeeded: true, address })),
    ...names.map((address, index) => ({
      failures: [{ ...TIMED_OUT, address }],
      succeeded: isRetried,
      address: isRetried ? nameOf((index + 1) % addresses) : address,
    })),
  ];
}

function rotated(plan: Plan, rotation: Rotation): ScenarioStream {
  const { random } = plan;
  const { addresses, order, ratioAt } = rotation;
  const { at, ...stream } = streamOf(plan, ONLY_STREAM, addressVariants(rotation));
  let turn = random.whole(0, addresses - 1);
  const variant = Uint8Array.from(at, (time) => {
    const address = order === 'in-turn' ? turn++ % addresses : random.whole(0, addresses - 1);
    const isFailing = random.chance(ratioAt(address, time));
    // The next attempt took the next address, so that the next probe takes the one after.
    if (isFailing && rotation.isRetried) turn += 1;
    return isFailing ? addresses + address : address;
  });
  return { ...stream, at, variant };
}

function badAddress(name: string, order: Rotation['order']): Family {
  const make = (plan: Plan): Made => {
    const { random, onset } = plan;
    const addresses = random.whole(2, 4);
    const ratio = random.pick([1, 0.8]);
    const bad = random.whole(0, addresses - 1);
    const ratioAt = (address: number, at: number) => (address === bad && at >= onset ? ratio : 0.0005);
    const rotation = { addresses, order, isRetried: random.chance(0.5), ratioAt };
    // That it is lossy or flapping is true as well, but not where the fault lies.
    const truth = steady('one-bad-address', ['lossy', 'flapping'], HOUR_MS);
    return { streams: [rotated(plan, rotation)], truth };
  };
  return { name, group: 'own', days: 21, make };
}

/** Hosts with several addresses. */
export const ADDRESS_FAMILIES: readonly Family[] = [
  badAddress('one-bad-address-in-turn', 'in-turn'),
  badAddress('one-bad-address-at-random', 'at-random'),
  {
    name: 'noise-over-four-addresses',
    group: 'benign',
    days: 60,
    make: (plan) => {
      const order = plan.random.pick(['in-turn', 'at-random'] as const);
      const ratio = plan.random.pick([0.001, 0.005, 0.01]);
      return {
        streams: [rotated(plan, { addresses: 4, order, isRetried: plan.random.chance(0.5), ratioAt: () => ratio })],
        truth: NOTHING,
      };
    },
  },
];
