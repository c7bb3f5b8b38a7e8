/** The longest text that is kept of what a server or an error said. */
export const DETAIL_LIMIT = 300;

/** UTF-16 units looked at for each code point that may be shown. */
const LOOKED_AT = 20;

/**
 * Controls (with those of terminals), format characters (bidirectional ones, those of no width), line and paragraph ends, halves
 * of pairs, and what else is not to be seen (Unicode property Default_Ignorable_Code_Point: fillers, variation selectors).
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]+/gu;

/**
 * Makes text from elsewhere safe to keep and show: one line, no control, format, bidirectional or invisible characters, at
 * most `limit` code points, cut between whole characters. It is still data: escape it for the channel it goes to.
 */
export function printable(text: string, limit: number = DETAIL_LIMIT): string {
  // What is shown is near the beginning: a megabyte of it is not looked through.
  const near = text.slice(0, LOOKED_AT * limit);
  const clean = near.replace(INVISIBLE, ' ').replace(/\s+/gu, ' ').trim();
  const codePoints = Array.from(clean);
  return codePoints.length <= limit && near === text ? clean : `${wholeCharacters(codePoints, limit - 1)}…`;
}

/** The first `most` code points, less those of a character (grapheme cluster) that goes on behind them. */
function wholeCharacters(codePoints: readonly string[], most: number): string {
  const cut = codePoints.slice(0, most).join('');
  const further = cut + (codePoints[most] ?? '');
  const ends = [...new Intl.Segmenter('en').segment(further)].map(({ index }) => index);
  const end = ends.findLast((index) => index <= cut.length) ?? 0;
  // A single character of hundreds of marks is cut itself.
  return end === 0 ? cut : cut.slice(0, end);
}
