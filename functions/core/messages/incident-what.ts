import { HOUR_MS } from '../model/time.ts';
import type { ChronicLink, Notice, Problem } from '../model/problem.ts';
import { GRACE_MS } from '../problems/incident-draft.ts';
import { coverName, coveredLine, kindsText, otherKinds } from './covered-words.ts';
import { cutList } from './cut.ts';
import { named } from './foreign-text.ts';
import { patternInBrief } from './pattern-words.ts';
import { explainProblem, subjectOf } from './problem-words.ts';
import { durationText, timeText } from './time-words.ts';
import { ordinalText } from './words.ts';

const TARGETS_TOLD = 6;

/** What is broken, or was, since when, and what else a person has to know first. */
export function incidentWhat({ problem, reason, at }: Notice, timeZone: string): string[] {
  const { start, isMany } = subjectOf(problem);
  const { cause } = explainProblem(problem);
  const time = (moment: number) => timeText(moment, timeZone);
  const since = time(problem.failingSince);
  const end = problem.resolvedAt ?? at;
  switch (reason) {
    case 'opened':
      return [
        isRefused(problem)
          ? `${start} ${isMany ? 'have' : 'has'} been refused since ${since}.`
          : `${start} ${isMany ? 'have' : 'has'} been failing since ${since}.`,
        ...linkLine(problem),
        cause,
        ...coveredLine(problem),
        ...pauseLine(problem),
      ];
    case 'changed':
      return [
        `${start} still ${isMany ? 'fail' : 'fails'}. The problem began at ${since}; this is new:`,
        ...changeLines(problem, cause, time),
      ];
    case 'reopened':
      return [
        `${start} ${isMany ? 'fail' : 'fails'} again, since ${since}.`,
        ...occurrenceLine(problem, time),
        cause,
        ...coveredLine(problem),
      ];
    case 'reminded':
      return [
        `${start} still ${isMany ? 'fail' : 'fails'}, for ${durationText(at - problem.failingSince)} now: since ${since}.`,
        `Nobody has acknowledged it. This is reminder ${problem.reminders}.`,
        cause,
        ...coveredLine(problem),
      ];
    case 'resolved':
      return [
        `${start} ${isMany ? 'work' : 'works'} again, since ${time(end)}.`,
        lastedLine(problem, end, time),
        `What was wrong: ${cause}`,
        ...coveredLine(problem),
        repeatLine(),
      ];
    case 'no-longer-monitored':
      return [
        `${start} ${isMany ? 'are' : 'is'} no longer monitored; ${isMany ? 'they were' : 'it was'} failing since ${since} when last seen.`,
        `That does not mean that ${isMany ? 'they work' : 'it works'} again.`,
      ];
  }
}

const BEYOND: Readonly<Record<ChronicLink['beyond'], string>> = {
  longer: 'this lasts longer than that usually does',
  wider: 'this began outside of its usual time',
  'other-class': 'this fails in another way',
  'other-address': 'this fails at other addresses',
};

function linkLine({ linkedTo }: Problem): string[] {
  if (linkedTo === null) return [];
  const { pattern, beyond } = linkedTo;
  return [`A chronic problem of it is known (${patternInBrief({ pattern })}), but ${BEYOND[beyond]}.`];
}

function isRefused({ class: failureClass }: Problem): boolean {
  return failureClass === 'throttled';
}

function pauseLine(problem: Problem): string[] {
  if (!isRefused(problem)) return [];
  return [
    `The monitor pauses its requests to ${problem.origin === null ? 'the API' : named(problem.origin)}; when the pause is over it tries with a single one.`,
  ];
}

type TimeText = (moment: number) => string;

/** Everything that is not as it was when the problem was opened. */
function changeLines(problem: Problem, cause: string, time: TimeText): string[] {
  const { covers, openedAt } = problem;
  const before = otherKinds(problem);
  const isOtherwise = Object.keys(before).length > 0;
  const joined = covers.filter((cover) => cover.recoveredAt === null && cover.firstFailureAt > openedAt);
  const over = covers.filter(({ recoveredAt }) => recoveredAt !== null);
  const namesOf = (some: typeof covers) => cutList(some, TARGETS_TOLD, (cover) => coverName(cover, problem));
  const joinedAt = Math.min(...joined.map(({ firstFailureAt }) => firstFailureAt));
  return [
    ...(isOtherwise ? [`It fails in another way: ${cause}`, `Before: ${kindsText(before)}.`] : []),
    ...(joined.length === 0
      ? []
      : [`${namesOf(joined)} ${joined.length === 1 ? 'fails' : 'fail'} too, from ${time(joinedAt)} on.`]),
    ...(over.length === 0
      ? []
      : [`${namesOf(over)} ${over.length === 1 ? 'does' : 'do'} not fail like this any more.`]),
    ...(isOtherwise ? [] : [`What is wrong: ${cause}`]),
    ...(joined.length === 0 ? coveredLine(problem) : []),
  ];
}

function occurrenceLine({ occurrences, firstFailureAt, longestToldMs }: Problem, time: TimeText): string[] {
  if (occurrences < 2) return [];
  const longest = longestToldMs === 0 ? '' : `; the longest told so far lasted ${durationText(longestToldMs)}`;
  return [`It is the ${ordinalText(occurrences)} outage since ${time(firstFailureAt)}${longest}.`];
}

function lastedLine(problem: Problem, end: number, time: TimeText): string {
  const { occurrences, failingSince, firstFailureAt, longestToldMs } = problem;
  const lastMs = end - failingSince;
  const last = `${subjectOf(problem).isMany ? 'They' : 'It'} had failed for ${durationText(lastMs)}: since ${time(failingSince)}.`;
  if (occurrences < 2) return last;
  const longest = longestToldMs > lastMs ? `; the longest lasted ${durationText(longestToldMs)}` : '';
  return `${last} That was outage number ${occurrences} since ${time(firstFailureAt)}${longest}.`;
}

function repeatLine(): string {
  const hours = Math.round(GRACE_MS / HOUR_MS);
  return `Should it come back within ${hours} h, a short repeat is counted and not told; one that lasts longer, or reaches further, is.`;
}
