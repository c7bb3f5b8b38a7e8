import { roughText } from '../chronic/quantity-words.ts';
import type { Problem } from '../model/problem.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../model/time.ts';
import { cellMsFor, type TimeRange } from '../picture/time-range.ts';
import type { Settings } from '../settings-model.ts';

/** A stretch of history that is read at once. */
export interface Piece extends TimeRange {
  /** Whether every target's outcomes are wanted, or only those that heat maps are made of. */
  readonly isForStrips: boolean;
}

/** What is read for one view of the page, so that it is there while somebody waits. */
export interface ReadingPlan {
  /** Whole cells, from the first one that was asked for. */
  readonly strips: TimeRange;
  readonly cellMs: number;
  /** `null` where there is no pattern to show. */
  readonly heat: TimeRange | null;
  /** What comes first is wanted most: the newest of the strips, then what only heat maps need. */
  readonly pieces: readonly Piece[];
  /** What was asked for and is left out. Plain text, not escaped. */
  readonly notes: readonly string[];
}

/** What a plan depends on. */
export interface PlanOptions {
  readonly asked: TimeRange;
  readonly now: EpochMs;
  readonly vantages: number;
  /** From when on the patterns are wanted, see `wantedFrom`; `null` where there is none. */
  readonly patternsFrom: EpochMs | null;
}

/** A weekly pattern shows over so much; it is also how long records are kept by default. */
export const HEAT_MS = 35 * DAY_MS;
/** What came before the first failure shows when it began. */
const LEAD_MS = 3 * DAY_MS;

/**
 * Probes read for one view. Measured on Node 24 with 50 targets: 1.3 µs each to fetch and unpack, half of that where only few
 * targets are wanted. At 512 MB Lambda gives 0.29 of a processor, so that this many are 8 s.
 */
export const PROBES_A_VIEW = 1_800_000;
const HEAT_COST_RATIO = 0.5;

/** Probes in one piece, so that those under way fit in memory. */
const PROBES_A_PIECE = 150_000;

/** What is read at least, however many targets there are. */
const LEAST_MS = HOUR_MS;
const LEAST_RANGE_MS = 10 * MINUTE_MS;

/** From when on a problem's heat map is wanted: a little before its first failure, and no further back than 35 days. */
export function wantedFrom({ firstFailureAt }: Pick<Problem, 'firstFailureAt'>, now: EpochMs): EpochMs {
  return Math.max(firstFailureAt - LEAD_MS, now - HEAT_MS);
}

/** Plans what to read of a history, see `ReadingPlan`. */
export function planReading(
  { asked, now, vantages, patternsFrom }: PlanOptions,
  { targets, tickMs, retentionMs }: Pick<Settings, 'targets' | 'tickMs' | 'retentionMs'>,
): ReadingPlan {
  const probesPerMs = vantages * targets.reduce((sum, { everyMs }) => sum + 1 / everyMs, 1 / tickMs);
  const affordableMs = roundSpan(PROBES_A_VIEW / probesPerMs);
  const notes: string[] = [];
  const to = Math.min(asked.to, now);
  const kept = Math.max(asked.from, now - retentionMs);
  if (kept > asked.from) notes.push(`Runs are kept for ${roughText(retentionMs)}: what is older is not shown.`);
  const from = Math.min(Math.max(kept, to - affordableMs), to - LEAST_RANGE_MS);
  if (from > kept) {
    const [shown, wanted] = [roughText(affordableMs), roughText(to - kept)];
    notes.push(`Showing the last ${shown} of the ${wanted} asked for: with so many targets, more would take too long.`);
  }
  const cellMs = cellMsFor({ from, to }, tickMs);
  const strips = { from: Math.floor(from / cellMs) * cellMs, to };

  const patternsKept = patternsFrom === null ? null : Math.max(patternsFrom, now - retentionMs);
  const heat = patternsKept === null ? null : heatRange(strips, now, patternsKept, affordableMs);
  if (heat !== null && heat.from > (patternsKept ?? 0)) {
    const shown = roughText(heat.to - heat.from);
    notes.push(`Heat maps show the last ${shown}: with so many targets, more would take too long.`);
  }
  const pieceMs = Math.min(DAY_MS, Math.max(LEAST_RANGE_MS, PROBES_A_PIECE / probesPerMs));
  return { strips, cellMs, heat, notes, pieces: piecesOf(strips, heat, pieceMs) };
}

/** Up to now; as far back as is wanted, if that can be afforded beside the strips. */
function heatRange(strips: TimeRange, now: EpochMs, wanted: EpochMs, affordableMs: number): TimeRange {
  const beforeMs = now - strips.to;
  const extraMs = Math.max(0, affordableMs - (strips.to - strips.from)) / HEAT_COST_RATIO;
  // What the strips take in costs nothing more; a dashboard's end is a moment ago.
  const least =
    beforeMs > extraMs + LEAST_MS ? now - Math.max(LEAST_MS, extraMs) : strips.from - Math.max(0, extraMs - beforeMs);
  return { from: Math.max(least, wanted), to: now };
}

function piecesOf(strips: TimeRange, heat: TimeRange | null, pieceMs: number): readonly Piece[] {
  const rest =
    heat === null
      ? []
      : [
          { from: Math.max(heat.from, strips.to), to: heat.to },
          { from: heat.from, to: Math.min(heat.to, strips.from) },
        ];
  return [
    ...cut(strips, pieceMs).map((piece) => ({ ...piece, isForStrips: true })),
    ...rest.flatMap((range) => cut(range, pieceMs)).map((piece) => ({ ...piece, isForStrips: false })),
  ];
}

/** The newest first. */
function cut({ from, to }: TimeRange, pieceMs: number): TimeRange[] {
  const pieces: TimeRange[] = [];
  for (let end = to; end > from; end -= pieceMs) pieces.push({ from: Math.max(from, end - pieceMs), to: end });
  return pieces;
}

/** Whole days, or whole hours below two of them. */
function roundSpan(ms: number): number {
  const unit = ms >= 2 * DAY_MS ? DAY_MS : HOUR_MS;
  return Math.max(LEAST_MS, Math.floor(ms / unit) * unit);
}
