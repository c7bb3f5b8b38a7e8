import fc from 'fast-check';
import type { Failure } from '../../functions/core/model/outcome.ts';
import type { NoticeReason } from '../../functions/core/model/problem.ts';
import type { Probe, RunKey } from '../../functions/core/model/run.ts';
import type { EpochMs } from '../../functions/core/model/time.ts';
import { packRun } from '../../functions/core/pack-run.ts';
import type { RunHistory } from '../../functions/core/ports.ts';
import { aFailedAttempt, aProbe, aRefusedObservation, anAttempt, anObservation } from '../support/builders.ts';
import { minute } from './monitor.ts';
import type { Disturbance } from './never-lost-faults.ts';

export const VANTAGE = 'local';
export const TARGETS = ['a', 'b', 'c'] as const;

/** How the channel answers a publish. `lost` and `late` are time-outs: `late` had accepted it, `lost` had not. */
export type Answer = 'accept' | 'refuse' | 'throttle' | 'lost' | 'late';

/** A pass as the scheduler starts it: for which tick, at which minute, and what befalls it. */
export interface Pass {
  readonly tick: number;
  readonly atMinute: number;
  readonly disturbance: Disturbance | null;
}

/** Everything that happens to a monitor until all works again. */
export interface Story {
  /** A mark a tick for each target, and for the run itself. */
  readonly targets: readonly string[];
  readonly runs: string;
  /** Minutes after its tick at which a run is stored; 0 where nothing is said. */
  readonly lateRuns: readonly number[];
  readonly passes: readonly Pass[];
  readonly answers: readonly Answer[];
  /** Notices of this reason are refused until somebody mends them. */
  readonly poison: NoticeReason | null;
}

const BAD_GATEWAY: Failure = { class: 'server', kind: 'bad-gateway', detail: null };
const OWN_NETWORK: Failure = { class: 'inconclusive', kind: 'own-network', detail: null };

/** `x` refused, `y` another class, `o` our own network, `-` not probed, healthy otherwise. */
function probeOf(mark: string, targetId: string, tickAt: EpochMs): Probe {
  const startedAt = tickAt + 500;
  if (mark === '-') return aProbe({ targetId, attempts: [], startedAt });
  const observation = aRefusedObservation({ startedAt });
  if (mark === 'x') return aProbe({ targetId, attempts: [aFailedAttempt({ observation })] });
  if (mark === 'y') return aProbe({ targetId, attempts: [aFailedAttempt({ observation, outcome: BAD_GATEWAY })] });
  if (mark === 'o') return aProbe({ targetId, attempts: [aFailedAttempt({ observation, outcome: OWN_NETWORK })] });
  return aProbe({ targetId, attempts: [anAttempt({ observation: anObservation({ startedAt }) })] });
}

/** The tick of each run and the minute at which it is stored, in that order. */
export function storedAt({ runs, lateRuns }: Story): readonly { readonly tick: number; readonly atMinute: number }[] {
  return Array.from(runs, (_run, tick) => ({ tick, atMinute: tick + (lateRuns[tick] ?? 0) })).toSorted(
    (a, b) => a.atMinute - b.atMinute,
  );
}

/** Stores the run of a tick as the probe function would: claimed, then finished; some never come, some die. */
export async function storeRun({ targets, runs }: Story, tick: number, history: RunHistory): Promise<void> {
  const run = runs[tick];
  if (run === ' ') return;
  const key: RunKey = { vantage: VANTAGE, tickAt: minute(tick), shard: 0 };
  await history.claim(key, key.tickAt, [...TARGETS]);
  if (run === 'c') return;
  const probes = TARGETS.map((id, index) =>
    probeOf(run === 'o' ? 'o' : (targets[index]?.[tick] ?? '.'), id, key.tickAt),
  );
  await history.finish(key, packRun({ key, diagnoses: [], probes }));
}

/** A pass for each tick, undisturbed, and a channel that accepts everything. */
export function undisturbed(story: Story): Story {
  const passes = Array.from(story.runs, (_run, tick) => ({ tick, atMinute: tick, disturbance: null }));
  return { ...story, passes, answers: [] };
}

/** A line of marks in stretches. */
function line(marks: readonly string[], ticks: number): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(fc.constantFrom(...marks), fc.integer({ min: 1, max: 7 })), { maxLength: 8 })
    .map((stretches) => stretches.map(([mark, length]) => mark.repeat(length)).join(''))
    .map((text) => text.slice(0, ticks).padEnd(ticks, marks[0]));
}

const disturbance: fc.Arbitrary<Disturbance> = fc.record({
  call: fc.nat({ max: 24 }),
  how: fc.constantFrom('dies-before', 'dies-after', 'dies-before', 'dies-after', 'fails-before', 'fails-after'),
});

/** How often and how late a tick is delivered. */
const delivery = fc.array(
  fc.record({
    lateMinutes: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 5 }) }),
    disturbance: fc.option(disturbance),
  }),
  { minLength: 0, maxLength: 3 },
);

/**
 * What is certain of a run when its tick is due: whether it was made. `unsettled` runs are stored up to three minutes late, or
 * die: until they are settled, nobody can tell the one from the other.
 */
const RUN_MARKS = { certain: ['r', 'r', 'r', ' ', 'o'], unsettled: ['r', 'r', 'r', ' ', 'o', 'c', 'c'] } as const;

/** Random stories of so many ticks. */
export function stories(ticks: number, runs: keyof typeof RUN_MARKS = 'certain'): fc.Arbitrary<Story> {
  return fc
    .record({
      targets: fc.tuple(...TARGETS.map(() => line(['.', 'x', 'x', 'y', '-'], ticks))),
      runs: line(RUN_MARKS[runs], ticks),
      lateRuns: runs === 'certain' ? fc.constant([]) : fc.array(fc.nat({ max: 3 }), { maxLength: ticks }),
      deliveries: fc.array(delivery, { minLength: ticks, maxLength: ticks }),
      answers: fc.array(fc.constantFrom<Answer>('accept', 'accept', 'refuse', 'throttle', 'lost', 'late'), {
        maxLength: 30,
      }),
      poison: fc.option(fc.constantFrom<NoticeReason>('opened', 'changed', 'resolved'), { freq: 4 }),
    })
    .map(({ deliveries, ...story }) => ({ ...story, passes: inOrderOfStart(deliveries) }));
}

function inOrderOfStart(
  deliveries: readonly (readonly { readonly lateMinutes: number; readonly disturbance: Disturbance | null }[])[],
): readonly Pass[] {
  return deliveries
    .flatMap((copies, tick) =>
      copies.map(({ lateMinutes, disturbance: what }) => ({ tick, atMinute: tick + lateMinutes, disturbance: what })),
    )
    .toSorted((a, b) => a.atMinute - b.atMinute);
}
