/** A text as one word of a POSIX shell's command line: plain where that is safe, else in quotes. */
export function shellWord(text: string): string {
  return /^[\w@:.,/+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
