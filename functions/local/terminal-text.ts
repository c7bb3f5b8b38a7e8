/** Colours for a terminal; they do nothing where colour may not be used. */
export interface Painter {
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
}

/** Colours, or none. */
export function painter(isColoured: boolean): Painter {
  const paint = (code: number) => (text: string) => (isColoured ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { red: paint(31), green: paint(32), yellow: paint(33), bold: paint(1), dim: paint(2) };
}

/** Breaks a text between words into lines of at most `width` characters; a longer word stays whole. */
export function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    const isFirst = line === '';
    if (isFirst || line.length + 1 + word.length <= width) lines[lines.length - 1] = isFirst ? word : `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Cuts a line to the screen's width; colour codes take no room. */
export function cut(line: string, columns: number): string {
  const pieces = line.split(/(\u001b\[\d+m)/);
  let room = columns;
  return pieces
    .map((piece) => {
      if (piece.startsWith('\u001b[')) return piece;
      const kept = Array.from(piece).slice(0, Math.max(0, room)).join('');
      room -= kept.length;
      return kept;
    })
    .join('');
}

/** `14:35:07` for a time of today, on the wall clock of a zone. */
export function clockText(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, timeStyle: 'medium' }).format(at);
}

/** `Fri 06 Mar 14:35`, on the wall clock of a zone. */
export function dayText(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    ...{ weekday: 'short', day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('weekday')} ${part('day')} ${part('month')} ${part('hour')}:${part('minute')}`;
}
