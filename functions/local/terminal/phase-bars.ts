import { PHASES, type PhaseTimes } from '../../core/model/observation.ts';
import { barText } from './bars.ts';
import { paintOf } from './paint.ts';
import type { TerminalStyle } from './terminal-style.ts';

/** Characters of the longest bars, and what stands beside them. */
const MOST_WIDTH = 48;
const BESIDE = 26;

/**
 * The phases of an attempt, one below the other, each where it was on the way: what came before is empty, so that they read like
 * a staircase. What was not reached, or does not exist, is a dash.
 */
export function phaseBars(times: PhaseTimes, style: TerminalStyle): readonly string[] {
  const total = PHASES.reduce((sum, phase) => sum + (times[phase] ?? 0), 0);
  if (total === 0) return [];
  const paint = paintOf(style.isColoured);
  const width = Math.min(MOST_WIDTH, style.columns - BESIDE);
  const longest = Math.max(...PHASES.map((phase) => times[phase] ?? 0));
  let before = 0;
  return PHASES.map((phase) => {
    const ms = times[phase];
    const name = phase.padEnd(10);
    if (ms === null) return paint.dim(`${name}         -`);
    const start = Math.round((before / total) * width);
    before += ms;
    const room = Math.max(1, width - start);
    const bar = barText(Math.min(ms / total, room / width), width, style.isUnicode);
    return `${name} ${msText(ms).padStart(9)}  ${' '.repeat(Math.min(start, width - 1))}${ms === longest ? paint.yellow(bar) : paint.green(bar)}`;
  });
}

function msText(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms >= 100 ? Math.round(ms) : ms.toFixed(1)} ms`;
}
