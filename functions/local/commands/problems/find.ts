import { createHash } from 'node:crypto';
import type { Problem } from '../../../core/model/problem.ts';

/** Short enough to type, and long enough that thousands of problems rarely share one. */
const SHORTEST_SHORT_ID = 6;

/** A form of each id that is easy to type, by id: as long as it takes for no two of these to be the same. */
export function shortIds(ids: readonly string[]): ReadonlyMap<string, string> {
  const codes = [...new Set(ids)].map((id) => [id, codeOf(id)] as const);
  const sorted = codes.map(([, code]) => code).toSorted();
  const lengthOf = new Map(
    sorted.map((code, index) => {
      const shared = Math.max(sharedStart(code, sorted[index - 1]), sharedStart(code, sorted[index + 1]));
      return [code, Math.max(SHORTEST_SHORT_ID, shared + 1)] as const;
    }),
  );
  return new Map(codes.map(([id, code]) => [id, code.slice(0, lengthOf.get(code))]));
}

/**
 * The problems that a person may mean by an id, the beginning of an id or short form, or a notice's id. Open ones come before
 * closed ones: only if none is open, a closed one is meant.
 */
export function problemsMeant(given: string, problems: readonly Problem[]): readonly Problem[] {
  const exact = problems.filter(({ id }) => id === given || given.startsWith(`${id}/`));
  if (exact.length > 0) return exact;
  const matching = problems.filter(({ id }) => id.startsWith(given) || codeOf(id).startsWith(given.toLowerCase()));
  const open = matching.filter(({ closedAs }) => closedAs === null);
  return open.length > 0 ? open : matching;
}

function codeOf(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}

function sharedStart(one: string, other: string | undefined): number {
  if (other === undefined) return 0;
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
