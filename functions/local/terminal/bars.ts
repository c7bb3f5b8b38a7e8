/** Blocks by eighths, from none to a whole one. */
const ACROSS = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'] as const;
const UP = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A bar from the left, as wide as the ratio of `width`, at least a trace for what is above 0; no spaces behind it. */
export function barText(ratio: number, width: number, isUnicode: boolean): string {
  const steps = isUnicode ? 8 : 1;
  const filled = Math.max(ratio > 0 ? 1 : 0, Math.round(Math.min(1, ratio) * width * steps));
  if (!isUnicode) return '#'.repeat(filled);
  return `${'█'.repeat(Math.floor(filled / 8))}${(ACROSS[filled % 8] ?? '').trimEnd()}`;
}

/**
 * Columns side by side, as rows from the top: each as high as its ratio of `rows`, at least a trace for what is above 0, and
 * `columnWidth` characters wide. `null` is a column of which nothing is known: it stays empty.
 */
export function columnRows(
  ratios: readonly (number | null)[],
  rows: number,
  columnWidth: number,
  isUnicode: boolean,
): readonly string[] {
  const steps = isUnicode ? 8 : 2;
  const filled = ratios.map((ratio) =>
    ratio === null || ratio <= 0 ? 0 : Math.max(1, Math.round(Math.min(1, ratio) * rows * steps)),
  );
  return Array.from({ length: rows }, (_, index) => {
    const below = (rows - 1 - index) * steps;
    return filled
      .map((height) => {
        const level = Math.max(0, Math.min(steps, height - below));
        const mark = isUnicode ? (UP[level] ?? ' ') : ([' ', '.', '#'][level] ?? ' ');
        return mark.repeat(columnWidth);
      })
      .join('');
  });
}

/** A line of labels, each beginning at its place; one that would touch the one before is left out. */
export function labelLine(labels: readonly { readonly at: number; readonly text: string }[], width: number): string {
  let line = '';
  for (const { at, text } of labels.toSorted((a, b) => a.at - b.at)) {
    const start = Math.min(Math.round(at), Math.max(0, width - text.length));
    if (line !== '' && start < line.length + 1) continue;
    line = `${line.padEnd(start)}${text}`;
  }
  return line;
}
