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
  /** Those of them that are chronic. */
  chronic(): Iterable<Problem>;
  /**
   * See `ProblemBook.commit`. After a conflict the stream is best left to the next pass; the problem of a notice that is known is
   * read again.
   */
  commit(problem: Problem, notice: Notice | null, replaces?: Problem | null): ReturnType<ProblemBook['commit']>;
}

/** A desk over the problem book. */
export function problemDesk({ problems, log }: { readonly problems: ProblemBook; readonly log: Log }): ProblemDesk {
  const known = new Map<string, VersionedProblem>();
  const looked = new Set<string>();
  let prepared: Promise<void> | null = null;
  const chronic = new Map<string, Problem>();
  const know = (newest: VersionedProblem) => {
    const { problem } = newest;
    known.set(problem.stream, newest);
    if (problem.nature === 'chronic') chronic.set(problem.stream, problem);
  };
  const readOpen = async () => {
    for (const open of await problems.open()) know(open);
  };
  const versionOf = ({ stream }: Problem) => known.get(stream)?.version ?? 0;
  const keep = (problem: Problem) => {
    know({ problem, version: versionOf(problem) + 1 });
  };
  return {
    prepare: () => (prepared ??= readOpen()),

    look: async (streams) => {
      const unknown = [...streams].filter((stream) => !known.has(stream) && !looked.has(stream));
      if (unknown.length === 0) return;
      for (const newest of (await problems.newest(unknown)).values()) know(newest);
      for (const stream of unknown) looked.add(stream);
    },

    get: (stream) => known.get(stream)?.problem ?? null,
    *all() {
      for (const { problem } of known.values()) yield problem;
    },

    chronic: () => chronic.values(),

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
      } else if (result === 'known') {
        // Another pass was faster: what follows is decided on what came of it.
        for (const newest of (await problems.newest([problem.stream])).values()) know(newest);
      }
      return result;
    },
  };
}
