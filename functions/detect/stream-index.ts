import type { Problem } from '../core/model/problem.ts';
import { streamName } from '../core/problems/streams.ts';

/** Finds the problems that concern a stream, see `streamName`: of each key the newest one. */
export interface StreamIndex {
  /** Takes in a problem in place of the one of its key. */
  put(problem: Problem): void;
  at(stream: string): readonly Problem[];
}

const NONE: readonly Problem[] = [];

/** An index by the streams that `placesOf` names. Looking one up costs what concerns that stream, and putting one in what it concerns. */
export function streamIndex(
  placesOf: (problem: Problem) => readonly { readonly vantage: string; readonly subject: string }[],
): StreamIndex {
  const byKey = new Map<string, Problem>();
  const keysByStream = new Map<string, Set<string>>();
  const streamsOf = (problem: Problem) => placesOf(problem).map(({ vantage, subject }) => streamName(vantage, subject));
  return {
    put: (problem) => {
      const { stream: key } = problem;
      const before = byKey.get(key);
      const streams = streamsOf(problem);
      if (before !== undefined) {
        const kept = new Set(streams);
        for (const stream of streamsOf(before)) if (!kept.has(stream)) keysByStream.get(stream)?.delete(key);
      }
      byKey.set(key, problem);
      for (const stream of streams) keysByStream.set(stream, (keysByStream.get(stream) ?? new Set()).add(key));
    },
    at: (stream) => {
      const keys = keysByStream.get(stream);
      return keys === undefined ? NONE : [...keys].flatMap((key) => byKey.get(key) ?? []);
    },
  };
}
