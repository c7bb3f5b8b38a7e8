import { runFault, type RunFault } from '../core/fault-report.ts';
import type { Notice } from '../core/model/problem.ts';
import { MINUTE_MS } from '../core/model/time.ts';
import type { PublishResult } from '../core/ports.ts';
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
  const waiting = new Set<string>();
  const failures: { readonly notice: Notice; readonly failure: PublishFailure }[] = [];
  let left = 0;
  for (const notice of await outbox.pending()) {
    const problemId = notice.problem.id;
    if (waiting.has(problemId) || !(await outbox.claim(notice.id, owner, clock.now(), LEASE_MS))) {
      waiting.add(problemId);
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
    waiting.add(problemId);
    failures.push({ notice, failure: published });
    if (published.result === 'refused') await outbox.release(notice.id, owner);
  }
  reportFailures(failures, report);
  return left;
}

/** One fault for all: a channel that is down refuses every notice. */
function reportFailures(
  failures: readonly { readonly notice: Notice; readonly failure: PublishFailure }[],
  report: (fault: RunFault) => void,
): void {
  const [first] = failures;
  if (first === undefined) return;
  const { notice, failure } = first;
  const more = failures.length === 1 ? '' : `, nor were ${failures.length - 1} more`;
  const remedy = 'They stay in the outbox and are tried again. Check the topic and the grant for sns:Publish.';
  report(runFault(`Notice ${notice.id} was not accepted (${failure.result})${more}`, remedy, failure.error));
}

type PublishFailure = Exclude<PublishResult, { result: 'accepted' }>;
