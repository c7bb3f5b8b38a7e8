/** The longest text that is kept of what a server or an error said. */
export const DETAIL_LIMIT = 300;

/**
 * Makes text from elsewhere safe to keep and show: one line, no control, format or bidirectional characters, at most
 * `limit` characters, cut between characters. It is still data: escape it for the channel it goes to.
 */
export function printable(text: string, limit: number = DETAIL_LIMIT): string {
  const clean = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const characters = Array.from(clean);
  return characters.length <= limit ? clean : `${characters.slice(0, limit - 1).join('')}…`;
}
