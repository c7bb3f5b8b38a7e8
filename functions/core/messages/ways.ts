import { parseFailureName } from '../model/outcome.ts';
import type { Problem } from '../model/problem.ts';
import { explain, type Explanation } from '../probing/failures.ts';
import { failureSort } from '../problems/failure-sort.ts';
import { spellsOf, waysNow, type ProblemSpell } from '../problems/problem-spells.ts';
import { chiefOf, sortOf } from '../problems/spells.ts';
import { placesText } from './places.ts';
import { explainProblem } from './problem-words.ts';
import { spanText } from './time-words.ts';

/** Ways told in sentences; all of them are in the evidence as counts. */
const WAYS_TOLD = 4;
/** What makes a smaller share of a spell is left to the evidence. */
const TOLD_RATIO = 0.2;

/** What is wrong now: a line, or one for each way in which parts of it fail. */
export function causeLines(problem: Problem, start = ''): string[] {
  const ways = waysNow(problem).filter(isKnown);
  if (ways.length < 2) return [`${start === '' ? '' : `${start}: `}${explainProblem(problem).cause}`];
  return ways.slice(0, WAYS_TOLD).map((way) => {
    const where = `${start === '' ? 'At' : `${start}, at`} ${placesText(way.covers, problem)}`;
    return `${where}: ${explainSpell(way).cause}`;
  });
}

/** What to do about it, for each way. */
export function remedyLines(problem: Problem): string[] {
  const ways = waysNow(problem).filter(isKnown);
  const remedies = new Set(ways.map((way) => explainSpell(way).remedy));
  if (remedies.size < 2) return [explainProblem(problem).remedy];
  return ways.slice(0, WAYS_TOLD).map((way) => `At ${placesText(way.covers, problem)}: ${explainSpell(way).remedy}`);
}

/** What was wrong, of what is over: a line, or one for each time and way. */
export function pastCauseLines(problem: Problem, timeZone: string): string[] {
  const spells = spellsOf(problem).filter(isKnown);
  const [only, second] = spells;
  if (only === undefined) return [`What was wrong: ${explainProblem(problem).cause}`];
  if (second === undefined) return [`What was wrong: ${explainSpell(only).cause}${besides(only)}`];
  const told = spells.slice(0, WAYS_TOLD).map((spell) => {
    const isPart = spell.covers.length < problem.covers.length;
    const where = isPart ? `, at ${placesText(spell.covers, problem)}` : '';
    return `${spanText(spell.from, spell.to, timeZone)}${where}: ${explainSpell(spell).cause}${besides(spell)}`;
  });
  const more = spells.length - told.length;
  return ['It failed in more than one way:', ...told, ...(more > 0 ? [`After that, in ${more} more.`] : [])];
}

/** Names of the ways in which it failed, in turn, for a subject line; empty for a single one. */
export function wayNames(problem: Problem): readonly string[] {
  const names = spellsOf(problem).map((spell) => chiefOf(spell).replace(/^[^/]*\//, ''));
  const inTurn = names.filter((name, index) => name !== names[index - 1]);
  return inTurn.length < 2 ? [] : inTurn;
}

/** What is mixed into a spell, where that is no slip. */
function besides(spell: ProblemSpell): string {
  const all = Object.values(spell.kinds).reduce((sum, count) => sum + count, 0);
  const others = Object.entries(spell.kinds).filter(([name]) => failureSort(name) !== sortOf(spell));
  const [name, count] = others.toSorted(([, a], [, b]) => b - a)[0] ?? ['', 0];
  const failure = parseFailureName(name);
  return failure === null || count < TOLD_RATIO * all ? '' : ` By turns with this: ${explain(failure).cause}`;
}

function explainSpell(spell: ProblemSpell): Explanation {
  return explain(parseFailureName(chiefOf(spell)) ?? { class: 'inconclusive', kind: 'own-fault' });
}

/** A kind of a later release is told as the problem's class is. */
function isKnown(spell: ProblemSpell): boolean {
  return parseFailureName(chiefOf(spell)) !== null;
}
