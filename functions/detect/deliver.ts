import { runFault, type RunFault } from '../core/fault-report.ts';
import { MINUTE_MS } from '../core/model/time.ts';
import type { DetectPorts } from './run.ts';

/** Longer than a detect function may run, so that a lease outlives its owner's publish. */
const LEASE_MS = 2 * MINUTE_MS;

/**
 * Delivers what the outbox holds, each notice once: lease, publish, mark as sent. Order is kept per problem, so a notice
 * waits while an earlier one of its problem is not through. Returns how many are left.
 *
 * A publish that ended ambiguously keeps its lease: it may have got through, and is repeated only after the lease ends.
 */
export async function deliver(
  ports: Pick<DetectPorts, 'outbox' | 'notifier' | 'clock' | 'log' | 'newOwner'>,
  report: (fault: RunFault) => void,
): Promise<number> {
  const { outbox, notifier, clock, log } = ports;
  const owner = ports.newOwner();
  const blocked = new Set<string>();
  let left = 0;
  for (const notice of await outbox.pending()) {
    const problemId = notice.problem.id;
    if (blocked.has(problemId) || !(await outbox.claim(notice.id, owner, clock.now(), LEASE_MS))) {
      blocked.add(problemId);
      left += 1;
      continue;
    }
    const published = await notifier.publish(notice);
    if (published.result === 'accepted') {
      await outbox.markSent(notice.id, owner, clock.now());
      log.info('notice-sent', { noticeId: notice.id });
      continue;
    }
    left += 1;
    blocked.add(problemId);
    if (published.result === 'refused') await outbox.release(notice.id, owner);
    const remedy = 'It stays in the outbox and is tried again. Check the topic and the grant for sns:Publish.';
    report(runFault(`Notice ${notice.id} was not accepted (${published.result})`, remedy, published.error));
  }
  return left;
}
