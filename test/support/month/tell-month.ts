import { memoryCare } from '../../../functions/adapters/memory/care.ts';
import { memoryProblems } from '../../../functions/adapters/memory/problems.ts';
import { memoryRunHistory } from '../../../functions/adapters/memory/run-history.ts';
import { memoryStates } from '../../../functions/adapters/memory/states.ts';
import { openDatabase } from '../../../functions/adapters/sqlite/database.ts';
import { sqliteChronicStates } from '../../../functions/adapters/sqlite/chronic-states.ts';
import { isFailure } from '../../../functions/core/model/outcome.ts';
import type { Notice } from '../../../functions/core/model/problem.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import { runDetect } from '../../../functions/detect/run.ts';
import { nothingUntold } from '../../../functions/detect/untold.ts';
import { memoryLog } from '../memory-log.ts';
import { CAUSES, type Cause } from './faults.ts';
import { MONTH_AT, MONTH_MINUTES, MONTH_VANTAGE, monthRun, monthSettings } from './record.ts';

/** How long after its last strike a chronic problem is told to be over, at most: the predicted ones must stay away first. */
const ENDING_MS = 3 * DAY_MS;

/** A message of a monitor: what it is about, as far as it can be told. */
export interface MonthMessage {
  readonly at: EpochMs;
  readonly text: string;
  /** The cause that it is about; `null` for none. */
  readonly cause: Cause | null;
}

/** What this monitor tells of the month: hourly passes of the detect run over the record. */
export async function tellMonth(): Promise<readonly MonthMessage[]> {
  const history = memoryRunHistory();
  const problems = memoryProblems();
  const settings = monthSettings();
  const sent: Notice[] = [];
  let now: EpochMs = MONTH_AT;
  const ports = {
    history,
    problems,
    outbox: problems,
    cares: memoryCare(),
    digests: memoryStates<never>(),
    subscriptions: null,
    heartbeat: null,
    states: memoryStates<never>(),
    chronic: sqliteChronicStates(openDatabase(':memory:')),
    hints: memoryStates<never>(),
    memory: memoryStates<never>(),
    metrics: { put: () => Promise.resolve() },
    notifier: {
      publish: (notice: Notice | { readonly reason: 'digest' }) => {
        if (notice.reason !== 'digest') sent.push(notice);
        return Promise.resolve({ result: 'accepted' } as const);
      },
    },
    clock: { now: () => now, sleep: () => Promise.resolve() },
    log: memoryLog(),
    newOwner: () => 'us',
    untold: nothingUntold(),
  };
  for (let from = 0; from < MONTH_MINUTES; from += HOUR_MS / MINUTE_MS) {
    const to = Math.min(MONTH_MINUTES, from + HOUR_MS / MINUTE_MS);
    for (let minute = from; minute < to; minute += 1) history.add(monthRun(minute));
    now = MONTH_AT + (to - 1) * MINUTE_MS;
    const { faults } = await runDetect({ tickAt: now, vantages: [MONTH_VANTAGE] }, settings, ports);
    if (faults[0] !== undefined) throw new Error(`${faults[0].what}: ${faults[0].error}`);
    history.forgetRead();
  }
  return sent.map(({ at, reason, problem }) => ({
    at,
    text: `${reason} ${problem.nature} ${problem.class} ${problem.pattern?.kind ?? ''} ${problem.subject}`,
    cause: causeOf(at, problem.class, problem.scope.targets),
  }));
}

/** What a rule of so many failing probes in a row tells of each target: when it comes on, each hour while it is, when it ends. */
export function tellInARow(count: number, repeatMs: number | null): readonly MonthMessage[] {
  const messages: MonthMessage[] = [];
  const run = new Map<string, { failures: number; toldAt: EpochMs | null; class: string }>();
  for (let minute = 0; minute < MONTH_MINUTES; minute += 1) {
    const { probes, key } = monthRun(minute);
    for (const { targetId, outcome } of probes) {
      const state = run.get(targetId) ?? { failures: 0, toldAt: null, class: '' };
      run.set(targetId, state);
      const tell = (text: string) => {
        messages.push({
          at: key.tickAt,
          text: `${text} ${targetId}`,
          cause: causeOf(key.tickAt, state.class, [targetId]),
        });
      };
      if (!isFailure(outcome)) {
        if (state.toldAt !== null) tell('resolved');
        state.failures = 0;
        state.toldAt = null;
        continue;
      }
      state.failures += 1;
      state.class = outcome.class;
      const isDue = state.toldAt === null || (repeatMs !== null && key.tickAt - state.toldAt >= repeatMs);
      if (state.failures < count || !isDue) continue;
      tell(state.toldAt === null ? 'opened' : 'repeated');
      state.toldAt = key.tickAt;
    }
  }
  return messages;
}

/** The cause that fails in this class at one of these targets, not long before a time. */
function causeOf(at: EpochMs, failureClass: string, targets: readonly string[]): Cause | null {
  const atMs = at - MONTH_AT;
  const isPartner = targets.some((target) => target.startsWith('partner-'));
  const possible = CAUSES.filter(({ account, classes, fromMs, toMs }) => {
    const isThere = account === null || (account === 'partner') === isPartner;
    return classes.some((one) => one === failureClass) && isThere && atMs >= fromMs && atMs < toMs + ENDING_MS;
  });
  // Of two in one class the one that began last.
  return possible.toSorted((a, b) => b.fromMs - a.fromMs)[0] ?? null;
}
