import type { EpochMs } from '../core/model/time.ts';
import type { Piece } from '../core/page/reading-plan.ts';
import type { RunHistory, StoredRun } from '../core/ports.ts';

/** Pieces that are being read while one is worked on: enough to hide the way to the store, few enough for the memory. */
const MOST_UNDER_WAY = 4;

/** What is done with the pieces. */
export interface PieceReading {
  /** Called for one piece after the other, in their order, with the runs of all vantages. */
  readonly onRuns: (piece: Piece, runs: readonly StoredRun[]) => void;
  /** Whether nobody will wait any longer: asked before each piece but the first. */
  readonly isLate: () => boolean;
}

/**
 * Reads the pieces, several at a time. The answer is how many of them were read before it was late. Rejects with what the store
 * said first.
 */
export async function readPieces(
  pieces: readonly Piece[],
  vantages: readonly string[],
  history: Pick<RunHistory, 'read'>,
  { onRuns, isLate }: PieceReading,
): Promise<number> {
  const underWay: Promise<readonly StoredRun[]>[] = [];
  let next = 0;
  for (const [index, piece] of pieces.entries()) {
    if (index > 0 && isLate()) return index;
    for (; next < Math.min(pieces.length, index + MOST_UNDER_WAY); next += 1) {
      underWay.push(startReading(pieces[next] ?? piece, vantages, history));
    }
    const reading = underWay.shift();
    if (reading !== undefined) onRuns(piece, await reading);
  }
  return pieces.length;
}

function startReading(
  { from, to }: Piece,
  vantages: readonly string[],
  history: Pick<RunHistory, 'read'>,
): Promise<readonly StoredRun[]> {
  const lastTick: EpochMs = to - 1;
  const reading = Promise.all(vantages.map((vantage) => history.read(vantage, from, lastTick))).then((runs) =>
    runs.flat(),
  );
  // Of one that nobody waits for any more, nobody needs to hear that it failed.
  reading.catch(() => undefined);
  return reading;
}
