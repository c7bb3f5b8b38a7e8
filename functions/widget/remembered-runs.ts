import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../core/model/time.ts';
import type { RunHistory, StoredRun } from '../core/ports.ts';

/** What is remembered together: an hour of a vantage. */
const BLOCK_MS = HOUR_MS;
/** So long after its end, nearly every run of a block is finished. */
const SETTLED_AFTER_MS = 10 * MINUTE_MS;
/** A run that could not be stored is handed in by a later one: until then a block may still grow, and is read again. */
const GROWS_FOR_MS = DAY_MS;
const KEPT_WHILE_GROWING_MS = 10 * MINUTE_MS;
/** Nobody looks at that range any more. */
const FORGOTTEN_AFTER_MS = 2 * HOUR_MS;

/** Letters of records, with `RUN_OVERHEAD` for each run. A view of all that can be drawn has 50 million; the function has 512 MB. */
const MOST_LETTERS = 120_000_000;
const RUN_OVERHEAD = 500;

interface Block {
  readonly runs: readonly StoredRun[];
  readonly letters: number;
  readonly readAt: EpochMs;
  usedAt: EpochMs;
}

/**
 * A history that remembers what it has read, for as long as its process lives: of the next view, a minute later, it reads what is
 * new. Runs that are handed in late are seen within ten minutes, those older than a day by the next process.
 *
 * @param mostLetters above this nothing more is remembered
 */
export function rememberedRuns(
  history: Pick<RunHistory, 'read'>,
  now: () => EpochMs,
  mostLetters: number = MOST_LETTERS,
): Pick<RunHistory, 'read'> {
  const blocks = new Map<string, Block>();
  let letters = 0;

  return {
    async read(vantage, fromTick, toTick) {
      const at = now();
      forgetUnused(at);
      const stretches = await Promise.all(
        stretchesOf(vantage, fromTick, toTick, at).map(async (stretch) =>
          'runs' in stretch ? stretch.runs : await readStretch(vantage, stretch, at),
        ),
      );
      return stretches.flat().filter(({ key: { tickAt } }) => tickAt >= fromTick && tickAt <= toTick);
    },
  };

  /** What is remembered, and between that what is to be read, in order. */
  function stretchesOf(vantage: string, fromTick: EpochMs, toTick: EpochMs, at: EpochMs): Stretch[] {
    const stretches: Stretch[] = [];
    for (let start = startOf(fromTick); start <= toTick; start += BLOCK_MS) {
      const block = blocks.get(nameOf(vantage, start));
      const last = stretches.at(-1);
      if (block !== undefined && isFresh(block, start, at)) {
        block.usedAt = at;
        stretches.push({ runs: block.runs });
      } else if (last !== undefined && 'to' in last) {
        last.to = start + BLOCK_MS;
      } else {
        stretches.push({ from: start, to: start + BLOCK_MS });
      }
    }
    return stretches;
  }

  async function readStretch(vantage: string, { from, to }: Gap, at: EpochMs): Promise<readonly StoredRun[]> {
    const runs = await history.read(vantage, from, to - 1);
    const byBlock = Map.groupBy(runs, ({ key: { tickAt } }) => startOf(tickAt));
    for (let start = from; start < to && start + BLOCK_MS + SETTLED_AFTER_MS <= at; start += BLOCK_MS) {
      remember(nameOf(vantage, start), byBlock.get(start) ?? [], at);
    }
    return runs;
  }

  function remember(name: string, runs: readonly StoredRun[], at: EpochMs): void {
    forget(name);
    const found = runs
      .flatMap(({ parts }) => parts)
      .reduce((sum, { length }) => sum + length, runs.length * RUN_OVERHEAD);
    if (letters + found > mostLetters) return;
    letters += found;
    blocks.set(name, { runs, letters: found, readAt: at, usedAt: at });
  }

  function forget(name: string): void {
    letters -= blocks.get(name)?.letters ?? 0;
    blocks.delete(name);
  }

  function forgetUnused(at: EpochMs): void {
    for (const [name, { usedAt }] of [...blocks]) if (at - usedAt > FORGOTTEN_AFTER_MS) forget(name);
  }
}

interface Gap {
  readonly from: EpochMs;
  to: EpochMs;
}

type Stretch = Gap | { readonly runs: readonly StoredRun[] };

function isFresh({ readAt }: Block, start: EpochMs, at: EpochMs): boolean {
  const isGrown = readAt - (start + BLOCK_MS) >= GROWS_FOR_MS;
  return isGrown || at - readAt < KEPT_WHILE_GROWING_MS;
}

function startOf(tickAt: EpochMs): EpochMs {
  return Math.floor(tickAt / BLOCK_MS) * BLOCK_MS;
}

function nameOf(vantage: string, start: EpochMs): string {
  return `${start} ${vantage}`;
}
