import type { EpochMs } from '../model/time.ts';
import type { FailureWindow } from './failure-window.ts';

/** A failing tick of a stream. */
export interface FailingTick {
  readonly tick: EpochMs;
  /** Start of the failing probe. */
  readonly at: EpochMs;
  /** `class/kind`. */
  readonly name: string;
}

/** The newest ticks at which a stream was probed: those of a `FailureWindow` up to the newest failing one, from the first such on. */
export interface RecentTicks {
  /** One character a tick, the oldest first: `.` healthy, `x` failing and among `scattered`, `X` failing. */
  readonly marks: string;
  /** Failures that are in no incident's stretch, and not in a row for long enough to be in one. */
  readonly scattered: readonly FailingTick[];
  /** Whether the failures are our own faults: those and failures of the API do not add up. */
  readonly isOwn: boolean;
}

/** Less of the ticks than this fail: it is no outage any more that works now and then, but works and fails now and then. */
const ON_AND_OFF_RATIO = 0.25;
/** A gap that chance makes longer once in so many gaps is an end. */
const FALSE_END_RATIO = 1 / 10_000;

/** Adds a failing tick. */
export function withFailingTick(
  before: RecentTicks | null,
  failing: FailingTick,
  isOwn: boolean,
  { ticks }: FailureWindow,
): RecentTicks {
  const known = before?.isOwn === isOwn ? before : { marks: '', scattered: [] };
  const marks = `${known.marks}x`;
  const first = Math.max(0, marks.length - ticks);
  const gone = marks.slice(0, first).split('x').length - 1;
  return { marks: marks.slice(first).replace(/^\.+/, ''), scattered: [...known.scattered, failing].slice(gone), isOwn };
}

/** Adds a healthy tick; `null` when no failing one is left. */
export function withHealthyTick({ marks, ...rest }: RecentTicks, { ticks }: FailureWindow): RecentTicks | null {
  return marks.endsWith('.'.repeat(ticks - 1)) ? null : { ...rest, marks: `${marks}.` };
}

/** The failures so far are in the stretch of an incident: they open no other one. */
export function withoutScattered(recent: RecentTicks): RecentTicks {
  return recent.scattered.length === 0
    ? recent
    : { ...recent, marks: recent.marks.replaceAll('x', 'X'), scattered: [] };
}

/**
 * For how many healthy ticks in a row a stream must work before it is over, beside those that the settings ask for: none for one
 * that failed without a break. One that goes on and off must work for longer than its gaps so far let expect. Each healthy tick
 * in a gap is followed by another one with the same chance (a Markov chain; half a tick is added on either side, so that one
 * gap is no certainty): 4 ticks at every other one, 9 at two failures of three, 14 at random halves, never more than open one.
 */
export function ticksUntilOver({ marks }: RecentTicks, window: FailureWindow): number {
  const untilNewest = marks.replace(/\.+$/, '');
  const gaps = untilNewest.match(/\.+/g) ?? [];
  const healthy = gaps.reduce((sum, { length }) => sum + length, 0);
  const isOnAndOff = healthy > 0 && untilNewest.length - healthy >= ON_AND_OFF_RATIO * untilNewest.length;
  if (!isOnAndOff) return 0;
  const goesOnRatio = (healthy - gaps.length + 0.5) / (healthy + 1);
  return Math.min(window.failing, Math.ceil(Math.log(FALSE_END_RATIO) / Math.log(goesOnRatio)));
}

/** Counts by `class/kind`. */
export function kindsOf(failures: readonly FailingTick[]): Readonly<Record<string, number>> {
  const kinds: Record<string, number> = {};
  for (const { name } of failures) kinds[name] = (kinds[name] ?? 0) + 1;
  return kinds;
}
