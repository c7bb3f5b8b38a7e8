import { OWN_NETWORK_SUBJECT } from '../core/chronic/snapshot.ts';
import type { Problem } from '../core/model/problem.ts';
import { MINUTE_MS, type EpochMs } from '../core/model/time.ts';
import { wantedFrom, type ReadingPlan } from '../core/page/reading-plan.ts';
import { foldCells, type OutcomeSeries } from '../core/picture/fold-cells.ts';
import { heatMap, type HeatMap } from '../core/picture/heat-map.ts';
import { heatSubjectOf } from '../core/picture/heat-subject.ts';
import { momentLabel } from '../core/picture/time-ticks.ts';
import type { RunHistory } from '../core/ports.ts';
import type { RecordedRun } from '../core/run-record.ts';
import type { Settings } from '../core/settings-model.ts';
import type { Attempt } from './gather-facts.ts';
import { readPieces, type PieceReading } from './read-pieces.ts';
import { recordOf } from './stored-record.ts';

/** What is drawn. */
export interface PictureOrder {
  readonly plan: ReadingPlan;
  /** Chronic problems, those to be drawn first in front. */
  readonly patterns: readonly Problem[];
  readonly vantages: readonly string[];
  readonly now: EpochMs;
  readonly settings: Pick<Settings, 'targets' | 'tickMs' | 'timeZone' | 'deadlines'>;
  /** Takes in each run that is read for the strips. */
  readonly onRecord: ((record: RecordedRun) => void) | null;
}

/** From where, and for how long. */
export interface PictureSource {
  readonly history: Pick<RunHistory, 'read'>;
  readonly isLate: PieceReading['isLate'];
  readonly attempt: Attempt;
}

/** What was drawn. */
export interface Pictures {
  readonly series: readonly OutcomeSeries[];
  readonly figures: readonly string[];
  readonly figuresLeftOut: number;
  readonly notes: readonly string[];
}

/** Nobody scrolls through more. */
const MOST_FIGURES = 8;
/** A run that was claimed and is not finished so long after its own deadline is not coming. */
const SETTLE_MARGIN_MS = 2 * MINUTE_MS;

/** Reads the history once, and makes strips and heat maps of it. What is late is left out and told in the notes. */
export async function fillPictures(order: PictureOrder, source: PictureSource): Promise<Pictures> {
  const { plan, patterns, vantages, now, settings } = order;
  const drawn = patterns.slice(0, MOST_FIGURES);
  const maps = drawn.flatMap((problem) => mapOf(problem, order) ?? []);
  const fold = foldCells(plan.strips, plan.cellMs);
  const wanted = targetsOf(drawn);
  const settledBefore = now - settings.deadlines.runMs - SETTLE_MARGIN_MS;
  const reading: PieceReading = {
    isLate: source.isLate,
    onRuns: ({ isForStrips }, runs) => {
      for (const run of runs) {
        const record = recordOf(run, settledBefore, isForStrips ? null : wanted);
        if (record === null) continue;
        if (isForStrips) {
          fold.add(record);
          order.onRecord?.(record);
        }
        for (const map of maps) map.add(record);
      }
    },
  };
  const read = await source.attempt('The run history could not be read.', () =>
    readPieces(plan.pieces, vantages, source.history, reading),
  );
  return {
    series: inOrder(fold.series(), vantages, settings),
    figures: maps.map((map) => map.draw()),
    figuresLeftOut: patterns.length - maps.length,
    notes: [...plan.notes, ...lateNotes(plan, read ?? plan.pieces.length, settings.timeZone)],
  };
}

function mapOf(problem: Problem, { plan: { heat }, now, settings }: PictureOrder): HeatMap | null {
  const subject = heatSubjectOf(problem, now, settings.timeZone);
  if (subject === null || heat === null) return null;
  const range = { from: Math.max(heat.from, Math.min(wantedFrom(problem, now), heat.to - 1)), to: heat.to };
  const spacings = settings.targets
    .filter(({ id }) => subject.members.some((member) => member.subject === id))
    .map(({ everyMs }) => everyMs);
  return heatMap(subject, { range, zone: settings.timeZone, intervalMs: Math.max(settings.tickMs, ...spacings) });
}

/** The targets that the problems are about; `null` for all of them, which tell how the own network did. */
function targetsOf(problems: readonly Problem[]): ReadonlySet<string> | null {
  const subjects = problems.flatMap(({ members }) => members.map(({ subject }) => subject));
  return subjects.includes(OWN_NETWORK_SUBJECT) ? null : new Set(subjects);
}

/** In the order of the settings, those that are gone from there behind; of one target in the order of the vantages. */
function inOrder(
  series: readonly OutcomeSeries[],
  vantages: readonly string[],
  { targets }: Pick<Settings, 'targets'>,
): readonly OutcomeSeries[] {
  const places = new Map(targets.map(({ id }, index) => [id, index]));
  const placeOf = ({ target }: OutcomeSeries) => places.get(target) ?? places.size;
  return series.toSorted(
    (a, b) => placeOf(a) - placeOf(b) || vantages.indexOf(a.vantage) - vantages.indexOf(b.vantage),
  );
}

/** What was not read any more: its cells look as if nothing was on record. */
function lateNotes({ pieces }: ReadingPlan, read: number, zone: string): string[] {
  const [first] = pieces.slice(read);
  if (first === undefined) return [];
  const what = first.isForStrips ? 'What is older' : 'For the heat maps, what is older';
  return [`Reading took too long: ${what} than ${momentLabel(first.to, zone)} is missing here, not in the history.`];
}
