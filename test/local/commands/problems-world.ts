import { Readable } from 'node:stream';
import type { Notice, Problem } from '../../../functions/core/model/problem.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import type { Outbox, ProblemBook } from '../../../functions/core/ports.ts';
import type { CommandWorld } from '../../../functions/local/commands/command.ts';
import { TICK_AT, aNotice, aProblem } from '../../support/builders.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

/** When people ask: an hour after the problems opened. */
export const ASKED_AT = TICK_AT + HOUR_MS;

/** A world at `ASKED_AT`, whose person is `anna` and which reaches nothing unless it is given. */
export function aWorld(overrides: Partial<CommandWorld>): CommandWorld {
  const unreachable = () => {
    throw new Error('this world has no AWS');
  };
  return {
    environment: { USER: 'anna' },
    folder: 'nowhere',
    defaultConfig: 'nowhere/monitor.config.ts',
    clock: virtualClock(ASKED_AT),
    standardInput: Readable.from([]),
    standardOutput: { write: () => undefined },
    standardError: { write: () => undefined },
    untilInterrupted: () => AbortSignal.abort(),
    say: () => undefined,
    dynamo: unreachable,
    sns: unreachable,
    ...overrides,
  };
}

/** The id of a problem of the target, as the monitor makes them. */
export function idOf(target: string): string {
  return `local/${target}@2026-03-01T00:00:00.000Z`;
}

const LONG_AGO = TICK_AT - 10 * DAY_MS;
const TEN_DAYS_AGO = { openedAt: LONG_AGO, toldAt: LONG_AGO, decidedAt: LONG_AGO, resolvedAt: LONG_AGO };

/** Two open problems, one that is quiet, two that are over, one that has long been, and one that goes on elsewhere. */
export function someProblems(): readonly Problem[] {
  const of = (target: string, overrides: Partial<Problem> = {}) =>
    aProblem({ stream: `local/${target}`, id: idOf(target), ...overrides });
  return [
    of('server-time'),
    of('agents', { severity: 'warning', class: 'content', kinds: { 'content/not-found': 3 }, firstFailureAt: TICK_AT }),
    of('company', {
      firstFailureAt: TICK_AT + 121,
      isQuiet: true,
      occurrences: 2,
      failingSince: TICK_AT + 30 * MINUTE_MS,
    }),
    of('platform-servers', { resolvedAt: TICK_AT + 30 * MINUTE_MS, closedAs: 'resolved' }),
    of('own', { resolvedAt: TICK_AT + 40 * MINUTE_MS, closedAs: 'no-longer-monitored' }),
    of('long-ago', { ...TEN_DAYS_AGO, closedAs: 'resolved' }),
    of('access-token', { resolvedAt: TICK_AT + 30 * MINUTE_MS, closedAs: 'continued', id: idOf('server-time') }),
  ];
}

/** Puts the problems in, with a notice each. */
export async function fill(book: ProblemBook, problems: readonly Problem[] = someProblems()): Promise<void> {
  for (const problem of problems) {
    const committed = await book.commit({ problem, expectedVersion: 0, notice: null });
    if (committed !== 'committed') throw new Error(committed);
  }
}

/** Puts a notice in that the channel refused until it was given up. */
export async function buryOne(store: ProblemBook & Outbox): Promise<Notice> {
  const problem = aProblem({ stream: 'local/mailed', id: idOf('mailed') });
  const notice = aNotice({ problem });
  await store.commit({ problem, expectedVersion: 0, notice });
  await store.claim(notice.id, 'us', TICK_AT, MINUTE_MS);
  await store.bury(notice.id, 'us', TICK_AT + MINUTE_MS);
  return notice;
}
