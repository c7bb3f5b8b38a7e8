import { SNAPSHOT_EVERY_MS } from '../chronic/snapshot.ts';
import { USUAL_MEMORY_MB, detectMemoryMb } from '../model/function-memory.ts';
import { shardsOf } from '../model/shards.ts';
import { mostDue, type Target } from '../model/target.ts';
import { MINUTE_MS } from '../model/time.ts';
import { OWN_SLOTS_RATIO } from '../probing/pacing.ts';
import type { Settings } from '../settings-model.ts';
import { seriesOfMonth, type SeriesOfMonth } from './series.ts';

/** 730 hours: a twelfth of a year. */
export const MINUTES_A_MONTH = 43_800;

/** The settings that a bill depends on. */
export type BilledSettings = Pick<
  Settings,
  'targets' | 'tickMs' | 'metrics' | 'retry' | 'startsPerSecond' | 'retentionMs' | 'slack' | 'customerKey'
>;

/**
 * What things take, rounded up. Tests measure the sizes: of records with `packRun`, of a detector that has seen every second
 * probe fail for four weeks, at random, which leaves most to remember.
 */
export const TAKES = {
  /** After its last start, a probe run waits for the answer and stores: what is usual; an outage takes up to `deadlines.runMs`. */
  probeRunSeconds: 1,
  detectSeconds: 1,
  /** Each further thousand streams (target and vantage) that detection folds. */
  detectSecondsPerThousand: 1,
  /** Keys and claim of a run: its item without the record. */
  itemBytes: 400,
  /** Of the record, as text, which is packed where it is longer than `shortText`. */
  attemptTextBytes: 95,
  attemptPackedBytes: 18,
  shortText: 2_048,
  snapshotBytes: 22_000,
  /** Small items that each pass of detection reads: states, problems, outbox, care, who is subscribed; and the memory of each further shard. */
  smallReads: 9,
  /** A process that starts anew reads all snapshots; it lives for hours. */
  coldStartsADay: 24,
  /** Of a healthy run and a pass: our lines and those of Lambda. */
  logBytes: 3_000,
  logBytesPerTarget: 60,
  /** The TLS handshake (some 1,600), the request, and the headers of eight packets. */
  sentBytesPerProbe: 2_500,
} as const;

/** The newest records are read at least for so long: a run's deadline and some. */
const READ_BACK_MINUTES = 4;

/** How much there is of everything in a month. */
export interface Workload {
  readonly targets: number;
  readonly probes: number;
  /** Of a vantage, each a run of its own, see `shardLayout`. */
  readonly shards: number;
  /** Runs of all vantages and shards together. */
  readonly runs: number;
  readonly passes: number;
  /** This and what is said of a run and a record below is the average of the shards. */
  readonly secondsPerRun: number;
  readonly secondsPerPass: number;
  /** Memory of a probe function and of the detect function. */
  readonly probeGb: number;
  readonly detectGb: number;
  readonly callsPerRun: number;
  readonly series: SeriesOfMonth;
  /** Written for a run in which every attempt of every target fails. */
  readonly recordKb: number;
  readonly recordBytes: number;
  readonly snapshotSaves: number;
  readonly snapshotKb: number;
  /** Records that a pass reads for each vantage, on average, those of all shards together. */
  readonly recordsRead: number;
  /** Small items that a pass reads. */
  readonly smallReads: number;
}

/** What a month comes to, for so many vantages. */
export function workloadOf(settings: BilledSettings, vantages: number): Workload {
  const { targets, tickMs, retry } = settings;
  const streams = targets.length * vantages;
  const runsPerVantage = MINUTES_A_MONTH * (MINUTE_MS / tickMs);
  const probes = vantages * targets.reduce((sum, { everyMs }) => sum + MINUTES_A_MONTH * (MINUTE_MS / everyMs), 0);
  const series = seriesOfMonth(settings);
  const shards = shardsOf({ targets, tickMs });
  const mean = (value: (own: readonly Target[]) => number) =>
    shards.reduce((total, own) => total + value(own), 0) / shards.length;
  const recordBytes = mean((own) => {
    const attempts = own.length * retry.attempts;
    const shortBytes = Math.min(attempts * TAKES.attemptTextBytes, TAKES.shortText);
    return TAKES.itemBytes + Math.max(shortBytes, attempts * TAKES.attemptPackedBytes);
  });
  return {
    targets: targets.length,
    probes,
    shards: shards.length,
    runs: vantages * shards.length * runsPerVantage,
    passes: MINUTES_A_MONTH,
    secondsPerRun: mean((own) => pacingSeconds(own, settings)) + TAKES.probeRunSeconds,
    probeGb: USUAL_MEMORY_MB / 1_024,
    detectGb: detectMemoryMb(streams) / 1_024,
    secondsPerPass: TAKES.detectSeconds + (streams / 1_000) * TAKES.detectSecondsPerThousand,
    callsPerRun: mean((own) =>
      Math.ceil((series.perTarget * mostDue(own, tickMs) + series.mostValuesPerRun) / DATA_PER_CALL),
    ),
    series,
    recordBytes,
    recordKb: Math.ceil(recordBytes / 1_024),
    snapshotSaves: streams * (MINUTES_A_MONTH / (SNAPSHOT_EVERY_MS / MINUTE_MS)),
    snapshotKb: Math.ceil(TAKES.snapshotBytes / 1_024),
    recordsRead: (shards.length * (READ_BACK_MINUTES + SNAPSHOT_EVERY_MS / MINUTE_MS / 2) * MINUTE_MS) / tickMs,
    smallReads: TAKES.smallReads + (shards.length === 1 ? 0 : vantages * shards.length),
  };
}

/** CloudWatch takes at most so many values in one PutMetricData call. */
const DATA_PER_CALL = 1_000;

/** How long a run that has everything to do takes to start it, at the busiest origin. */
function pacingSeconds(
  targets: readonly Target[],
  { tickMs, startsPerSecond }: Pick<BilledSettings, 'tickMs' | 'startsPerSecond'>,
): number {
  const byOrigin = Map.groupBy(targets, ({ url }) => new URL(url).origin);
  return (
    Math.max(0, ...[...byOrigin.values()].map((own) => mostDue(own, tickMs))) / (startsPerSecond * OWN_SLOTS_RATIO)
  );
}
