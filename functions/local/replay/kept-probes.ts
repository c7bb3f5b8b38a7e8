import type { AttemptOutcome, Outcome } from '../../core/model/outcome.ts';
import type { EpochMs } from '../../core/model/time.ts';
import type { RecordedAttempt, RecordedProbe, RecordedRun } from '../../core/run-record.ts';

/** The probes of a record, kept for its pictures: when, which target, how it ended, where, how long. */
export interface KeptProbes {
  readonly add: (run: RecordedRun) => void;
  /** In the order in which they were added. Attempts have the outcome and the address they had, and no times of their own. */
  readonly runs: () => Iterable<RecordedRun>;
  /** The oldest ones that there was no room for. */
  readonly forgotten: () => number;
}

/** Newest probes that are kept, at 24 bytes each. */
const MOST_KEPT = 2_000_000;
const BLOCK_ROWS = 65_536;
/** Ways to end, with addresses; a host that hands out ever new addresses must not fill the memory. */
const MOST_SHAPES = 100_000;

interface Block {
  readonly tickAt: Float64Array;
  /** After the tick. */
  readonly offsetMs: Int32Array;
  readonly stream: Uint32Array;
  readonly shape: Uint32Array;
  readonly durationMs: Float32Array;
  count: number;
}

interface Stream {
  readonly vantage: string;
  readonly targetId: string;
}

interface Shape {
  readonly outcome: Outcome;
  readonly masked: boolean;
  readonly address: string | null;
  readonly attempts: readonly { readonly outcome: AttemptOutcome; readonly address: string | null }[];
}

/** See `KeptProbes`. */
export function keptProbes(most: number = MOST_KEPT): KeptProbes {
  let blocks: Block[] = [];
  let forgotten = 0;
  const streams = interner<Stream>(Infinity);
  const shapes = interner<Shape>(MOST_SHAPES);

  const add = ({ vantage, tickAt }: RecordedRun['key'], probe: RecordedProbe) => {
    let block = blocks.at(-1);
    if (block === undefined || block.count === block.tickAt.length) {
      block = newBlock(Math.min(BLOCK_ROWS, most));
      blocks.push(block);
    }
    const row = block.count;
    const { targetId, startedAt, durationMs } = probe;
    block.tickAt[row] = tickAt;
    block.offsetMs[row] = startedAt - tickAt;
    block.stream[row] = streams.index(`${vantage}/${targetId}`, () => ({ vantage, targetId }));
    block.shape[row] = shapeIndex(probe, shapes);
    block.durationMs[row] = durationMs;
    block.count += 1;
    const [oldest] = blocks;
    if (oldest !== undefined && oldest !== block && (blocks.length - 2) * oldest.count + block.count >= most) {
      forgotten += oldest.count;
      blocks = blocks.slice(1);
    }
  };
  return {
    add: ({ key, probes }) => {
      for (const probe of probes) add(key, probe);
    },
    runs: () => runsIn(blocks, streams.values, shapes.values),
    forgotten: () => forgotten,
  };
}

interface OpenRun {
  readonly vantage: string;
  readonly tickAt: EpochMs;
  readonly probes: RecordedProbe[];
}

/** Neighbours of one vantage and tick are a run. */
function* runsIn(
  blocks: readonly Block[],
  streams: readonly Stream[],
  shapes: readonly Shape[],
): Generator<RecordedRun> {
  let run: OpenRun | null = null as OpenRun | null;
  for (const block of blocks) {
    for (let row = 0; row < block.count; row += 1) {
      const stream = streams[block.stream[row] ?? 0];
      const shape = shapes[block.shape[row] ?? 0];
      if (stream === undefined || shape === undefined) continue;
      const tickAt = block.tickAt[row] ?? 0;
      if (run?.tickAt !== tickAt || run.vantage !== stream.vantage) {
        if (run !== null) yield finished(run);
        run = { vantage: stream.vantage, tickAt, probes: [] };
      }
      const startedAt = tickAt + (block.offsetMs[row] ?? 0);
      run.probes.push(probeOf(stream.targetId, startedAt, block.durationMs[row] ?? 0, shape));
    }
  }
  if (run !== null) yield finished(run);
}

function finished({ vantage, tickAt, probes }: OpenRun): RecordedRun {
  return { key: { vantage, tickAt, shard: 0 }, probes, diagnoses: {} };
}

function probeOf(targetId: string, startedAt: EpochMs, durationMs: number, shape: Shape): RecordedProbe {
  const attempts = shape.attempts.map(({ outcome, address }): RecordedAttempt => ({
    startedAt,
    durationMs: 0,
    address,
    outcome,
    phase: null,
    status: null,
  }));
  const { outcome, masked, address } = shape;
  return { targetId, startedAt, durationMs, address, outcome, masked, attempts };
}

function shapeIndex({ outcome, masked, address, attempts }: RecordedProbe, shapes: Interner<Shape>): number {
  const name = (one: Outcome) =>
    'kind' in one ? `${one.class}/${one.kind}` : 'reason' in one ? one.reason : one.class;
  const told = attempts.map((one) => `${name(one.outcome)}@${one.address ?? ''}`).join(' ');
  const plain = (one: Outcome): Outcome => ('detail' in one ? { ...one, detail: null } : one);
  const make = (isPlaced: boolean): Shape => ({
    outcome: plain(outcome),
    masked,
    address: isPlaced ? address : null,
    attempts: attempts.map((one) => ({
      outcome: plain(one.outcome) as AttemptOutcome,
      address: isPlaced ? one.address : null,
    })),
  });
  const key = `${name(outcome)}|${masked ? 'm' : ''}|${address ?? ''}|${told}`;
  if (!shapes.isFull() || shapes.has(key)) return shapes.index(key, () => make(true));
  return shapes.index(
    `${name(outcome)}|${masked ? 'm' : ''}|${attempts.map((one) => name(one.outcome)).join(' ')}`,
    () => make(false),
  );
}

interface Interner<T> {
  readonly values: readonly T[];
  readonly has: (key: string) => boolean;
  /** Whether new values should be as few as can be. */
  readonly isFull: () => boolean;
  readonly index: (key: string, make: () => T) => number;
}

function interner<T>(most: number): Interner<T> {
  const values: T[] = [];
  const indexes = new Map<string, number>();
  return {
    values,
    has: (key) => indexes.has(key),
    isFull: () => values.length >= most,
    index: (key, make) => {
      const known = indexes.get(key);
      if (known !== undefined) return known;
      indexes.set(key, values.length);
      return values.push(make()) - 1;
    },
  };
}

function newBlock(rows: number): Block {
  return {
    tickAt: new Float64Array(rows),
    offsetMs: new Int32Array(rows),
    stream: new Uint32Array(rows),
    shape: new Uint32Array(rows),
    durationMs: new Float32Array(rows),
    count: 0,
  };
}
