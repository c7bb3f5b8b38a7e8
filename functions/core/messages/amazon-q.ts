import type { Announcement } from '../model/problem.ts';
import { printable } from '../probing/printable.ts';
import { chatMarkup } from './chat-markup.ts';
import { cutItems } from './cut.ts';
import { SECTION_HEADINGS, type NoticeText, type SectionName, type TextLink } from './notice-text.ts';
import { threadId } from './thread-id.ts';

/**
 * A custom notification of Amazon Q Developer in chat applications, schema version 1.0
 * (docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html).
 */
export interface CustomNotification {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

/** Below what the service takes (title 250, description 8,000, lists 10), counted in UTF-16 units after escaping. */
export const AMAZON_Q_LIMITS = { title: 240, description: 7_000, line: 1_000, items: 8, name: 120 } as const;

/** What a reader is to do stands apart. */
const STEPS: readonly SectionName[] = ['what-to-do', 'how-to-quiet'];

/** An announcement for a chat channel, in one thread with all that is told of the same problem. */
export function amazonQ(announcement: Announcement, text: NoticeText): CustomNotification {
  const { id, reason } = announcement;
  const title = chatMarkup(text.title, AMAZON_Q_LIMITS.title);
  return {
    version: '1.0',
    source: 'custom',
    id: printable(id, AMAZON_Q_LIMITS.name),
    content: {
      textType: 'client-markdown',
      title,
      description: description(text),
      nextSteps: items(STEPS.flatMap((name) => linesOf(text, name))),
      keywords: keywords(announcement),
    },
    metadata: {
      threadId: threadId(announcement),
      summary: title,
      eventType: `apiv2-health.${reason}`,
      ...(reason === 'digest' ? NO_PROBLEM : about(announcement)),
    },
  };
}

const NO_PROBLEM = { relatedResources: [], additionalContext: {} } as const;

function about({ problem }: Exclude<Announcement, { reason: 'digest' }>) {
  const { severity, nature, class: failureClass, scope } = problem;
  return {
    relatedResources: cutItems(scope.targets, AMAZON_Q_LIMITS.items, plain),
    additionalContext: {
      severity,
      nature,
      class: failureClass,
      problem: plain(problem.id),
      vantages: cutItems(scope.vantages, AMAZON_Q_LIMITS.items, plain).join(', '),
    },
  };
}

function keywords(announcement: Announcement): string[] {
  if (announcement.reason === 'digest') return ['digest'];
  const { severity, nature, class: failureClass } = announcement.problem;
  return [severity, nature, failureClass];
}

/** A text that grows while there is room. */
interface Fitting {
  text: string;
  left: number;
}

/** Everything but what is to do, as lines of markup; links last, as far as there is room. */
function description({ sections, links }: NoticeText): string {
  const linkLines = links.flatMap(linkText);
  const fitting: Fitting = { text: '', left: AMAZON_Q_LIMITS.description };
  for (const { name, lines } of sections) {
    if (STEPS.includes(name)) continue;
    const heading = SECTION_HEADINGS[name];
    const [first = '', ...rest] = lines;
    if (heading === null) for (const line of lines) add(fitting, markup(line));
    else if (rest.length === 0) add(fitting, `*${heading}:* ${markup(first)}`);
    else {
      add(fitting, `*${heading}:*`);
      for (const line of lines) add(fitting, `• ${markup(line)}`);
    }
  }
  for (const line of linkLines) add(fitting, line);
  return fitting.text;
}

/** A line that has no room is left out: it is in the mail, and in the dashboard. */
function add(fitting: Fitting, line: string): void {
  const size = line.length + (fitting.text === '' ? 0 : 1);
  if (size > fitting.left) return;
  fitting.text += fitting.text === '' ? line : `\n${line}`;
  fitting.left -= size;
}

/** An address that cannot stand in this markup is left out. */
function linkText({ label, url }: TextLink): string[] {
  return /^https?:\/\/[^\s<>|]+$/.test(url) ? [`<${url.replaceAll('&', '&amp;')}|${markup(label)}>`] : [];
}

function items(lines: readonly string[]): string[] {
  return cutItems(lines, AMAZON_Q_LIMITS.items, markup);
}

function markup(line: string): string {
  return chatMarkup(line, AMAZON_Q_LIMITS.line);
}

function plain(text: string): string {
  return chatMarkup(text, AMAZON_Q_LIMITS.name);
}

function linesOf({ sections }: NoticeText, name: SectionName): readonly string[] {
  return sections.filter((section) => section.name === name).flatMap(({ lines }) => lines);
}
