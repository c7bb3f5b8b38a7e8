import { compose } from '../messages/compose.ts';
import { emailText } from '../messages/email-text.ts';
import type { MessageContext } from '../messages/message-context.ts';
import type { Notice, Problem } from '../model/problem.ts';
import { escapeXml, shownText } from '../picture/escape-xml.ts';
import { momentLabel } from '../picture/time-ticks.ts';
import { problemHead } from './problem-item.ts';

/** A problem with what people were told of it, the oldest first. */
export interface ToldProblemFacts {
  readonly problem: Problem;
  readonly notices: readonly Notice[];
}

/** Nobody reads more, and each is a few kilobytes. */
const MOST_MESSAGES = 300;
const BODY_LIMIT = 8_000;

/** Every problem with its messages as they are sent by mail, each to be opened. */
export function toldSection(told: readonly ToldProblemFacts[], context: MessageContext): string {
  if (told.length === 0) return '';
  let left = MOST_MESSAGES;
  const items = told.map(({ problem, notices }) => {
    const shown = notices.slice(0, left);
    left -= shown.length;
    const more = notices.length - shown.length;
    return [
      `<li class="${problem.severity}"><p class="what"><b class="badge">${problem.nature}</b> ${problemHead(problem)}</p>`,
      `<p class="note">${lifeText(problem, context.timeZone)}</p>`,
      ...shown.map((notice) => messageItem(notice, context)),
      more > 0 ? `<p class="note">and ${more} more messages that are not shown here</p>` : '',
      '</li>',
    ].join('');
  });
  const count = told.reduce((sum, { notices }) => sum + notices.length, 0);
  const beside = `${count} ${count === 1 ? 'message' : 'messages'} as they would have been sent`;
  return `<h2>What people would have been told <span>${beside}</span></h2><ul class="problems told">${items.join('')}</ul>`;
}

function messageItem(notice: Notice, context: MessageContext): string {
  const { subject, body } = emailText(compose(notice, context));
  const at = shownText(momentLabel(notice.at, context.timeZone));
  const text = escapeXml(body.length > BODY_LIMIT ? `${body.slice(0, BODY_LIMIT)}\n…` : body);
  return `<details><summary>${at} <b>${shownText(subject)}</b></summary><pre>${text}</pre></details>`;
}

function lifeText({ firstFailureAt, resolvedAt, closedAs, failedProbes }: Problem, zone: string): string {
  const end =
    closedAs === null
      ? 'not over'
      : `${closedAs === 'no-longer-monitored' ? 'no longer monitored' : 'over'} since ${momentLabel(resolvedAt ?? firstFailureAt, zone)}`;
  const count = `${failedProbes} failing ${failedProbes === 1 ? 'probe' : 'probes'}`;
  return shownText(`from ${momentLabel(firstFailureAt, zone)}, ${end} · ${count}`);
}
