import type { Notice, Problem } from '../model/problem.ts';
import type { Spell } from '../model/spell.ts';
import { lastFailureAt, spellsOf } from '../problems/problem-spells.ts';
import { joined } from '../problems/spells.ts';
import { coveredLines, kindsText } from './covered-words.ts';
import { cutList } from './cut.ts';
import { named, quoted } from './foreign-text.ts';
import { NOTICE_LINE_START } from './notice-text.ts';
import { vantagesText } from './place-words.ts';
import { namesText } from './places.ts';
import { isChronic, warningOf } from './problem-words.ts';
import { timeText } from './time-words.ts';
import { countText } from './words.ts';

const DETAIL_LIMIT = 300;
const ADDRESSES_TOLD = 6;
const PHASES_TOLD = 6;

/** What was seen: how often, how, where, from where, and when last. */
export function evidenceLines({ problem, id, at }: Notice, timeZone: string): string[] {
  const { scope, seenFrom } = problem;
  const seen = vantagesText(scope.vantages, seenFrom);
  const notice = `${NOTICE_LINE_START}${named(id, DETAIL_LIMIT)}`;
  if (warningOf(problem) !== null) return [`It is about ${namesText(scope.targets)}.`, seen, notice];
  const isOpen = problem.closedAs === null;
  const spell = wholeOf(spellsOf(problem));
  return [
    countsText(problem, spell),
    ...coveredLines(problem, timeZone),
    ...addressLine(problem, spell),
    seen,
    ...(isOpen ? lastLine(problem, at, timeZone) : []),
    ...(problem.detail === null ? [] : [`Detail: ${quoted(problem.detail, DETAIL_LIMIT)}`]),
    ...(problem.diagnosis === null ? [] : [`Diagnosis: ${named(problem.diagnosis, DETAIL_LIMIT)}.`]),
    notice,
  ];
}

function wholeOf(spells: readonly Spell[]): Spell | null {
  return spells.reduce<Spell | null>((whole, spell) => (whole === null ? spell : joined(whole, spell)), null);
}

function countsText(problem: Problem, spell: Spell | null): string {
  const { kinds, failedProbes } = problem;
  const names = Object.keys(kinds);
  const [only] = names;
  const probes = countText(failedProbes, 'failing probe');
  const phases = isOurs(problem) ? {} : (spell?.phases ?? {});
  if (names.length !== 1 || only === undefined) return `${probes}: ${kindsText(kinds)}${phasesText(phases)}.`;
  const [phase, ...others] = Object.keys(phases);
  const where = phase === undefined || others.length > 0 ? phasesText(phases) : ` (phase: ${named(phase)})`;
  return `${probes}${failedProbes > 1 ? ', all' : ':'} ${named(only)}${where}.`;
}

/** What failed for a reason of ours says nothing of the way to the API. */
function isOurs({ class: failureClass }: Problem): boolean {
  return failureClass === 'inconclusive';
}

/** Where those struck that were not answered. */
function phasesText(phases: Spell['phases']): string {
  const counts = Object.entries(phases).toSorted(([, a], [, b]) => b - a);
  if (counts.length === 0) return '';
  const told = cutList(counts, PHASES_TOLD, ([name, count]) => `${count} x ${named(name)}`);
  return ` (unanswered, by phase: ${told})`;
}

/** The addresses that it is tied to, or those at which it failed. */
function addressLine(problem: Problem, spell: Spell | null): string[] {
  const { scope, occurrences } = problem;
  if (isOurs(problem)) return [];
  if (scope.addresses.length > 0) {
    const tied = cutList(scope.addresses, ADDRESSES_TOLD, (address) => named(address));
    return [`Only at ${scope.addresses.length === 1 ? 'the address' : 'the addresses'} ${tied}.`];
  }
  const counts = Object.entries(spell?.addresses ?? {}).toSorted(([, a], [, b]) => b - a);
  const [only] = counts;
  const when = occurrences > 1 ? ' this time' : '';
  if (only === undefined) return [];
  if (counts.length === 1) return [`Address${when}: ${named(only[0])}.`];
  return [`Addresses${when}: ${cutList(counts, ADDRESSES_TOLD, ([name, count]) => `${named(name)} (${count} x)`)}.`];
}

function lastLine(problem: Problem, at: number, timeZone: string): string[] {
  const last = lastFailureAt(problem);
  if (last !== null) return [`Failed last at ${timeText(last, timeZone)}.`];
  return isChronic(problem) ? [] : [`Not over at ${timeText(at, timeZone)}.`];
}
