import type { CoveredStream, Problem } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import { failureSort } from '../problems/failure-sort.ts';
import { chiefOf } from '../problems/spells.ts';
import { cutItems, cutList } from './cut.ts';
import { AT_ONCE_MS } from './failing-times.ts';
import { named } from './foreign-text.ts';
import { namesText, placesText } from './places.ts';
import { minuteText, spanText } from './time-words.ts';

/** Kinds told of one problem or target, the most frequent first. */
const KINDS_TOLD = 5;
/** Groups of targets that have the same times. */
const GROUPS_LISTED = 8;

/** What fails, or failed, in one sentence; none for a single target, which is told already. */
export function coveredLine({ covers, scope }: Problem): string[] {
  const failing = covers.filter(({ recoveredAt }) => recoveredAt === null);
  const targets = failing.length === 0 ? scope.targets : unique(failing.map(({ subject }) => subject));
  if (targets.length < 2) return [];
  return [`${failing.length === 0 ? 'It was' : 'It is'} about ${namesText(targets)}.`];
}

/** Since when they fail, or from when to when they failed, and how; none where that is the same for all. */
export function coveredLines(problem: Problem, timeZone: string): string[] {
  const isOneKind = Object.keys(problem.kinds).length < 2;
  const groups = grouped(problem.covers);
  if (groups.length < 2) return [];
  return cutItems(groups, GROUPS_LISTED, (group) => {
    const from = Math.min(...group.map(({ firstFailureAt }) => firstFailureAt));
    const isOver = group.every(({ recoveredAt }) => recoveredAt !== null);
    const to = Math.max(...group.map(({ recoveredAt }) => recoveredAt ?? 0));
    const time = isOver ? spanText(from, to, timeZone) : `since ${minuteText(from, timeZone)}`;
    return `${placesText(group, problem)}: ${time}${isOneKind ? '' : `; ${kindsText(countsOf(group))}`}.`;
  });
}

/** Streams that began and ended to fail at once, and in the same way. */
function grouped(covers: readonly CoveredStream[]): readonly CoveredStream[][] {
  const groups: [CoveredStream, ...CoveredStream[]][] = [];
  for (const cover of covers) {
    const group = groups.find(([first]) => isAlike(first, cover));
    if (group === undefined) groups.push([cover]);
    else group.push(cover);
  }
  return groups;
}

function isAlike(one: CoveredStream, other: CoveredStream): boolean {
  const isAtOnce = (a: EpochMs | null, b: EpochMs | null) =>
    a === null || b === null ? a === b : Math.abs(a - b) < AT_ONCE_MS;
  return (
    isAtOnce(one.firstFailureAt, other.firstFailureAt) &&
    isAtOnce(one.recoveredAt, other.recoveredAt) &&
    failureSort(chiefOf(one)) === failureSort(chiefOf(other))
  );
}

function countsOf(group: readonly CoveredStream[]): Readonly<Record<string, number>> {
  const total: Record<string, number> = {};
  for (const { kinds } of group) {
    for (const [name, count] of Object.entries(kinds)) total[name] = (total[name] ?? 0) + count;
  }
  return total;
}

/** `5 x network/connect-refused, 3 x server/unavailable and 2 more`, the most frequent first. */
export function kindsText(kinds: Readonly<Record<string, number>>): string {
  const counts = Object.entries(kinds).toSorted(([, a], [, b]) => b - a);
  return cutList(counts, KINDS_TOLD, ([name, count]) => `${count} x ${named(name)}`);
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}
