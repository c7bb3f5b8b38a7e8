import { FAILURE_CLASSES, parseFailureName, type FailureClass } from '../model/outcome.ts';
import type { CoveredStream, Problem } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import { explain } from '../probing/failures.ts';
import { failsElsewhere } from '../problems/problem-spells.ts';
import { coveredLine } from './covered-words.ts';
import { occurrenceStart } from './failing-times.ts';
import { isMany, placesText, vantageNames } from './places.ts';
import { toldShape } from './told-shape.ts';
import { causeLines } from './ways.ts';
import { countText } from './words.ts';

/**
 * What of an incident is not as people were told of it last, a line each, and what is wrong.
 *
 * @param time writes a moment
 */
export function incidentChanges(problem: Problem, time: (at: EpochMs) => string): string[] {
  const { told, covers } = problem;
  const failing = covers.filter(({ recoveredAt }) => recoveredAt === null);
  const joined = failing.filter(({ firstFailureAt }) => told.at !== null && firstFailureAt > told.at);
  const known = failing.filter((cover) => !joined.includes(cover));
  const classBefore = toldShape(told).class;
  const news = [
    ...classLines(problem, classBefore),
    ...joinedLines(joined, known, problem, time),
    ...overLines(problem),
    ...vantagesLine(known, problem),
  ];
  const goesOn = `The problem that began at ${time(occurrenceStart(problem))} goes on`;
  return [
    news.length === 0 ? `${goesOn}; this is how it stands now:` : `${goesOn}; this is new:`,
    ...news,
    ...(isOtherClass(problem, classBefore) ? [] : causeLines(problem, 'What is wrong')),
    // Where all that fails is new, it was named already.
    ...(joined.length > 0 && known.length === 0 ? [] : coveredLine(problem)),
  ];
}

function isOtherClass({ class: failureClass }: Problem, before: FailureClass | null): before is FailureClass {
  return before !== null && before !== failureClass;
}

function classLines(problem: Problem, before: FailureClass | null): string[] {
  if (!isOtherClass(problem, before)) return [];
  return [...causeLines(problem, 'It fails in another way now'), `Before: ${causeBefore(problem, before)}`];
}

/** The most frequent failure of the class that was told. */
function causeBefore({ kinds }: Problem, before: FailureClass): string {
  const ofClass = Object.entries(kinds).filter(([name]) => name.startsWith(`${before}/`));
  const [name] = ofClass.toSorted(([, a], [, b]) => b - a)[0] ?? [];
  const failure = name === undefined ? null : parseFailureName(name);
  if (failure !== null) return explain(failure).cause;
  return `failures of the class ${FAILURE_CLASSES.find((one) => one === before) ?? 'inconclusive'}.`;
}

/** Those that fail only since people were told; one that had failed earlier in this problem fails again. */
function joinedLines(
  joined: readonly CoveredStream[],
  known: readonly CoveredStream[],
  problem: Problem,
  time: (at: EpochMs) => string,
): string[] {
  const isThere = ({ vantage }: CoveredStream) => known.some((one) => one.vantage === vantage);
  const isAgain = ({ pastKinds }: CoveredStream) => Object.keys(pastKinds).length > 0;
  const startOf = (some: readonly CoveredStream[]) => time(Math.min(...some.map((one) => one.firstFailureAt)));
  const lineOf = (some: readonly CoveredStream[], how: string) =>
    some.length === 0
      ? []
      : [`${placesText(some, problem)} ${isMany(some) ? 'fail' : 'fails'} ${how}, from ${startOf(some)} on.`];
  const elsewhere = known.length === 0 ? [] : joined.filter((cover) => !isThere(cover) && !isAgain(cover));
  const here = joined.filter((cover) => !elsewhere.includes(cover));
  return [
    ...lineOf(
      here.filter((cover) => !isAgain(cover)),
      'too',
    ),
    ...lineOf(here.filter(isAgain), 'again'),
    ...(elsewhere.length === 0 ? [] : [`Since ${startOf(elsewhere)} also ${placesText(elsewhere, problem)}.`]),
  ];
}

function overLines(problem: Problem): string[] {
  const over = problem.covers.filter((cover) => isOverSince(cover, problem));
  const [gone, well] = [over.filter(failsElsewhere), over.filter((cover) => !failsElsewhere(cover))];
  return [
    ...(well.length === 0 ? [] : [`${placesText(well, problem)} ${isMany(well) ? 'work' : 'works'} again.`]),
    ...(gone.length === 0
      ? []
      : [`${placesText(gone, problem)} ${isMany(gone) ? 'fail' : 'fails'} in another way now: a problem by itself.`]),
  ];
}

/** Whether it was told to fail, and does no more: what works again is known to do so only a few probes later. */
function isOverSince(
  { subject, recoveredAt, firstFailureAt }: CoveredStream,
  { told, failingSince }: Problem,
): boolean {
  if (recoveredAt === null || told.at === null || firstFailureAt > told.at) return false;
  const isNamed = told.subject === subject || told.subject.startsWith(`${subject} and `);
  return recoveredAt > (isNamed ? failingSince : told.at);
}

/** From where it is seen, as far as those that joined do not say it. */
function vantagesLine(known: readonly CoveredStream[], { told }: Problem): string[] {
  const vantages = [...new Set(known.map(({ vantage }) => vantage))];
  if (told.at === null || vantages.length <= told.vantages) return [];
  return [`It is seen from ${vantageNames(vantages)} now; before, from ${countText(told.vantages, 'vantage')}.`];
}
