import type { EpochMs } from '../core/model/time.ts';
import type { Clock, Log, RunHistory } from '../core/ports.ts';
import type { UnsentRun } from '../core/unsent-runs.ts';
import { carryOn, type CarriedOver } from './carried-over.ts';

export interface HandInPorts {
  readonly history: RunHistory;
  readonly clock: Clock;
  readonly log: Log;
  readonly carried: CarriedOver;
}

/**
 * Hands in the runs that the store has missed, oldest first, until one fails or the time is up; the rest waits for the next run. A
 * tick that another process has recorded meanwhile stays as it is, so that no tick has two records.
 *
 * @param until after which no more is begun
 * @param onFailure is told what went wrong
 */
export async function handIn(
  { history, clock, log, carried }: HandInPorts,
  until: EpochMs,
  onFailure: (cause: unknown) => void,
): Promise<void> {
  // Taken out first: a run that overlaps this one must not hand them in as well.
  const waiting = carried.unsent;
  carried.unsent = [];
  const left: UnsentRun[] = [];
  let isOver = false;
  // One that the store refuses for a reason of its own does not hold up the others.
  for (const run of waiting.toSorted((a, b) => a.refusals - b.refusals)) {
    if (isOver || clock.now() >= until) {
      left.push(run);
      continue;
    }
    let { isClaimed } = run;
    try {
      isClaimed ||= (await history.claim(run.key, run.claimedAt, run.targetIds)) === 'claimed';
      if (isClaimed) await history.finish(run.key, run.parts);
      log.info(isClaimed ? 'run-handed-in' : 'run-taken', {
        ...run.key,
        lateMs: Math.round(clock.now() - run.key.tickAt),
        why: isClaimed ? 'the store could not be reached before' : 'another process has recorded this tick',
      });
    } catch (cause) {
      onFailure(cause);
      left.push({ ...run, isClaimed, refusals: run.refusals + 1 });
      isOver = true;
    }
  }
  carryOn(carried, left, log);
}
