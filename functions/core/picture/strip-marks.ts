import { shownText } from './escape-xml.ts';
import { codeOf, lookOf, type CellCode } from './cell-outcome.ts';
import type { CellRun } from './cell-runs.ts';
import { percentOf, svgNumber } from './svg-number.ts';

/** Height of a strip, and of the bars that are no failures: failures stand out by their height too. Pixels. */
export const STRIP_HEIGHT_PX = 22;
const LOW_BAR_PX = 14;
/** Letters nearer than this, in shares of the width, would overlap on a phone. */
const LETTER_GAP_RATIO = 0.028;

/** Healthy probes, with or without a retry: the low bar. */
function isAlive(code: CellCode): boolean {
  return code === codeOf('healthy') || code === codeOf('masked');
}

function isOwn(code: CellCode): boolean {
  return code === codeOf('own-fault') || code === codeOf('own-network');
}

function isDrawn(code: CellCode): boolean {
  return code >= codeOf('own-fault');
}

/** Runs of neighbouring cells as one path: strokes from left to right, in units of cells. */
function rowPath(runs: readonly Pick<CellRun, 'first' | 'end'>[], y: number): string {
  let x = 0;
  const moves = runs.map(({ first, end }, index) => {
    const move = index === 0 ? `M${svgNumber(first)} ${svgNumber(y)}` : `m${svgNumber(first - x)} 0`;
    x = end;
    return `${move}h${svgNumber(end - first)}`;
  });
  return moves.join('');
}

/**
 * The bars of a strip, in units of cells across and pixels down. The worst stretches have a tooltip each, at most `mostTitles`
 * of them; the others are drawn the same.
 */
export function stripBars(runs: readonly CellRun[], mostTitles: number, titleOf: (run: CellRun) => string): string {
  const drawn = runs.filter(({ code }) => isDrawn(code));
  const titled = new Set(drawn.toSorted((a, b) => b.failed - a.failed || b.code - a.code).slice(0, mostTitles));
  const lowY = STRIP_HEIGHT_PX - LOW_BAR_PX / 2;
  const yOf = (code: CellCode) =>
    code === codeOf('masked') ? STRIP_HEIGHT_PX - LOW_BAR_PX * 0.75 : isOwn(code) ? lowY : STRIP_HEIGHT_PX / 2;
  const codes = [...new Set(drawn.map(({ code }) => code))].toSorted((a, b) => a - b);
  const alive = joined(runs.filter(({ code }) => isAlive(code)));
  return [
    ...(alive.length === 0 ? [] : [`<path class="healthy" d="${rowPath(alive, lowY)}"/>`]),
    ...codes.flatMap((code) => {
      const plain = drawn.filter((run) => run.code === code && !titled.has(run));
      return plain.length === 0 ? [] : [`<path class="${lookOf(code).name}" d="${rowPath(plain, yOf(code))}"/>`];
    }),
    ...drawn.flatMap((run) => {
      if (!titled.has(run)) return [];
      const path = `<path class="${lookOf(run.code).name}" d="${rowPath([run], yOf(run.code))}">`;
      return [`${path}<title>${shownText(titleOf(run))}</title></path>`];
    }),
  ].join('');
}

/** Runs without a gap in between as one. */
function joined(runs: readonly CellRun[]): readonly Pick<CellRun, 'first' | 'end'>[] {
  const found: { first: number; end: number }[] = [];
  for (const { first, end } of runs) {
    const last = found.at(-1);
    if (last?.end === first) last.end = end;
    else found.push({ first, end });
  }
  return found;
}

/** The letters of failures above a strip of so many cells; where there is no room for all, those of the longest stretches. */
export function stripLetters(runs: readonly CellRun[], columns: number, y: number): string {
  const lettered = runs.filter(({ code }) => lookOf(code).letter !== '');
  const placed: { readonly ratio: number; readonly letter: string }[] = [];
  for (const { code, first, end } of lettered.toSorted(
    (a, b) => b.end - b.first - (a.end - a.first) || b.code - a.code,
  )) {
    const middle = (first + Math.min(end, columns)) / 2 / columns;
    const ratio = Math.min(1 - LETTER_GAP_RATIO / 3, Math.max(LETTER_GAP_RATIO / 3, middle));
    if (placed.some((other) => Math.abs(other.ratio - ratio) < LETTER_GAP_RATIO)) continue;
    placed.push({ ratio, letter: lookOf(code).letter });
  }
  return placed
    .toSorted((a, b) => a.ratio - b.ratio)
    .map(({ ratio, letter }) => `<text class="letter" x="${percentOf(ratio)}" y="${svgNumber(y)}">${letter}</text>`)
    .join('');
}
