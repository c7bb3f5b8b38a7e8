import { DAY_MS, type EpochMs } from '../model/time.ts';
import { HORIZON_MS } from './coverage.ts';
import { firstAtLeast } from './statistics.ts';

/** With more than these in nine weeks it is no list of events any more but a rate. */
const MOST_ONSETS = 1_200;
/** Tests are counted by day, over four weeks. */
const LOOK_DAYS = 28;

/** Times at which something started, in order, as one layer of evidence sees them. */
export interface OnsetList {
  starts: EpochMs[];
  /** Ends of the same, for layers whose onsets have a length; else empty. */
  ends: EpochMs[];
  /** Days since 1970 on which the list was tested for patterns, and how often: its share of the tolerance is divided by that. */
  lookDays: number[];
  looks: number[];
}

/** How a layer's times are to be read. */
export interface Grain {
  /** How exactly a start is known. */
  readonly resolutionMs: number;
  /** Distances from a predicted time that are tried, ascending. */
  readonly tolerancesMs: readonly number[];
  /** Belief in each wider tolerance as a share of that in the one before. */
  readonly sharpness: number;
}

/** A list without onsets. */
export function emptyOnsets(): OnsetList {
  return { starts: [], ends: [], lookDays: [], looks: [] };
}

/** Width of a window of a tolerance: the slots of the probes' grid that it can hold, or its plain length. */
export function windowMs({ resolutionMs }: Grain, toleranceMs: number): number {
  return Math.max(2 * toleranceMs, (2 * Math.floor(toleranceMs / resolutionMs + 0.2) + 1) * resolutionMs);
}

/** Adds an onset and counts the test that follows; it must not lie before the last one. */
export function addOnset(list: OnsetList, start: EpochMs, now: EpochMs): void {
  list.starts.push(start);
  const old = Math.max(firstAtLeast(list.starts, now - HORIZON_MS), list.starts.length - MOST_ONSETS);
  if (old > 128) {
    list.starts.splice(0, old);
    if (list.ends.length > 0) list.ends.splice(0, old);
    SUMS.delete(list);
  }
  const day = Math.floor(now / DAY_MS);
  const last = list.lookDays.length - 1;
  if (list.lookDays[last] === day) {
    list.looks[last] = (list.looks[last] ?? 0) + 1;
    return;
  }
  list.lookDays.push(day);
  list.looks.push(1);
  if ((list.lookDays[0] ?? day) < day - LOOK_DAYS) {
    list.lookDays.shift();
    list.looks.shift();
  }
}

/** Tests made in the four weeks before a moment. */
export function looksBefore({ lookDays, looks }: OnsetList, now: EpochMs): number {
  const from = Math.floor(now / DAY_MS) - LOOK_DAYS;
  return looks.reduce((sum, count, i) => sum + ((lookDays[i] ?? 0) >= from ? count : 0), 0);
}

/** The list without some of its onsets since a moment; what was taken out was no test of what is left. */
export function withoutOnsets(list: OnsetList, from: EpochMs, isOut: (start: EpochMs) => boolean): OnsetList {
  const left = list.starts.flatMap((start, i) => (start >= from && isOut(start) ? [] : [i]));
  const starts = left.map((i) => list.starts[i] ?? 0);
  const firstDay = Math.floor(from / DAY_MS);
  const byDay = new Map(list.lookDays.map((day, i) => [day, day < firstDay ? (list.looks[i] ?? 0) : 0]));
  for (const start of starts) {
    const day = Math.floor(start / DAY_MS);
    if (day >= firstDay) byDay.set(day, (byDay.get(day) ?? 0) + 1);
  }
  const days = [...byDay].filter(([, looks]) => looks > 0).sort(([a], [b]) => a - b);
  return {
    starts,
    ends: list.ends.length === 0 ? [] : left.map((i) => list.ends[i] ?? 0),
    lookDays: days.map(([day]) => day),
    looks: days.map(([, looks]) => looks),
  };
}

/** Share of a stretch of time that lies within a tolerance of some onset. */
export function occupancy(list: OnsetList, grain: Grain, toleranceMs: number, from: EpochMs, to: EpochMs): number {
  const first = firstAtLeast(list.starts, from);
  const last = firstAtLeast(list.starts, to) - 1;
  if (last < first || to <= from) return 0;
  const width = windowMs(grain, toleranceMs);
  const sums = sumsOf(list, width);
  return Math.min(1, (width + (sums[last] ?? 0) - (sums[first] ?? 0)) / (to - from));
}

/**
 * Running sums of min(gap, width), by list and width. Derived from the list, so that they are no part of what is kept: a
 * restored list makes them again.
 */
const SUMS = new WeakMap<OnsetList, Map<number, number[]>>();

function sumsOf(list: OnsetList, width: number): readonly number[] {
  let byWidth = SUMS.get(list);
  if (byWidth === undefined) SUMS.set(list, (byWidth = new Map<number, number[]>()));
  let sums = byWidth.get(width);
  if (sums === undefined) byWidth.set(width, (sums = []));
  const { starts } = list;
  for (let i = sums.length; i < starts.length; i++) {
    const gap = i === 0 ? width : (starts[i] ?? 0) - (starts[i - 1] ?? 0);
    sums.push((sums[i - 1] ?? 0) + Math.min(gap, width));
  }
  return sums;
}
