import { foldCells } from '../../core/picture/fold-cells.ts';
import { stripCells, outcomeStrips } from '../terminal/outcome-strip.ts';
import type { TerminalStyle } from '../terminal/terminal-style.ts';
import { foldedCharts } from './folded-chart.ts';
import type { KeptProbes } from './kept-probes.ts';
import { shownSeries } from './names-shown.ts';
import { streamFacts } from './stream-facts.ts';
import { nameInRecord } from './recorded-names.ts';
import type { Replayed } from './replay.ts';

/** Pictures of a record for the terminal, each as lines. */
export interface RecordPictures {
  readonly strips: readonly string[];
  /** Of chronic problems, by id. */
  readonly patterns: ReadonlyMap<string, readonly string[]>;
}

/** However seldom a target is probed, a strip shows more than a few moments. */
const FEWEST_CELLS = 10;

/** Draws a record that holds probes. */
export function recordPictures(
  replayed: Replayed,
  kept: KeptProbes,
  style: TerminalStyle,
  zone: string,
): RecordPictures {
  const { from, to } = replayed;
  if (from === null || to === null) return { strips: [], patterns: new Map() };
  const names = replayed.targetIds.map(nameInRecord);
  const froms =
    replayed.vantages.length > 1 ? replayed.vantages.map((vantage) => ` from ${nameInRecord(vantage)}`) : [''];
  const cells = stripCells(
    style.columns,
    names.flatMap((name) => froms.map((place) => `${name}${place}`)),
  );
  const spanMs = to + 1 - from;
  // Cells shorter than the time between two probes would be empty in turn.
  const leastMs = Math.min(streamFacts(kept).longestMs, spanMs / FEWEST_CELLS);
  const cellMs = Math.max(1, Math.ceil(spanMs / cells), Math.ceil(leastMs));
  const range = { from: Math.floor(from / cellMs) * cellMs, to: to + 1 };
  const fold = foldCells(range, cellMs);
  const charts = foldedCharts(replayed, style, zone);
  for (const run of kept.runs()) {
    fold.add(run);
    charts.add(run);
  }
  const left = kept.forgotten();
  const strips = outcomeStrips(fold.series().map(shownSeries), style, zone);
  return {
    strips: left === 0 ? strips : [...strips, `The oldest ${left} probes were examined, and are not drawn.`],
    patterns: charts.draw(),
  };
}
