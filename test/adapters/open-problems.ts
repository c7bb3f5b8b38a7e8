import { DAY_MS } from '../../functions/core/model/time.ts';
import type { ProblemBook, VersionedProblem } from '../../functions/core/ports.ts';
import { TICK_AT } from '../support/builders.ts';

/** The open problems in a book: those of years ahead, when none was closed lately. */
export function openIn(book: ProblemBook): Promise<readonly VersionedProblem[]> {
  return book.recent(TICK_AT + 10_000 * DAY_MS);
}
