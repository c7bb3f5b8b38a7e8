import type { EpochMs } from '../core/model/time.ts';
import { shardLayout, type ShardedTargets } from '../core/model/shards.ts';
import { HOUR_MS, MINUTE_MS } from '../core/model/time.ts';
import type { MonitorStanding, VantageStanding } from '../core/page/status-facts.ts';
import type { TimeRange } from '../core/picture/time-range.ts';
import type { DetectStateStore, Outbox, RunHistory, StateStore } from '../core/ports.ts';
import { SUBSCRIPTIONS_KEY, type SubscriptionState } from '../core/subscriptions.ts';

/** What is needed to tell how the monitor itself does. */
export interface StandingPorts {
  readonly history: Pick<RunHistory, 'read'>;
  readonly states: Pick<DetectStateStore, 'load'>;
  readonly outbox: Pick<Outbox, 'pending' | 'buried'>;
  readonly subscribed: Pick<StateStore<SubscriptionState>, 'load'>;
}

/** Further back nobody looks for the newest run: by then the dead-man alarm has rung. Three ticks of the longest schedule. */
const LATELY_MS = 3 * HOUR_MS;
/** Of several shards so little is read, since each run is hundreds of probes: three ticks, and what a dead man waits for. */
const LATELY_OF_SHARDS_MS = 10 * MINUTE_MS;

/** How the monitor itself does. Rejects when the store does. */
export async function readStanding(
  vantages: readonly string[],
  now: EpochMs,
  settings: ShardedTargets,
  ports: StandingPorts,
): Promise<MonitorStanding> {
  const shards = shardLayout(settings).count;
  const latelyMs = shards === 1 ? LATELY_MS : 3 * settings.tickMs + LATELY_OF_SHARDS_MS;
  const [standings, waiting, dead, subscribed] = await Promise.all([
    Promise.all(vantages.map((vantage) => standingOf(vantage, shards, { from: now - latelyMs, to: now }, ports))),
    ports.outbox.pending(),
    ports.outbox.buried(),
    ports.subscribed.load(SUBSCRIPTIONS_KEY),
  ]);
  return {
    vantages: standings,
    unsentNotices: waiting.length,
    oldestUnsentAt: waiting[0]?.announcement.at ?? null,
    deadNotices: dead.length,
    subscriptions: subscribed?.state ?? null,
  };
}

/** A vantage of several shards stands as the one of them that stands worst. */
async function standingOf(
  vantage: string,
  shards: number,
  { from, to }: TimeRange,
  { history, states }: StandingPorts,
): Promise<VantageStanding> {
  const [runs, state] = await Promise.all([history.read(vantage, from, to), states.load(vantage)]);
  const newest = Array.from({ length: shards }, (_, shard) =>
    runs.findLast(({ state: how, key }) => how === 'finished' && (shards === 1 || key.shard === shard)),
  );
  const oldest = Math.min(...newest.map((run) => run?.key.tickAt ?? 0));
  return { vantage, newestRun: oldest === 0 ? null : oldest, examinedTo: state?.state.throughTick ?? null };
}
