import { printable } from '../probing/printable.ts';

/** Names and sentences in a picture are cut to this length. */
const TEXT_LIMIT = 200;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What XML 1.0 allows in no document, escaped or not (section 2.2, Char): halves of pairs, most controls, U+FFFE and U+FFFF. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** Text as it may stand in XML and HTML, between tags and in quoted attributes. What XML cannot hold becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text.replace(NOT_XML, '\u{FFFD}').replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Text from anywhere, for a picture: one line without control or bidirectional characters, not too long, escaped. */
export function shownText(text: string, limit: number = TEXT_LIMIT): string {
  return escapeXml(printable(text, limit));
}
