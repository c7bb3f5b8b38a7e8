import type { Announcement, Notice } from '../model/problem.ts';
import type { Care } from '../problems/care.ts';
import { adviceSections, quietSections } from './advice.ts';
import { careLines, isInCare } from './care-words.ts';
import { chronicWhat } from './chronic-what.ts';
import { digestText } from './digest-text.ts';
import { evidenceLines } from './evidence.ts';
import { incidentWhat } from './incident-what.ts';
import { maintenanceLines } from './maintenance-words.ts';
import type { MessageContext } from './message-context.ts';
import type { NoticeText, TextSection } from './notice-text.ts';
import { isChronic, warningOf } from './problem-words.ts';
import { linksOf } from './text-links.ts';
import { timeText } from './time-words.ts';
import { titleOf } from './title.ts';
import { warningWhat } from './warning-what.ts';

/**
 * Puts an announcement into words: what is broken and since when, whom it concerns, how it repeats, what that is consistent
 * with, what to do, the evidence, and where to look further.
 *
 * @param care what people said of the problem by now
 * @throws RangeError when the context's zone is no IANA time zone.
 */
export function compose(announcement: Announcement, context: MessageContext, care: Care | null = null): NoticeText {
  const text =
    announcement.reason === 'digest'
      ? digestText(announcement.digest, context)
      : noticeText(announcement, context, care);
  return context.isTest ? asTest(text, context) : text;
}

function noticeText(notice: Notice, context: MessageContext, care: Care | null): NoticeText {
  const { problem, reason } = notice;
  const { timeZone, maintenance } = context;
  const isOver = reason === 'resolved' || reason === 'no-longer-monitored';
  const what = [
    ...whatLines(notice, timeZone),
    ...careLines(notice, care, (at) => timeText(at, timeZone)),
    ...maintenanceLines(notice, maintenance, timeZone),
  ];
  const sections: TextSection[] = [
    { name: 'what', lines: what },
    ...(isOver ? [] : adviceSections(problem, timeZone)),
    { name: 'evidence', lines: evidenceLines(notice, timeZone) },
    ...(isOver || isInCare(notice, care) ? [] : quietSections(problem, context.problemsOptions)),
  ];
  return { title: titleOf(notice), sections, links: linksOf(problem, context) };
}

function whatLines(notice: Notice, timeZone: string): string[] {
  const warning = warningOf(notice.problem);
  if (warning !== null) return warningWhat(notice, warning, timeZone);
  return isChronic(notice.problem) ? chronicWhat(notice, timeZone) : incidentWhat(notice, timeZone);
}

/** What a test of a channel says first. */
export const TEST_NOTE = 'This is a test of the channel: nothing is wrong.';

function asTest({ title, sections, links }: NoticeText, { sampleLinks }: MessageContext): NoticeText {
  const samples = sampleLinks ?? [];
  const note = `Links to the ${samples.join(' and the ')} are samples here: they lead to nothing.`;
  const first: TextSection = { name: 'what', lines: [TEST_NOTE, ...(samples.length === 0 ? [] : [note])] };
  return { title: `TEST ${title}`, sections: [first, ...sections], links };
}
