import { runFault } from '../core/fault-report.ts';
import { HOUR_MS } from '../core/model/time.ts';
import type { Log, StateStore, SubscriptionList } from '../core/ports.ts';
import type { Settings } from '../core/settings-model.ts';
import {
  SUBSCRIPTIONS_KEY,
  subscriptionState,
  type ListedSubscription,
  type SubscriptionState,
} from '../core/subscriptions.ts';
import type { DetectTick } from './run.ts';

/** Who is subscribed, and where it is remembered. */
export interface SubscriptionPorts {
  readonly list: SubscriptionList;
  readonly states: StateStore<SubscriptionState>;
}

const REMEDY =
  'Notices are not affected; the next pass asks again. Check the grant for sns:ListSubscriptionsByTopic on the topic.';

/**
 * Looks once an hour whether every address is told, and remembers that for the dashboard and the weekly message. Returns what is
 * known by then; `null` before the first look. A list that cannot be had is no fault of the run: nobody is told less for it.
 * Rejects when the store does.
 */
export async function settleSubscriptions(
  { tickAt }: DetectTick,
  { alerts }: Pick<Settings, 'alerts'>,
  { subscriptions, log }: { readonly subscriptions: SubscriptionPorts | null; readonly log: Log },
): Promise<SubscriptionState | null> {
  if (subscriptions === null) return null;
  const { list, states } = subscriptions;
  const loaded = await states.load(SUBSCRIPTIONS_KEY);
  const known = loaded?.state ?? null;
  if (known !== null && tickAt - known.checkedAt < HOUR_MS) return known;
  let listed: readonly ListedSubscription[];
  try {
    listed = await list.emails();
  } catch (cause) {
    log.warn('subscriptions-unread', { tickAt, ...runFault('The subscriptions could not be listed', REMEDY, cause) });
    return known;
  }
  const state = subscriptionState(alerts.email, listed, known, tickAt);
  // A pass that was overtaken leaves it to the other one.
  await states.save(SUBSCRIPTIONS_KEY, state, loaded?.version ?? 0);
  return state;
}
