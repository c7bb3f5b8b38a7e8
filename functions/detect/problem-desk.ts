import type { Notice, Problem } from '../core/model/problem.ts';
import type { Log, ProblemBook, VersionedProblem } from '../core/ports.ts';

/** The problems that a pass works on: read once, and kept as they are after each of its own changes. */
export interface ProblemDesk {
  /** Reads the open problems, once. Everything below wants it first. */
  prepare(): Promise<void>;
  /** Reads the newest problems of those streams of which nothing is known yet. */
  look(streams: Iterable<string>): Promise<void>;
  /** The newest problem of a stream, as far as it was read: open ones always are. */
  get(stream: string): Problem | null;
  /** All that was read. */
  all(): Iterable<Problem>;
  /** See `ProblemBook.commit`. After anything but `committed` the stream is best left to the next pass. */
  commit(problem: Problem, notice: Notice | null, replaces?: Problem | null): ReturnType<ProblemBook['commit']>;
}

/** A desk over the problem book. */
export function problemDesk({ problems, log }: { readonly problems: ProblemBook; readonly log: Log }): ProblemDesk {
  const known = new Map<string, VersionedProblem>();
  const looked = new Set<string>();
  let prepared: Promise<void> | null = null;
  const readOpen = async () => {
    for (const open of await problems.open()) known.set(open.problem.stream, open);
  };
  const versionOf = ({ stream }: Problem) => known.get(stream)?.version ?? 0;
  const keep = (problem: Problem) => known.set(problem.stream, { problem, version: versionOf(problem) + 1 });
  return {
    prepare: () => (prepared ??= readOpen()),

    look: async (streams) => {
      const unknown = [...streams].filter((stream) => !known.has(stream) && !looked.has(stream));
      if (unknown.length === 0) return;
      for (const [stream, newest] of await problems.newest(unknown)) known.set(stream, newest);
      for (const stream of unknown) looked.add(stream);
    },

    get: (stream) => known.get(stream)?.problem ?? null,
    *all() {
      for (const { problem } of known.values()) yield problem;
    },

    commit: async (problem, notice, replaces = null) => {
      const result = await problems.commit({
        problem,
        expectedVersion: versionOf(problem),
        notice,
        replaces: replaces === null ? null : { problem: replaces, expectedVersion: versionOf(replaces) },
      });
      log.info('problem', {
        result,
        reason: notice?.reason ?? null,
        noticeId: notice?.id ?? null,
        stream: problem.stream,
      });
      if (result === 'committed') {
        keep(problem);
        if (replaces !== null) keep(replaces);
      }
      return result;
    },
  };
}
