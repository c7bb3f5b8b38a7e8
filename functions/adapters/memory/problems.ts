import { newestTickOf, type Problem } from '../../core/model/problem.ts';
import type { Outbox, ProblemBook, ProblemWrite, VersionedProblem } from '../../core/ports.ts';
import { memoryOutbox } from './outbox.ts';

/**
 * Problems and the outbox of their notices in memory. Values are handed out as they came in: they are read-only all the way
 * through.
 */
export function memoryProblems(): ProblemBook & Outbox {
  const problems = new Map<string, { readonly problem: Problem; readonly version: number }>();
  const outbox = memoryOutbox();

  const isNewest = ({ problem, expectedVersion }: ProblemWrite) =>
    (problems.get(problem.stream)?.version ?? 0) === expectedVersion;
  const write = ({ problem, expectedVersion }: ProblemWrite) => {
    problems.set(problem.stream, { problem, version: expectedVersion + 1 });
  };

  return {
    ...outbox,

    newest: (streams) =>
      Promise.resolve(
        new Map(
          streams.flatMap((stream) => {
            const found = problems.get(stream);
            return found === undefined ? [] : [[stream, found] as const];
          }),
        ),
      ),

    recent: (since) => {
      const isRecent = ({ problem }: VersionedProblem) => problem.closedAs === null || newestTickOf(problem) >= since;
      return Promise.resolve([...problems.values()].filter(isRecent));
    },

    commit: ({ problem, expectedVersion, notice, replaces }) => {
      if (replaces?.problem.stream === problem.stream) {
        const message = `problem ${problem.id} cannot replace a problem of its own stream ${problem.stream}`;
        return Promise.reject(new Error(message));
      }
      if (notice !== null && outbox.isKnown(notice.id)) return Promise.resolve('known');
      const writes: readonly ProblemWrite[] = [{ problem, expectedVersion }, ...(replaces ? [replaces] : [])];
      if (!writes.every(isNewest)) return Promise.resolve('conflict');
      writes.forEach(write);
      if (notice !== null) outbox.put(notice);
      return Promise.resolve('committed');
    },
  };
}
