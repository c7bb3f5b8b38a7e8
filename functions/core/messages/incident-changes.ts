import type { FailureClass } from '../model/outcome.ts';
import type { CoveredStream, Problem } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import { coverName, coveredLine, kindsOfClass, kindsText } from './covered-words.ts';
import { cutList } from './cut.ts';
import { occurrenceStart } from './failing-times.ts';
import { named } from './foreign-text.ts';
import { toldShape } from './told-shape.ts';
import { countText } from './words.ts';

const STREAMS_TOLD = 6;

/**
 * What of an incident is not as people were told of it last, a line each, and what is wrong.
 *
 * @param time writes a moment
 */
export function incidentChanges(problem: Problem, cause: string, time: (at: EpochMs) => string): string[] {
  const { told, covers } = problem;
  const failing = covers.filter(({ recoveredAt }) => recoveredAt === null);
  const joined = failing.filter(({ firstFailureAt }) => told.at !== null && firstFailureAt > told.at);
  const known = failing.filter((cover) => !joined.includes(cover));
  const classBefore = toldShape(told).class;
  const news = [
    ...causeLines(problem, classBefore, cause),
    ...joinedLines(joined, problem, time),
    ...overLine(problem),
    ...subjectLine(problem),
    ...vantagesLine(known, problem),
  ];
  const goesOn = `The problem that began at ${time(occurrenceStart(problem))} goes on`;
  return [
    news.length === 0 ? `${goesOn}; this is how it stands now:` : `${goesOn}; this is new:`,
    ...news,
    ...(isOtherClass(problem, classBefore) ? [] : [`What is wrong: ${cause}`]),
    // Where all that fails is new, it was named already.
    ...(joined.length > 0 && known.length === 0 ? [] : coveredLine(problem)),
  ];
}

function isOtherClass({ class: failureClass }: Problem, before: FailureClass | null): before is FailureClass {
  return before !== null && before !== failureClass;
}

function causeLines(problem: Problem, before: FailureClass | null, cause: string): string[] {
  if (!isOtherClass(problem, before)) return [];
  const kinds = kindsOfClass(problem.kinds, before);
  const was = Object.keys(kinds).length === 0 ? `class ${before}` : kindsText(kinds);
  return [`It fails in another way now: ${cause}`, `Before: ${was}.`];
}

/** Those that fail only since people were told; one that had failed earlier in this problem fails again. */
function joinedLines(joined: readonly CoveredStream[], problem: Problem, time: (at: EpochMs) => string): string[] {
  const isAgain = ({ pastKinds }: CoveredStream) => Object.keys(pastKinds).length > 0;
  const lineOf = (some: readonly CoveredStream[], how: string) => {
    if (some.length === 0) return [];
    const from = Math.min(...some.map(({ firstFailureAt }) => firstFailureAt));
    return [`${namesOf(some, problem)} ${some.length === 1 ? 'fails' : 'fail'} ${how}, from ${time(from)} on.`];
  };
  return [
    ...lineOf(
      joined.filter((cover) => !isAgain(cover)),
      'too',
    ),
    ...lineOf(joined.filter(isAgain), 'again'),
  ];
}

function overLine(problem: Problem): string[] {
  const over = problem.covers.filter((cover) => isOverSince(cover, problem));
  if (over.length === 0) return [];
  return [`${namesOf(over, problem)} ${over.length === 1 ? 'does' : 'do'} not fail like this any more.`];
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

/** What it is about now, where that is told by another name. */
function subjectLine({ told, subject }: Problem): string[] {
  if (told.at === null || told.subject === subject) return [];
  return [`People were told of ${named(told.subject)}; it is about ${named(subject)} now.`];
}

/** From where it is seen, as far as those that joined do not say it. */
function vantagesLine(known: readonly CoveredStream[], { told }: Problem): string[] {
  const vantages = new Set(known.map(({ vantage }) => vantage));
  if (told.at === null || vantages.size <= told.vantages) return [];
  return [`It is seen from ${countText(vantages.size, 'vantage')} now (${told.vantages} before).`];
}

function namesOf(some: readonly CoveredStream[], problem: Problem): string {
  return cutList(some, STREAMS_TOLD, (cover) => coverName(cover, problem));
}
