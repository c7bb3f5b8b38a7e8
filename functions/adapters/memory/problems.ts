import type { Notice, Problem } from '../../core/model/problem.ts';
import type { EpochMs } from '../../core/model/time.ts';
import type { Outbox, ProblemBook, ProblemWrite } from '../../core/ports.ts';

/** A notice that waits, and who holds it. */
interface Waiting {
  readonly notice: Notice;
  owner: string | null;
  leaseUntil: EpochMs;
}

/**
 * Problems and the outbox of their notices in memory. Values are handed out as they came in: they are read-only all the way
 * through. An owner may claim again what it holds, which renews the lease.
 */
export function memoryProblems(): ProblemBook & Outbox {
  const problems = new Map<string, { readonly problem: Problem; readonly version: number }>();
  const openStreams = new Set<string>();
  const known = new Set<string>();
  const waiting = new Map<string, Waiting>();

  const isNewest = ({ problem, expectedVersion }: ProblemWrite) =>
    (problems.get(problem.stream)?.version ?? 0) === expectedVersion;
  const write = ({ problem, expectedVersion }: ProblemWrite) => {
    problems.set(problem.stream, { problem, version: expectedVersion + 1 });
    if (problem.closedAs === null) openStreams.add(problem.stream);
    else openStreams.delete(problem.stream);
  };

  return {
    newest: (streams) =>
      Promise.resolve(
        new Map(
          streams.flatMap((stream) => {
            const found = problems.get(stream);
            return found === undefined ? [] : [[stream, found] as const];
          }),
        ),
      ),

    open: () => Promise.resolve([...openStreams].toSorted().flatMap((stream) => problems.get(stream) ?? [])),

    commit: ({ problem, expectedVersion, notice, replaces }) => {
      if (replaces?.problem.stream === problem.stream) {
        const message = `problem ${problem.id} cannot replace a problem of its own stream ${problem.stream}`;
        return Promise.reject(new Error(message));
      }
      if (notice !== null && known.has(notice.id)) return Promise.resolve('known');
      const writes: readonly ProblemWrite[] = [{ problem, expectedVersion }, ...(replaces ? [replaces] : [])];
      if (!writes.every(isNewest)) return Promise.resolve('conflict');
      writes.forEach(write);
      if (notice !== null) {
        known.add(notice.id);
        waiting.set(notice.id, { notice, owner: null, leaseUntil: 0 });
      }
      return Promise.resolve('committed');
    },

    // The sort is stable, and a problem's notices are committed in their order.
    pending: () => Promise.resolve([...waiting.values()].map(({ notice }) => notice).toSorted((a, b) => a.at - b.at)),

    claim: (noticeId, owner, now, leaseMs) => {
      const found = waiting.get(noticeId);
      if (found === undefined) return Promise.resolve(false);
      if (found.owner !== null && found.owner !== owner && now < found.leaseUntil) return Promise.resolve(false);
      found.owner = owner;
      found.leaseUntil = now + leaseMs;
      return Promise.resolve(true);
    },

    markSent: (noticeId, owner) => {
      if (waiting.get(noticeId)?.owner === owner) waiting.delete(noticeId);
      return Promise.resolve();
    },

    release: (noticeId, owner) => {
      const found = waiting.get(noticeId);
      if (found?.owner === owner) found.owner = null;
      return Promise.resolve();
    },
  };
}
