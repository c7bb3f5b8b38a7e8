import { cutText } from './cut.ts';

/** Text as it is written out, and how it is written shorter; `null` when it cannot be cut without losing its sense. */
export interface Piece {
  readonly whole: string;
  readonly cut: ((limit: number) => string) | null;
}

/** A line of which less than this can be shown is counted instead. */
const SHORTEST_CUT = 80;

/** The three characters that Slack's markup reserves (Slack docs, "Formatting message text", "Escaping text"). */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The beginning of a text, as markup that is at most `limit` UTF-16 units long. */
export function cutMarkup(text: string, limit: number): string {
  return escapeMarkup(cutText(text, limit, { sizeOf: (part) => escapeMarkup(part).length }));
}

/** A line of plain text as markup. */
export function textPiece(line: string): Piece {
  return { whole: escapeMarkup(line), cut: (limit) => cutMarkup(line, limit) };
}

/** A link with a label; an address that cannot be one in Slack's markup is shown as text. */
export function linkPiece(label: string, url: string): Piece {
  if (!/^https:\/\/[^\s<>|]+$/.test(url)) return textPiece(`${label}: ${url}`);
  return { whole: `<${escapeMarkup(url)}${label === '' ? '' : `|${escapeMarkup(label)}`}>`, cut: null };
}

/** Lines that are at most `limit` long together, the last of them `… and 12 more` when not all have room. */
export function fitLines(pieces: readonly Piece[], limit: number): string {
  const all = pieces.map(({ whole }) => whole).join('\n');
  if (all.length <= limit) return all;
  let text = '';
  for (const [index, { whole, cut }] of pieces.entries()) {
    const before = text === '' ? '' : `${text}\n`;
    const later = pieces.length - index - 1;
    const room = limit - before.length - (later === 0 ? 0 : moreLine(later).length + 1);
    if (whole.length <= room) text = before + whole;
    else if (cut !== null && room >= SHORTEST_CUT) text = before + cut(room);
    else return before + moreLine(later + 1);
  }
  return text;
}

function moreLine(count: number): string {
  return `… and ${count} more`;
}
