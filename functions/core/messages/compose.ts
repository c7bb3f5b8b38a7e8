import type { Announcement, Notice } from '../model/problem.ts';
import { adviceSections, quietSections } from './advice.ts';
import { chronicWhat } from './chronic-what.ts';
import { digestText } from './digest-text.ts';
import { evidenceLines } from './evidence.ts';
import { incidentWhat } from './incident-what.ts';
import type { MessageContext } from './message-context.ts';
import type { NoticeText, TextSection } from './notice-text.ts';
import { isChronic, warningOf } from './problem-words.ts';
import { linksOf } from './text-links.ts';
import { titleOf } from './title.ts';
import { warningWhat } from './warning-what.ts';

/**
 * Puts an announcement into words: what is broken and since when, whom it concerns, how it repeats, what that is consistent
 * with, what to do, the evidence, and where to look further.
 *
 * @throws RangeError when the context's zone is no IANA time zone.
 */
export function compose(announcement: Announcement, context: MessageContext): NoticeText {
  const text =
    announcement.reason === 'digest' ? digestText(announcement.digest, context) : noticeText(announcement, context);
  return context.isTest ? asTest(text) : text;
}

function noticeText(notice: Notice, context: MessageContext): NoticeText {
  const { problem, reason } = notice;
  const { timeZone } = context;
  const isOver = reason === 'resolved' || reason === 'no-longer-monitored';
  const sections: TextSection[] = [
    { name: 'what', lines: whatLines(notice, timeZone) },
    ...(isOver ? [] : adviceSections(problem, timeZone)),
    { name: 'evidence', lines: evidenceLines(notice, timeZone) },
    ...(isOver ? [] : quietSections(problem, context.problemsOptions)),
  ];
  return { title: titleOf(notice), sections, links: linksOf(problem, context) };
}

function whatLines(notice: Notice, timeZone: string): string[] {
  const warning = warningOf(notice.problem);
  if (warning !== null) return warningWhat(notice, warning, timeZone);
  return isChronic(notice.problem) ? chronicWhat(notice, timeZone) : incidentWhat(notice, timeZone);
}

function asTest({ title, sections, links }: NoticeText): NoticeText {
  const first: TextSection = { name: 'what', lines: ['This is a test of the channel: nothing is wrong.'] };
  return { title: `TEST ${title}`, sections: [first, ...sections], links };
}
