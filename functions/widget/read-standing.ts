import type { EpochMs } from '../core/model/time.ts';
import { HOUR_MS } from '../core/model/time.ts';
import type { MonitorStanding, VantageStanding } from '../core/page/status-facts.ts';
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

/** How the monitor itself does. Rejects when the store does. */
export async function readStanding(
  vantages: readonly string[],
  now: EpochMs,
  ports: StandingPorts,
): Promise<MonitorStanding> {
  const [standings, waiting, dead, subscribed] = await Promise.all([
    Promise.all(vantages.map((vantage) => standingOf(vantage, now, ports))),
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

async function standingOf(vantage: string, now: EpochMs, { history, states }: StandingPorts): Promise<VantageStanding> {
  const [runs, state] = await Promise.all([history.read(vantage, now - LATELY_MS, now), states.load(vantage)]);
  const newest = runs.findLast((run) => run.state === 'finished');
  return { vantage, newestRun: newest?.key.tickAt ?? null, examinedTo: state?.state.throughTick ?? null };
}
