import { foldCells } from '../../core/picture/fold-cells.ts';
import { stripCells, outcomeStrips } from '../terminal/outcome-strip.ts';
import type { TerminalStyle } from '../terminal/terminal-style.ts';
import { foldedCharts } from './folded-chart.ts';
import type { KeptProbes } from './kept-probes.ts';
import { shownSeries } from './names-shown.ts';
import { nameInRecord } from './recorded-names.ts';
import type { Replayed } from './replay.ts';

/** Pictures of a record for the terminal, each as lines. */
export interface RecordPictures {
  readonly strips: readonly string[];
  /** Of chronic problems, by id. */
  readonly patterns: ReadonlyMap<string, readonly string[]>;
}

/** Draws a record that holds probes. */
export function recordPictures(
  replayed: Replayed,
  kept: KeptProbes,
  style: TerminalStyle,
  zone: string,
): RecordPictures {
  const { from, to } = replayed;
  if (from === null || to === null) return { strips: [], patterns: new Map() };
  const range = { from, to: to + 1 };
  const names = replayed.targetIds.map(nameInRecord);
  const froms =
    replayed.vantages.length > 1 ? replayed.vantages.map((vantage) => ` from ${nameInRecord(vantage)}`) : [''];
  const cells = stripCells(
    style.columns,
    names.flatMap((name) => froms.map((place) => `${name}${place}`)),
  );
  const fold = foldCells(range, Math.max(1, Math.ceil((range.to - range.from) / cells)));
  const charts = foldedCharts(replayed, style, zone);
  for (const run of kept.runs()) {
    // A run may begin before the first of its probes, and the strips go by runs.
    fold.add({ ...run, key: { ...run.key, tickAt: Math.max(from, run.key.tickAt) } });
    charts.add(run);
  }
  const left = kept.forgotten();
  const strips = outcomeStrips(fold.series().map(shownSeries), style, zone);
  return {
    strips: left === 0 ? strips : [...strips, `The oldest ${left} probes were examined, and are not drawn.`],
    patterns: charts.draw(),
  };
}
