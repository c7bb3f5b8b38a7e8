/** UTF-16 units. */
function unitsOf(text: string): number {
  return text.length;
}

/** Bytes of a text in UTF-8. A half of a surrogate pair counts as the three bytes of its replacement. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** How a cut is made. */
export interface CutOptions {
  /** The size of a text; that of two pieces must not be larger than theirs together. UTF-16 units by default. */
  readonly sizeOf?: (text: string) => number;
  /** What shows that something was cut. */
  readonly ellipsis?: string;
}

/**
 * The beginning of a text that is at most `limit` large, ended by an ellipsis when it was cut. It is cut between words, or
 * between whole characters (grapheme clusters, UAX #29) where a single word would take half of what is left.
 */
export function cutText(text: string, limit: number, options: CutOptions = {}): string {
  const { sizeOf = unitsOf, ellipsis = '…' } = options;
  if (sizeOf(text) <= limit) return text;
  const room = limit - sizeOf(ellipsis);
  let size = 0;
  let end = 0;
  // No character is smaller than its UTF-16 units, so that what lies beyond the limit needs no look.
  for (const { segment } of new Intl.Segmenter('en').segment(text.slice(0, limit + 1))) {
    size += sizeOf(segment);
    if (size > room) break;
    end += segment.length;
  }
  const space = text.lastIndexOf(' ', end);
  return `${text.slice(0, space > end / 2 ? space : end).trimEnd()}${ellipsis}`;
}

/** The first items as they are shown, and how many there are beyond: `a`, `b`, `12 more`. */
export function cutItems<T>(items: readonly T[], most: number, show: (item: T) => string): string[] {
  const shown = items.slice(0, most).map((item) => show(item));
  return items.length <= most ? shown : [...shown, `${items.length - most} more`];
}

/** `a`, `a and b`, `a, b and 12 more`: no more than `most` of them. */
export function cutList<T>(items: readonly T[], most: number, show: (item: T) => string): string {
  const shown = cutItems(items, most, show);
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
