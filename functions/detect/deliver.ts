import { runFault, type RunFault } from '../core/fault-report.ts';
import type { OutboxStanding } from '../core/metrics.ts';
import { threadOf, type Announcement } from '../core/model/problem.ts';
import { MINUTE_MS } from '../core/model/time.ts';
import type { OutboxEntry, PublishResult } from '../core/ports.ts';
import type { Care } from '../core/problems/care.ts';
import { isHopeless } from '../core/problems/delivery.ts';
import type { DetectPorts } from './run.ts';

/** Longer than a detect function may run, so that a lease outlives its owner's publish. */
const LEASE_MS = 2 * MINUTE_MS;

/**
 * No publish starts later than this after the first: a function that is ended by its time limit in mid-delivery tells one
 * notice twice. A third of that limit, since a channel that does not answer costs 5 s more.
 */
const DELIVERY_MS = MINUTE_MS / 3;

/** Not at the first: should one notice alone be taken for a channel that is down, the others go out around it. */
const MOST_UNAVAILABLE = 3;

type DeliveryPorts = Pick<DetectPorts, 'outbox' | 'cares' | 'notifier' | 'clock' | 'log' | 'newOwner'>;
type PublishFailure = Exclude<PublishResult, { result: 'accepted' }>;

/** What could not be sent in a pass, for the report. */
interface Failures {
  readonly left: { readonly noticeId: string; readonly failure: PublishFailure }[];
  readonly buried: { readonly noticeId: string; readonly failure: PublishFailure }[];
}

/**
 * Delivers what the outbox holds, each notice once: lease, publish, mark as sent. Order is kept per problem, so a notice
 * waits while an earlier one of its problem is not through. Returns how the outbox stands then.
 *
 * A publish that ended ambiguously keeps its lease: it may have got through, and is repeated only after the lease ends.
 * One that is refused for long becomes a dead letter, and the next of its problem goes on. A channel that takes nothing at
 * all is asked three times a pass, and buries nothing: once it is back, everything goes out in order by itself.
 */
export async function deliver(ports: DeliveryPorts, report: (fault: RunFault) => void): Promise<OutboxStanding> {
  const { outbox, clock } = ports;
  const owner = ports.newOwner();
  const startedAt = clock.now();
  const waiting = new Set<string>();
  const unsent: Announcement[] = [];
  const failures: Failures = { left: [], buried: [] };
  let unavailable = 0;
  try {
    const pending = await outbox.pending();
    const cares = pending.length === 0 ? NOBODY : await caresOf(ports, report);
    for (const entry of pending) {
      const { announcement } = entry;
      const thread = threadOf(announcement);
      const isOver = unavailable >= MOST_UNAVAILABLE || clock.now() - startedAt >= DELIVERY_MS;
      const isOurs =
        !isOver && !waiting.has(thread) && (await outbox.claim(announcement.id, owner, clock.now(), LEASE_MS));
      const fate = isOurs ? await send(entry, owner, cares, ports, failures) : 'waits';
      if (fate !== 'waits') unavailable = fate === 'unavailable' ? unavailable + 1 : 0;
      if (fate === 'through') continue;
      waiting.add(thread);
      unsent.push(announcement);
    }
  } finally {
    reportFailures(failures, report);
  }
  const oldestAt = Math.min(...unsent.map(({ at }) => at));
  return {
    unsentNotices: unsent.length,
    oldestUnsentMs: unsent.length === 0 ? 0 : Math.max(0, clock.now() - oldestAt),
    deadNotices: (await outbox.buried()).length,
  };
}

const NOBODY: ReadonlyMap<string, Care> = new Map();

/** Who is on what, by problem; a notice goes out without that when it cannot be read. */
async function caresOf(
  { cares }: DeliveryPorts,
  report: (fault: RunFault) => void,
): Promise<ReadonlyMap<string, Care>> {
  try {
    return await cares.all();
  } catch (cause) {
    const remedy = 'Notices went out without it. Check the table, its throttling and the grants.';
    report(runFault('It could not be read who is on which problem', remedy, cause));
    return NOBODY;
  }
}

/** Publishes what is held. `through`: it holds up nothing any more. */
async function send(
  entry: OutboxEntry,
  owner: string,
  cares: ReadonlyMap<string, Care>,
  { outbox, notifier, clock, log }: DeliveryPorts,
  failures: Failures,
): Promise<'through' | PublishFailure['result']> {
  const { announcement } = entry;
  const noticeId = announcement.id;
  const published = await notifier.publish(announcement, cares.get(threadOf(announcement)) ?? null);
  const now = clock.now();
  if (published.result === 'accepted') {
    await outbox.markSent(noticeId, owner, now);
    log.info('notice-sent', { noticeId });
    return 'through';
  }
  if (published.result === 'refused' && isHopeless(entry, now)) {
    failures.buried.push({ noticeId, failure: published });
    await outbox.bury(noticeId, owner, now);
    log.warn('notice-buried', { noticeId });
    return 'through';
  }
  failures.left.push({ noticeId, failure: published });
  if (published.result !== 'ambiguous') {
    await outbox.release(noticeId, owner, published.result === 'refused' ? now : null);
  }
  return published.result;
}

/** One fault for all that is left, and one for all that was given up: a channel that is down refuses every notice. */
function reportFailures({ left, buried }: Failures, report: (fault: RunFault) => void): void {
  const [firstLeft] = left;
  if (firstLeft !== undefined) {
    const { noticeId, failure } = firstLeft;
    const more = left.length === 1 ? '' : `, nor were ${left.length - 1} more`;
    const remedy =
      'They stay in the outbox and are tried again. Check the topic and the grant for sns:Publish, or the webhook.';
    report(runFault(`Notice ${noticeId} was not accepted (${failure.result})${more}`, remedy, failure.error));
  }
  const [firstBuried] = buried;
  if (firstBuried !== undefined) {
    const { noticeId, failure } = firstBuried;
    const more = buried.length === 1 ? '' : `, and so are ${buried.length - 1} more`;
    const remedy =
      'It was refused for a day and is kept. Once the reason is mended: npm run problems -- revive NOTICE_ID.';
    report(runFault(`Notice ${noticeId} is a dead letter now${more}`, remedy, failure.error));
  }
}
