import { failureName } from '../model/outcome.ts';
import type { DetectState, Streak, StreamState, Stretch } from './streams.ts';

/** A streak as an older release stored it: without what failed. */
type StoredStreak = Omit<Streak, 'kinds'> & Partial<Streak>;

/** A stretch as an older release stored it: without what it failed as in turn. */
type StoredStretch = Omit<Stretch, 'spells'> & Partial<Stretch>;
/** A stream as an older release stored it: without how it went lately. */
type StoredStream = Omit<StreamState, 'recent'> & Partial<StreamState>;

/** A stored state in the shape of this release. A streak of which it is not known what failed is taken to be of its newest kind. */
export function readDetectState(stored: DetectState): DetectState {
  const streams = Object.entries(stored.streams).map(([name, stream]) => [name, readStream(stream)] as const);
  return { ...stored, streams: Object.fromEntries(streams) };
}

function readStream({ recent = null, ...rest }: StoredStream): StreamState {
  const { stretch, ended } = rest;
  const read: StreamState = { ...rest, recent, stretch: readStretch(stretch), ended: readStretch(ended) };
  const streak: StoredStreak | null = read.streak;
  if (streak === null || streak.kinds !== undefined) return read;
  const name = stretch === null ? `${streak.class}/other` : failureName(stretch.newest);
  return { ...read, streak: { ...streak, kinds: { [name]: streak.ticks } } };
}

function readStretch(stored: StoredStretch | null): Stretch | null {
  return stored === null ? null : { ...stored, spells: stored.spells ?? [] };
}
