import type { Notice, Problem } from '../../core/model/problem.ts';
import type { ProblemBook } from '../../core/ports.ts';

/** A problem as it stood in the end, with everything that people were told of it. */
export interface ToldProblem {
  readonly problem: Problem;
  readonly notices: readonly Notice[];
}

/** Keeps what people were told, by problem. A book keeps the newest problem of each stream alone. */
export interface ToldProblems {
  tell(notice: Notice): void;
  /** By the time they were opened; each as the book has it now, where it still has it. */
  inOrder(book: ProblemBook): Promise<readonly ToldProblem[]>;
}

/** See `ToldProblems`. */
export function toldProblems(): ToldProblems {
  const told = new Map<string, Notice[]>();
  return {
    tell: (notice) => {
      const notices = told.get(notice.problem.id);
      if (notices === undefined) told.set(notice.problem.id, [notice]);
      else notices.push(notice);
    },
    inOrder: async (book) => {
      const newest = [...told.values()].flatMap((notices) => notices.at(-1)?.problem ?? []);
      const kept = await book.newest(newest.map(({ stream }) => stream));
      return newest
        .map((problem) => {
          const found = kept.get(problem.stream)?.problem;
          return { problem: found?.id === problem.id ? found : problem, notices: told.get(problem.id) ?? [] };
        })
        .toSorted((a, b) => a.problem.openedAt - b.problem.openedAt || compareText(a.problem.id, b.problem.id));
    },
  };
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
