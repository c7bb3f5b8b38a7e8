import { printable } from '../probing/printable.ts';
import { cutText } from './cut.ts';

/** Names are at most 64 characters long in settings; records may hold any. */
const NAME_LIMIT = 100;
/** What markup of a channel could begin or end with, and the quotes that tell foreign text. */
const MARKUP = /[*~`<>&“”]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u;

/** Text that came from a server: one printable line in typographic quotes, which it holds none of. */
export function quoted(text: string, limit: number): string {
  return `“${cutText(printable(text.replace(/[“”]/g, '"'), limit), limit)}”`;
}

/** A name, plain as long as no channel could take it for markup. */
export function named(text: string, limit: number = NAME_LIMIT): string {
  const name = printable(text, limit);
  return MARKUP.test(name) ? quoted(name, limit) : cutText(name, limit);
}
