import { printable } from '../probing/printable.ts';
import { cutMarkup } from './slack-markup.ts';

/** Text that came from a server, see `NoticeText`; the end may have been cut off. */
const FOREIGN = /“[^”]*(?:”|$)/g;

/** Signs that look like those that Slack takes for markup, which knows no way to escape them. */
const ALIKE: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };

/**
 * A line of text as Slack's markup, at most `limit` UTF-16 units long. Code of ours stays code; what came from a server is
 * plain text whatever it holds.
 */
export function chatMarkup(text: string, limit: number): string {
  const plain = printable(text, limit).replace(FOREIGN, (foreign) =>
    foreign.replace(/[*_~`]/g, (sign) => ALIKE[sign] ?? ''),
  );
  return cutMarkup(plain, limit);
}
