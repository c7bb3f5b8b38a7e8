import type { Notice, Problem } from '../../core/model/problem.ts';
import type { ProblemBook } from '../../core/ports.ts';

/** A problem as it stood in the end, with everything that people were told of it. */
export interface ToldProblem {
  readonly problem: Problem;
  readonly notices: readonly Notice[];
}

/** Keeps what people were told, by problem. */
export interface ToldProblems {
  /** The same book, watched: a book keeps the newest problem of each stream alone, and not every end is told. */
  watched(book: ProblemBook): ProblemBook;
  tell(notice: Notice): void;
  /** By the time they were opened, each as it was written last. */
  inOrder(): readonly ToldProblem[];
}

/** See `ToldProblems`. */
export function toldProblems(): ToldProblems {
  const told = new Map<string, Notice[]>();
  const written = new Map<string, Problem>();
  return {
    watched: (book) => ({
      newest: (streams) => book.newest(streams),
      recent: (since) => book.recent(since),
      commit: async (change) => {
        const result = await book.commit(change);
        if (result !== 'committed') return result;
        // What goes on under the same id is the one that counts.
        if (change.replaces) written.set(change.replaces.problem.id, change.replaces.problem);
        written.set(change.problem.id, change.problem);
        return result;
      },
    }),
    tell: (notice) => {
      const notices = told.get(notice.problem.id);
      if (notices === undefined) told.set(notice.problem.id, [notice]);
      else notices.push(notice);
    },
    inOrder: () =>
      [...told]
        .flatMap(([id, notices]) => {
          const problem = written.get(id);
          return problem === undefined ? [] : [{ problem, notices }];
        })
        .toSorted((a, b) => a.problem.openedAt - b.problem.openedAt || compareText(a.problem.id, b.problem.id)),
  };
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
