import type { EpochMs } from '../../../core/model/time.ts';
import type { CareStore } from '../../../core/ports.ts';
import { isAcknowledged, type Care } from '../../../core/problems/care.ts';
import { printable } from '../../../core/probing/printable.ts';
import { timeText } from '../../../core/messages/time-words.ts';
import type { KnownProblem } from './known-problem.ts';
import type { ProblemsOptions } from './options.ts';

/** What changes what is said about a problem. */
export type CareOptions = ProblemsOptions & { readonly action: 'ack' | 'unack' | 'snooze' | 'unsnooze' };

/** Who asks, when, and in which zone times are told. */
export interface Asked {
  readonly by: string;
  readonly now: EpochMs;
  readonly timeZone: string;
}

/** Changes what is said about a problem, and tells in words what holds now. */
export async function changeCare(
  known: KnownProblem,
  options: CareOptions,
  asked: Asked,
  store: CareStore,
): Promise<string> {
  const { problem, shortId } = known;
  const before = known.care ?? { ...NOTHING, problemId: problem.id };
  const after = changed(before, options, asked);
  const isEmpty = !isAcknowledged(after) && after.snoozedUntil === null;
  await (isEmpty ? store.remove(problem.id) : store.put(after));
  const name = `${printable(problem.subject)} (${shortId})`;
  return `${sentence(name, options, after, asked.timeZone)}${closedText(known, options)}`;
}

const NOTHING: Omit<Care, 'problemId'> = { acknowledgedAt: null, acknowledgedBy: null, snoozedUntil: null, note: null };

function changed(before: Care, { action, forMs, note }: CareOptions, { by, now }: Asked): Care {
  const noted = { ...before, note: note ?? before.note };
  switch (action) {
    case 'ack':
      return { ...noted, acknowledgedAt: now, acknowledgedBy: by };
    case 'unack':
      return { ...before, acknowledgedAt: null, acknowledgedBy: null };
    case 'snooze':
      return { ...noted, snoozedUntil: now + forMs };
    case 'unsnooze':
      return { ...before, snoozedUntil: null };
  }
}

function sentence(name: string, { action }: CareOptions, after: Care, timeZone: string): string {
  switch (action) {
    case 'ack':
      return `${name} is acknowledged by ${printable(after.acknowledgedBy ?? '')}: no reminders. Changes and its end are told.`;
    case 'unack':
      return `${name} is not acknowledged any more: reminders go on.`;
    case 'snooze':
      return `${name} is snoozed until ${timeText(after.snoozedUntil ?? 0, timeZone)}: only its end is told until then.`;
    case 'unsnooze':
      return `${name} is not snoozed any more.`;
  }
}

function closedText({ problem }: KnownProblem, { action }: CareOptions): string {
  const isOver = problem.closedAs !== null && (action === 'ack' || action === 'snooze');
  return isOver ? ' It is over at present; this holds if it comes back under the same id.' : '';
}
