/** So many slips of a typist are forgiven: one in a short word, two in a longer one. */
const SHORT_WORD = 5;

/** The word that was probably meant, or `null` where none is near. */
export function nearestWord(found: string, allowed: readonly string[]): string | null {
  const most = found.replace(/^-+/, '').length < SHORT_WORD ? 1 : 2;
  const [best] = allowed
    .map((word) => ({ word, slips: slipsBetween(found.toLowerCase(), word) }))
    .filter(({ slips }) => slips <= most)
    .toSorted((a, b) => a.slips - b.slips);
  return best?.word ?? null;
}

/** ` (did you mean --config?)`, or nothing where no word is near. */
export function didYouMean(found: string, allowed: readonly string[]): string {
  const word = nearestWord(found, allowed);
  return word === null ? '' : ` (did you mean ${word}?)`;
}

/** Letters left out, put in, exchanged or swapped with the next (optimal string alignment distance). */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwap ? (before[j - 2] ?? 0) + 1 : Infinity,
      );
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
