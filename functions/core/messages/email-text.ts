import { printable } from '../probing/printable.ts';
import { cutText, utf8Bytes } from './cut.ts';
import { SECTION_HEADINGS, type NoticeText, type TextSection } from './notice-text.ts';

/** A message as a mail shows it. */
export interface EmailText {
  /** ASCII, below 100 characters, one line. */
  readonly subject: string;
  /** Plain text, lines ended by `\n`. */
  readonly body: string;
}

/** SNS: a subject is shorter than 100 characters, without line breaks and control characters (Publish, `Subject`). */
const SUBJECT_LIMIT = 99;
/** Longer than any paragraph of ours. */
const LINE_LIMIT = 1_000;
/** What mail programs take for one address. */
const URL_LIMIT = 2_000;
/** Hundreds of lines that nobody reads in a mail, and far from what SNS takes. */
const BODY_LIMIT_BYTES = 16 * 1024;
const ELSE = 'The rest is left out.\n';

const ASCII: Readonly<Record<string, string>> = { '“': '"', '”': '"', '‘': "'", '’': "'", '…': '...' };

/** A notice as plain text. */
export function emailText({ title, sections, links }: NoticeText): EmailText {
  const blocks = [
    ...sections.map(sectionText),
    links.map(({ label, url }) => `${line(label)}: ${printable(url, URL_LIMIT)}`).join('\n'),
  ];
  const body = `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
  return { subject: subjectLine(title), body: utf8Bytes(body) <= BODY_LIMIT_BYTES ? body : shortened(body) };
}

function sectionText({ name, lines }: TextSection): string {
  const heading = SECTION_HEADINGS[name];
  const clean = lines.map(line).filter((text) => text !== '');
  const [first] = clean;
  if (heading === null || first === undefined) return clean.join('\n');
  return clean.length === 1 ? `${heading}: ${first}` : `${heading}:\n${clean.map((text) => `- ${text}`).join('\n')}`;
}

function line(text: string): string {
  return cutText(printable(text, LINE_LIMIT), LINE_LIMIT);
}

/** The paragraphs and list items that there is room for. */
function shortened(body: string): string {
  let kept = '';
  for (const text of body.split('\n')) {
    if (utf8Bytes(kept) + utf8Bytes(text) + 1 > BODY_LIMIT_BYTES - ELSE.length) break;
    kept += `${text}\n`;
  }
  return `${kept}${ELSE}`;
}

/** ASCII, since not every mail program shows more in a subject: letters without their accents, `?` for the rest. */
function subjectLine(title: string): string {
  const plain = printable(title, LINE_LIMIT).replace(/[“”‘’…]/g, (sign) => ASCII[sign] ?? '');
  const ascii = plain
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/gu, '?');
  return cutText(ascii, SUBJECT_LIMIT, { ellipsis: '...' });
}
