import type { Notice, Problem } from '../core/model/problem.ts';
import type { EpochMs } from '../core/model/time.ts';
import type { Log, ProblemBook, VersionedProblem } from '../core/ports.ts';
import { isWarningStream } from '../core/problems/warnings.ts';
import { streamIndex } from './stream-index.ts';

/** The problems that a pass works on: read once, and kept as they are after each of its own changes. */
export interface ProblemDesk {
  /** Reads the problems that are open or were closed lately, once. Everything below wants it first. */
  prepare(): Promise<void>;
  /** Whether that has come through. */
  isPrepared(): boolean;
  /** Reads the newest problems of those streams of which nothing is known yet. */
  look(streams: Iterable<string>): Promise<void>;
  /** The newest problem of a stream, as far as it was read: open ones always are. */
  get(stream: string): Problem | null;
  /** All that was read. */
  all(): Iterable<Problem>;
  /** Those of them that are chronic. */
  chronic(): Iterable<Problem>;
  /** Those of the chronic ones that have, or had, a pattern of a stream, see `streamName`. */
  chronicAt(stream: string): readonly Problem[];
  /** Those of them that are incidents, early warnings left out. */
  incidents(): Iterable<Problem>;
  /** Whether an open incident covers a stream. */
  isOpen(stream: string): boolean;
  /** The incidents that cover a stream, open or not, see `streamName`. */
  covering(stream: string): readonly Problem[];
  /**
   * See `ProblemBook.commit`. After a conflict the stream is best left to the next pass; the problem of a notice that is known is
   * read again.
   */
  commit(problem: Problem, notice: Notice | null, replaces?: Problem | null): ReturnType<ProblemBook['commit']>;
}

/**
 * A desk over the problem book.
 *
 * @param since problems that were closed before this tick are known only where they are looked for
 */
export function problemDesk(
  { problems, log }: { readonly problems: ProblemBook; readonly log: Log },
  since: EpochMs,
): ProblemDesk {
  const known = new Map<string, VersionedProblem>();
  const looked = new Set<string>();
  let prepared: Promise<void> | null = null;
  let isPrepared = false;
  const chronic = new Map<string, Problem>();
  const incidents = new Map<string, Problem>();
  const covering = streamIndex(({ covers }) => covers);
  const having = streamIndex(({ members }) => members);
  const know = (newest: VersionedProblem) => {
    const { problem } = newest;
    const { stream: key } = problem;
    known.set(key, newest);
    if (problem.nature === 'chronic') {
      chronic.set(key, problem);
      having.put(problem);
    } else if (!isWarningStream(key)) {
      incidents.set(key, problem);
      covering.put(problem);
    }
  };
  const readRecent = async () => {
    for (const recent of await problems.recent(since)) know(recent);
    isPrepared = true;
  };
  const versionOf = ({ stream }: Problem) => known.get(stream)?.version ?? 0;
  const keep = (problem: Problem) => {
    know({ problem, version: versionOf(problem) + 1 });
  };
  return {
    prepare: () => (prepared ??= readRecent()),
    isPrepared: () => isPrepared,

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
    chronicAt: (stream) => having.at(stream),
    incidents: () => incidents.values(),
    isOpen: (stream) => covering.at(stream).some(({ closedAs }) => closedAs === null),
    covering: (stream) => covering.at(stream),

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
