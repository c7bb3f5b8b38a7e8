import { DAY_MS, MINUTE_MS, type EpochMs } from '../../functions/core/model/time.ts';
import type { Evidence } from '../../functions/core/chronic/evidence.ts';
import { FAILURE, SUCCESS } from '../support/scenarios/scenario.ts';
import { seededRandom, type SeededRandom } from '../support/scenarios/seeded-random.ts';

/** Beginning of the record, a Thursday. */
const BEGIN: EpochMs = Date.UTC(2026, 0, 1);
const FOLDED_TICKS = (28 * DAY_MS) / MINUTE_MS;
/** Ticks after those that are folded one at a time. */
const EXTRA_TICKS = 120;

type FailsAt = (tick: number, random: SeededRandom) => boolean;

/** How a target of the load fails, once a minute. */
export const TARGET_KINDS = {
  clean: () => false,
  'noise 0.5 %': (_tick, random) => random.chance(0.005),
  'every 30 min': (tick) => tick % 30 < 2,
  'loss 10 %': (_tick, random) => random.chance(0.1),
  'down since day 10': (tick) => tick >= (10 * DAY_MS) / MINUTE_MS,
  'noise 2 %': (_tick, random) => random.chance(0.02),
  'loss 50 %': (_tick, random) => random.chance(0.5),
  'down every other minute': (tick) => tick % 2 === 0,
  'up and down, 4 min each': (tick) => tick % 8 < 4,
  'office hours, 25 % loss': (tick, random) => Math.floor(tick / 480) % 3 === 1 && random.chance(0.25),
  'every 30 min in loss 3 %': (tick, random) => tick % 30 < 2 || random.chance(0.03),
} as const satisfies Record<string, FailsAt>;
export type TargetKind = keyof typeof TARGET_KINDS;

/** What fifty targets are made of. */
const FIFTY: Readonly<Partial<Record<TargetKind, number>>> = {
  clean: 40,
  'noise 0.5 %': 5,
  'every 30 min': 3,
  'loss 10 %': 1,
  'down since day 10': 1,
};

/** The kinds of so many targets, mixed as the fifty are. Throws for a number that is not whole fifties. */
export function mixOf(targets: number): readonly TargetKind[] {
  if (targets % 50 !== 0) throw new Error(`${targets} targets are not whole fifties`);
  const fifty = Object.entries(FIFTY).flatMap(([kind, count]) => Array<TargetKind>(count).fill(kind as TargetKind));
  return Array.from({ length: targets / 50 }, () => fifty).flat();
}

/** Which probes of each target fail, as one byte a tick. */
export interface Load {
  readonly foldedTicks: number;
  readonly extraTicks: number;
  readonly failing: readonly Uint8Array[];
}

/** 28 days and two hours of minutes for these targets. */
export function loadOf(kinds: readonly TargetKind[]): Load {
  const failing = kinds.map((kind, index) => {
    const random = seededRandom(`cost ${kind} ${index}`);
    const fails: FailsAt = TARGET_KINDS[kind];
    return Uint8Array.from({ length: FOLDED_TICKS + EXTRA_TICKS }, (_, tick) => (fails(tick, random) ? 1 : 0));
  });
  return { foldedTicks: FOLDED_TICKS, extraTicks: EXTRA_TICKS, failing };
}

/** The evidence of one probe. Targets start one after the other, up to three seconds late. */
export function evidenceAt(tick: number, target: number, isFailing: boolean): Evidence {
  const lateMs = 5 + ((target * 61 + tick * 17) % 2_900);
  return { at: BEGIN + tick * MINUTE_MS + lateMs, ...(isFailing ? FAILURE : SUCCESS) };
}
