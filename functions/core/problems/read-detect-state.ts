import { failureName } from '../model/outcome.ts';
import type { DetectState, Streak, StreamState } from './streams.ts';

/** A streak as an older release stored it: without what failed. */
type StoredStreak = Omit<Streak, 'kinds'> & Partial<Streak>;

/** A stream as an older release stored it: without how it went lately. */
type StoredStream = Omit<StreamState, 'recent'> & Partial<StreamState>;

/** A stored state in the shape of this release. A streak of which it is not known what failed is taken to be of its newest kind. */
export function readDetectState(stored: DetectState): DetectState {
  const streams = Object.entries(stored.streams).map(([name, stream]) => [name, readStream(stream)] as const);
  return { ...stored, streams: Object.fromEntries(streams) };
}

function readStream({ recent = null, ...rest }: StoredStream): StreamState {
  const stream: StreamState = { ...rest, recent };
  const streak: StoredStreak | null = stream.streak;
  if (streak === null || streak.kinds !== undefined) return stream;
  const name = stream.stretch === null ? `${streak.class}/other` : failureName(stream.stretch.newest);
  return { ...stream, streak: { ...streak, kinds: { [name]: streak.ticks } } };
}
