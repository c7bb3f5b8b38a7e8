/**
 * Breaks a line between words so that none is longer than `width`, except for a word that is; lines that follow are indented by
 * `indent` characters more than the first one is.
 */
export function wrapLine(line: string, width: number, indent = 0): readonly string[] {
  const own = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = own;
  for (const word of line.slice(own.length).split(' ')) {
    const isFirst = current.trim() === '';
    if (isFirst || current.length + 1 + word.length <= width)
      current = isFirst ? `${current}${word}` : `${current} ${word}`;
    else {
      lines.push(current);
      current = `${own}${' '.repeat(indent)}${word}`;
    }
  }
  return [...lines, current];
}
