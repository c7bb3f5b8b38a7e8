import { printable } from '../probing/printable.ts';
import { chatMarkup } from './chat-markup.ts';
import { cutText } from './cut.ts';
import { SECTION_HEADINGS, type NoticeText } from './notice-text.ts';
import { cutMarkup, fitLines, linkPiece, textPiece, type Piece } from './slack-markup.ts';

/** What a Slack channel is told, before Slack's markup and limits. */
export interface SlackMessage {
  /** Stands before the title, so that the channel can be skimmed. */
  readonly emoji: string;
  /** The same in words, for whom the emoji says nothing: `Severity: critical`. */
  readonly status: string;
  readonly text: NoticeText;
  /** What tells this message from others: the id of a notice. */
  readonly id: string | null;
}

interface MarkupText {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** Names and addresses in the text stay text. */
  readonly verbatim: true;
}

/** A part of a Slack message (Slack docs, "Blocks"). */
export type SlackBlock =
  | { readonly type: 'header'; readonly text: { readonly type: 'plain_text'; readonly text: string } }
  | { readonly type: 'section'; readonly text: MarkupText }
  | { readonly type: 'context'; readonly elements: readonly MarkupText[] };

/** The body of a request to an incoming webhook. */
export interface SlackPayload {
  /** What notifications show; the message itself when there are no blocks. */
  readonly text: string;
  readonly blocks?: readonly SlackBlock[];
  /** Slack is not to fetch addresses that came from a server. */
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/** Limits of Slack, in characters; counted here in UTF-16 units after escaping, which is never less. */
export const SLACK_LIMITS = {
  /** Slack docs, "Header block". */
  header: 150,
  /** Slack docs, "Section block" and "Text object". */
  text: 3_000,
  /** Slack docs, "Blocks": per message. */
  blocks: 50,
  /** Slack docs, "chat.postMessage": the text "for best results"; above 40,000 it is truncated. */
  message: 4_000,
} as const;

/** Header, status, links and id. */
const OTHER_BLOCKS = 4;

/** A message as blocks, within Slack's limits whatever it holds. */
export function blockKit(message: SlackMessage): SlackPayload {
  const { status, text, id } = message;
  const links = text.links.map(({ label, url }) => linkPiece(printable(label), printable(url, SLACK_LIMITS.text)));
  return {
    text: cutMarkup(headline(message), SLACK_LIMITS.message),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cutText(headline(message), SLACK_LIMITS.header) } },
      context(status),
      ...sections(text).slice(0, SLACK_LIMITS.blocks - OTHER_BLOCKS),
      ...(links.length === 0 ? [] : [section(fitLines(links, SLACK_LIMITS.text))]),
      ...(id === null ? [] : [context(id)]),
    ],
    ...NO_PREVIEWS,
  };
}

/** The same message without blocks, for when Slack refuses those. */
export function withoutBlocks(message: SlackMessage): SlackPayload {
  const { status, text, id } = message;
  const lines = [
    status,
    ...text.sections.flatMap(({ name, lines: parts }) => {
      const [first, ...rest] = clean(parts);
      const heading = SECTION_HEADINGS[name] === null ? '' : `${SECTION_HEADINGS[name]}: `;
      return first === undefined ? [] : [heading + first, ...rest];
    }),
    ...text.links.map(({ label, url }) => `${label}: ${url}`),
    ...(id === null ? [] : [id]),
  ];
  const pieces = [textPiece(headline(message)), ...clean(lines).map(linePiece)];
  return { text: fitLines(pieces, SLACK_LIMITS.message), ...NO_PREVIEWS };
}

function sections({ sections: parts }: NoticeText): SlackBlock[] {
  return parts.flatMap(({ name, lines }) => {
    const pieces = clean(lines).map(linePiece);
    const heading = SECTION_HEADINGS[name] === null ? '' : `*${SECTION_HEADINGS[name]}*\n`;
    return pieces.length === 0 ? [] : [section(heading + fitLines(pieces, SLACK_LIMITS.text - heading.length))];
  });
}

const NO_PREVIEWS = { unfurl_links: false, unfurl_media: false } as const;

function headline({ emoji, text }: SlackMessage): string {
  return `${emoji} ${printable(text.title, SLACK_LIMITS.message)}`;
}

/** Printable lines; a line of nothing is left out, and one longer than any limit is not carried along. */
function clean(lines: readonly string[]): string[] {
  return lines.map((line) => printable(line, SLACK_LIMITS.message)).filter((line) => line !== '');
}

/** What came from a server in it is plain text whatever it holds. */
function linePiece(line: string): Piece {
  return { whole: chatMarkup(line, SLACK_LIMITS.message), cut: (limit) => chatMarkup(line, limit) };
}

function section(text: string): SlackBlock {
  return { type: 'section', text: markup(text) };
}

function context(text: string): SlackBlock {
  return { type: 'context', elements: [markup(cutMarkup(printable(text), SLACK_LIMITS.text))] };
}

function markup(text: string): MarkupText {
  return { type: 'mrkdwn', text, verbatim: true };
}
