import { OWN_NETWORK_SUBJECT } from '../chronic/snapshot.ts';
import type { FailureClass } from '../model/outcome.ts';
import type { CoveredStream, Problem } from '../model/problem.ts';
import { SECOND_MS, type EpochMs } from '../model/time.ts';
import { cutItems, cutList } from './cut.ts';
import { named } from './foreign-text.ts';
import { timeText } from './time-words.ts';

/** Kinds told of one problem or target, the most frequent first. */
const KINDS_TOLD = 5;
/** Targets told in a sentence, and groups of them that have the same times. */
const TARGETS_TOLD = 12;
const GROUPS_LISTED = 8;

/** What fails, or failed, in one sentence; none for a single target, which is told already. */
export function coveredLine({ covers, scope }: Problem): string[] {
  const failing = covers.filter(({ recoveredAt }) => recoveredAt === null);
  const targets = failing.length === 0 ? scope.targets : unique(failing.map(({ subject }) => subject));
  if (targets.length < 2) return [];
  return [`${failing.length === 0 ? 'It was' : 'It is'} about ${namesText(targets)}.`];
}

/** The names of targets, not too many. */
export function namesText(targets: readonly string[]): string {
  return cutList(targets, TARGETS_TOLD, (target) => named(target));
}

/** Since when each of them fails, or from when to when it failed, and how; none where that is the same for all. */
export function coveredLines(problem: Problem, timeZone: string): string[] {
  const isOneKind = Object.keys(problem.kinds).length < 2;
  const toldTime = (at: EpochMs | null) => (at === null ? null : Math.floor(at / SECOND_MS));
  const groups = new Map<string, [CoveredStream, ...CoveredStream[]]>();
  for (const cover of problem.covers) {
    const { firstFailureAt, recoveredAt, kinds } = cover;
    const facts = JSON.stringify([toldTime(firstFailureAt), toldTime(recoveredAt), isOneKind ? null : kinds]);
    const group = groups.get(facts);
    if (group === undefined) groups.set(facts, [cover]);
    else group.push(cover);
  }
  if (groups.size < 2) return [];
  return cutItems([...groups.values()], GROUPS_LISTED, (group) => {
    const [{ firstFailureAt, recoveredAt, kinds }] = group;
    const names = cutList(group, TARGETS_TOLD, (cover) => coverName(cover, problem));
    const from = timeText(firstFailureAt, timeZone);
    const time = recoveredAt === null ? `since ${from}` : `from ${from} to ${timeText(recoveredAt, timeZone)}`;
    return `${names}: ${time}${isOneKind ? '' : `; ${kindsText(kinds)}`}.`;
  });
}

/** A target, with the vantage where that tells it from others. */
export function coverName({ subject, vantage }: CoveredStream, { scope }: Problem): string {
  const name = subject === OWN_NETWORK_SUBJECT ? "the monitor's own network" : named(subject);
  return scope.vantages.length > 1 ? `${name} from ${named(vantage)}` : name;
}

/** `5 x network/connect-refused, 3 x server/unavailable and 2 more`, the most frequent first. */
export function kindsText(kinds: Readonly<Record<string, number>>): string {
  const counts = Object.entries(kinds).toSorted(([, a], [, b]) => b - a);
  return cutList(counts, KINDS_TOLD, ([name, count]) => `${count} x ${named(name)}`);
}

/** The counts of failures in one class. */
export function kindsOfClass(
  kinds: Readonly<Record<string, number>>,
  failureClass: FailureClass,
): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(kinds).filter(([kind]) => kind.startsWith(`${failureClass}/`)));
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}
