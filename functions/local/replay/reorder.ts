import { MINUTE_MS, isoTime, type EpochMs } from '../../core/model/time.ts';
import type { RecordedProbe } from '../../core/run-record.ts';
import { LINE_PLACE, type PlaceOf } from './bad-lines.ts';
import { UnusableRecordError } from './formats/import-format.ts';
import { TICK_DISTANCE_MS, type LineFault, type RecordedLine } from './recorded-line.ts';

/** How far behind the newest line a line may come. */
export const LATENESS_MS = 5 * MINUTE_MS;

/** Puts lines into the order of their ticks, or of their own times where the record has no ticks. */
export interface Reorder {
  readonly add: (line: RecordedLine) => void;
  /** Takes out, in order, what nothing can come before any more. */
  ready(): readonly RecordedLine[];
  /** Takes out the rest, in order. */
  rest(): readonly RecordedLine[];
}

/** How lines are put in order. */
export interface ReorderOptions {
  readonly placeOf: PlaceOf;
  /** Lines may come in any order, and so many at most: all are kept until the end. `null`: late by five minutes at most. */
  readonly mostCollected: number | null;
}

/** Lines are taken out once this much of the record has come together, so that sorting stays cheap. */
const BATCH_MS = MINUTE_MS;

/**
 * A buffer over as much of the record as lateness allows. A line that comes twice is handed out once; two lines that say
 * different things about one probe (same time, target and vantage) cannot both be true, so the later one is faulty.
 */
export function reorder(onFault: (fault: LineFault) => void, options: Partial<ReorderOptions> = {}): Reorder {
  const { placeOf = LINE_PLACE, mostCollected = null } = options;
  let waiting: RecordedLine[] = [];
  let newest: RecordedLine | null = null;
  let cutAt: EpochMs = -Infinity;

  const take = (count: number): readonly RecordedLine[] => {
    const taken = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return taken.filter((line, index) => index === 0 || isAnother(line, taken[index - 1] ?? line, placeOf, onFault));
  };
  return {
    add: (line) => {
      const at = line.probe.startedAt;
      if (mostCollected !== null) {
        if (waiting.length >= mostCollected) {
          throw new UnusableRecordError(
            `more than ${mostCollected} entries cannot be put in order; sort them by time, or cut the record`,
          );
        }
        waiting.push(line);
        return;
      }
      if (newest !== null && at < newest.probe.startedAt - LATENESS_MS) {
        const seen = `${placeOf(newest.line)} has ${isoTime(newest.probe.startedAt)}`;
        const rule = 'lines may be out of order by five minutes only';
        onFault({ line: line.line, reason: `at: ${rule}; found ${isoTime(at)}, and ${seen}` });
        return;
      }
      waiting.push(line);
      if (newest === null || at > newest.probe.startedAt) newest = line;
    },

    ready: () => {
      if (mostCollected !== null) return [];
      // A late line may have a tick before its own time.
      const settledAt = (newest?.probe.startedAt ?? 0) - LATENESS_MS - TICK_DISTANCE_MS;
      if (settledAt - cutAt < BATCH_MS) return [];
      cutAt = settledAt;
      waiting.sort(byOrder);
      const first = waiting.findIndex((line) => orderOf(line) >= settledAt);
      return take(first === -1 ? waiting.length : first);
    },

    rest: () => {
      waiting.sort(byOrder);
      return take(waiting.length);
    },
  };
}

/** Where a line belongs: at its tick, or at its own time. */
export function orderOf({ tickAt, probe }: RecordedLine): EpochMs {
  return tickAt ?? probe.startedAt;
}

function byOrder(a: RecordedLine, b: RecordedLine): number {
  return (
    orderOf(a) - orderOf(b) ||
    a.probe.startedAt - b.probe.startedAt ||
    compareText(a.vantage, b.vantage) ||
    compareText(a.probe.targetId, b.probe.targetId) ||
    a.line - b.line
  );
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function isAnother(
  line: RecordedLine,
  before: RecordedLine,
  placeOf: PlaceOf,
  onFault: (fault: LineFault) => void,
): boolean {
  const [a, b] = [line.probe, before.probe];
  if (a.startedAt !== b.startedAt || a.targetId !== b.targetId || line.vantage !== before.vantage) return true;
  if (!saysTheSame(a, b)) {
    const rule =
      'tells otherwise of the same probe (same at, target and vantage); if it is another one, give it a vantage';
    onFault({ line: line.line, reason: `${rule}; the probe is that of ${placeOf(before.line)}` });
  }
  return false;
}

function saysTheSame(a: RecordedProbe, b: RecordedProbe): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
