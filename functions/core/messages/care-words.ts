import type { Notice } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import { isAcknowledged, isSnoozed, type Care } from '../problems/care.ts';
import { named, quoted } from './foreign-text.ts';

/** A note is for people who are called: what is longer stands in the problem. */
const NOTE_LIMIT = 200;
const NAME_LIMIT = 60;

/** Whether somebody is on a problem as it stands: who was on it before it came back may not know that it did. */
export function isInCare({ problem }: Notice, care: Care | null): boolean {
  if (care === null || !isAcknowledged(care)) return false;
  return (care.acknowledgedAt ?? Infinity) >= problem.failingSince;
}

/**
 * Who is on a problem, since when, and what they say; whether it was snoozed; and, in a reminder, that nobody is. What people wrote
 * is data: cut, and told as a quotation.
 *
 * @param time writes a moment
 */
export function careLines(notice: Notice, care: Care | null, time: (at: EpochMs) => string): string[] {
  const { reason, problem } = notice;
  const isOver = problem.closedAs !== null;
  const number = reason === 'reminded' ? [`This is reminder ${problem.reminders}.`] : [];
  const snooze = care === null || isOver ? [] : snoozeText(notice, care, time);
  const who = care === null || !isAcknowledged(care) ? nobodyText(notice, care) : whoText(notice, care, time);
  const told = [...snooze, ...who, ...number].join(' ');
  return told === '' ? [] : [told];
}

function whoText(notice: Notice, care: Care, time: (at: EpochMs) => string): string[] {
  const { acknowledgedAt, acknowledgedBy } = care;
  const who = acknowledgedBy === null ? 'Somebody' : named(acknowledgedBy, NAME_LIMIT);
  const since = acknowledgedAt === null ? '' : ` since ${time(acknowledgedAt)}`;
  if (notice.problem.closedAs !== null) return [`${who} was on it${since}${noteText(care)}.`];
  if (isInCare(notice, care)) return [`${who} is on it${since}${noteText(care)}.`];
  const at = acknowledgedAt === null ? '' : ` at ${time(acknowledgedAt)}`;
  return [`${who} acknowledged it${at}${noteText(care)}, before it came back; nobody has since.`];
}

function nobodyText({ reason }: Notice, care: Care | null): string[] {
  const text = care?.note ?? null;
  const note = text === null ? [] : [`Note: ${quoted(text, NOTE_LIMIT)}.`];
  return reason === 'reminded' ? [...note, 'Nobody has acknowledged it.'] : note;
}

function noteText({ note }: Care): string {
  return note === null ? '' : `: ${quoted(note, NOTE_LIMIT)}`;
}

/** A snooze that ended since people heard of it last, or one that runs. */
function snoozeText({ problem, at }: Notice, care: Care, time: (at: EpochMs) => string): string[] {
  const { snoozedUntil } = care;
  if (snoozedUntil === null) return [];
  if (isSnoozed(care, at)) return [`It is snoozed until ${time(snoozedUntil)}: until then, only its end is told.`];
  const heardAt = problem.told.at ?? problem.openedAt;
  return snoozedUntil > heardAt ? [`The snooze ended at ${time(snoozedUntil)}; it still fails.`] : [];
}
