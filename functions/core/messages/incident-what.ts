import { asOf } from '../chronic/next-window.ts';
import { HOUR_MS, MINUTE_MS } from '../model/time.ts';
import type { ChronicLink, Notice, Problem } from '../model/problem.ts';
import { SOON_MS } from '../problems/expected-repeat.ts';
import { LONGEST_QUIET_MS } from '../problems/incident-life.ts';
import { coveredLine } from './covered-words.ts';
import { failingTimes } from './failing-times.ts';
import { named } from './foreign-text.ts';
import { incidentChanges } from './incident-changes.ts';
import { patternInBrief } from './pattern-words.ts';
import { namesText } from './places.ts';
import { subjectOf } from './problem-words.ts';
import { rateLine } from './rate-line.ts';
import { durationText, roughDurationText, spanText, timeText } from './time-words.ts';
import { causeLines, pastCauseLines } from './ways.ts';
import { ordinalText } from './words.ts';

/** What is broken, or was, since when, and what else a person has to know first. */
export function incidentWhat({ problem, reason, at }: Notice, timeZone: string): string[] {
  const { start, isMany } = subjectOf(problem);
  const time = (moment: number) => timeText(moment, timeZone);
  const { startAt, isStaggered, isEndStaggered } = failingTimes(problem);
  const since = `${isStaggered ? ', the first of them' : ''} since ${time(startAt)}`;
  const end = problem.resolvedAt ?? at;
  switch (reason) {
    case 'opened':
      return [
        isRefused(problem)
          ? `${start} ${isMany ? 'have' : 'has'} been refused${since}.`
          : `${start} ${isMany ? 'have' : 'has'} been failing${since}.`,
        ...rateLine(problem),
        ...linkLine(problem),
        ...causeLines(problem),
        ...coveredLine(problem),
        ...pauseLine(problem),
      ];
    case 'changed':
      return [...incidentChanges(problem, time), ...pauseLine(problem)];
    case 'reopened':
      return [
        `${start} ${isMany ? 'fail' : 'fails'} again${isStaggered ? '' : ','}${since}.`,
        ...rateLine(problem),
        ...occurrenceLine(problem, time),
        ...causeLines(problem),
        ...coveredLine(problem),
        ...pauseLine(problem),
      ];
    case 'reminded':
      return [
        isStaggered
          ? `${start} still fail. The first of them began to fail at ${time(startAt)}, ${roughDurationText(at - startAt)} ago.`
          : `${start} still ${isMany ? 'fail' : 'fails'}, for ${roughDurationText(at - startAt)} now:${since}.`,
        ...causeLines(problem),
        ...coveredLine(problem),
        ...pauseLine(problem),
      ];
    case 'resolved':
      return [
        `${start} ${isMany ? 'work' : 'works'} again,${isEndStaggered ? ' the last of them' : ''} since ${time(end)}.`,
        lastedLine(problem, end, time),
        ...pastCauseLines(problem, timeZone),
        ...coveredLine(problem),
        ...chronicGoesOnLine(problem, at, timeZone),
        repeatLine(),
      ];
    case 'no-longer-monitored':
      return [
        `${start} ${isMany ? 'are' : 'is'} no longer monitored; ${isMany ? 'they were' : 'it was'} failing${since} when last seen.`,
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

/** What works again fails again when the chronic problem strikes next. */
function chronicGoesOnLine({ linkedTo }: Problem, at: number, timeZone: string): string[] {
  if (linkedTo === null) return [];
  const pattern = asOf(linkedTo.pattern, at);
  const { nextExpected } = pattern;
  const next = nextExpected === null ? '' : `; next expected ${spanText(nextExpected.from, nextExpected.to, timeZone)}`;
  return [`The chronic problem that was known before (${patternInBrief({ pattern })}) goes on${next}.`];
}

function isRefused({ class: failureClass }: Problem): boolean {
  return failureClass === 'throttled';
}

function pauseLine(problem: Problem): string[] {
  if (!isRefused(problem)) return [];
  return [
    `The monitor pauses its requests to ${problem.origin === null ? 'the API' : named(problem.origin)}; when the pause is over it tries with a single one.`,
    ...(problem.pausedTargets.length === 0 ? [] : [`Not probed meanwhile: ${namesText(problem.pausedTargets)}.`]),
  ];
}

type TimeText = (moment: number) => string;

function occurrenceLine({ occurrences, firstFailureAt, longestToldMs }: Problem, time: TimeText): string[] {
  if (occurrences < 2) return [];
  const longest = longestToldMs === 0 ? '' : `; the longest told so far lasted ${durationText(longestToldMs)}`;
  return [`It is the ${ordinalText(occurrences)} outage since ${time(firstFailureAt)}${longest}.`];
}

function lastedLine(problem: Problem, end: number, time: TimeText): string {
  const { occurrences, firstFailureAt, longestToldMs } = problem;
  const { startAt } = failingTimes(problem);
  const lastMs = end - startAt;
  const last = lastText(problem, durationText(lastMs), time(startAt));
  if (occurrences < 2) return last;
  const longest = longestToldMs > lastMs ? `; the longest lasted ${durationText(longestToldMs)}` : '';
  return `${last} That was outage number ${occurrences} since ${time(firstFailureAt)}${longest}.`;
}

function lastText(problem: Problem, duration: string, since: string): string {
  const { targets, isStaggered, isEndStaggered } = failingTimes(problem);
  if (isStaggered || isEndStaggered) {
    return `The first of them began to fail at ${since}; it lasted ${duration} in all.`;
  }
  const isPart = targets.length > 0 && targets.length < new Set(problem.covers.map(({ subject }) => subject)).size;
  // The subject names all that failed since the first outage.
  if (isPart) return `This time ${namesText(targets)} had failed for ${duration}: since ${since}.`;
  return `${subjectOf(problem).isMany ? 'They' : 'It'} had failed for ${duration}: since ${since}.`;
}

function repeatLine(): string {
  const hours = Math.round(SOON_MS / HOUR_MS);
  const minutes = Math.round(LONGEST_QUIET_MS / MINUTE_MS);
  return `Should it come back within ${hours} h, or at this time tomorrow, a repeat of less than about ${minutes} min is only counted; all else is told.`;
}
