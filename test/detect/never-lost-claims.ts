import { expect } from 'vitest';
import { threadOf, type Announcement, type Notice, type NoticeReason } from '../../functions/core/model/problem.ts';
import type { Outcome } from './never-lost-world.ts';

/** Once all works again, every notice was accepted, or is a dead letter that goes out when it is mended. */
export function expectNothingLost({ committed, accepted, buried, waiting, waitingInTheEnd }: Outcome): void {
  expect(waiting).toEqual([]);
  expect(waitingInTheEnd).toEqual([]);
  const ids = committed.map(({ id }) => id);
  expect(ids.filter((id) => !accepted.includes(id))).toEqual([]);
  expect(accepted.filter((id) => !ids.includes(id))).toEqual([]);
  expect(buried.filter((id) => !ids.includes(id))).toEqual([]);
}

/** What is refused for long, and nothing else, became a dead letter. */
export function expectOnlyPoisonBuried({ committed, buried }: Outcome, poison: NoticeReason | null): void {
  const poisonous = committed.filter(({ reason }) => reason === poison).map(({ id }) => id);
  expect(buried.toSorted()).toEqual(poisonous.toSorted());
}

/** A notice goes out again only for a pass that died after its publish, or a time-out after it was accepted. */
export function expectNoNeedlessRepeat({ committed, accepted, excuses }: Outcome): void {
  const needless = committed
    .map(({ id }) => ({ id, repeats: accepted.filter((one) => one === id).length - 1, excused: excuses.get(id) ?? 0 }))
    .filter(({ repeats, excused }) => repeats > excused);
  expect(needless).toEqual([]);
}

/** The notices of a problem go out in the order in which they were decided, dead letters aside. */
export function expectOrder({ committed, accepted, buried }: Outcome): void {
  const place = new Map(committed.map(({ id }, index) => [id, index]));
  const threads = Map.groupBy(committed, threadOf);
  for (const notices of threads.values()) {
    const alive = new Set(notices.map(({ id }) => id).filter((id) => !buried.includes(id)));
    const told = accepted.filter((id) => alive.has(id)).map((id) => place.get(id) ?? -1);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  }
}

/** What may be told after what; `null` before anything was. */
const MAY_FOLLOW: Readonly<Record<NoticeReason, readonly (NoticeReason | null)[]>> = {
  opened: [null],
  changed: ['opened', 'changed', 'reminded', 'reopened'],
  reminded: ['opened', 'changed', 'reminded', 'reopened'],
  resolved: ['opened', 'changed', 'reminded', 'reopened'],
  'no-longer-monitored': ['opened', 'changed', 'reminded', 'reopened'],
  reopened: ['resolved'],
};

/** No fact is told under two ids: each notice of a problem says something that the one before it did not. */
export function expectDistinctFacts({ committed }: Outcome): void {
  const ids = committed.map(({ id }) => id);
  expect(ids.length).toBe(new Set(ids).size);
  const notices = committed.filter((one) => one.reason !== 'digest');
  const lives = Map.groupBy(notices, ({ problem }) => problem.id);
  const repeated: string[] = [];
  for (const life of lives.values()) {
    for (const [index, notice] of life.entries()) {
      const before = life[index - 1];
      const isNews = notice.reason !== 'changed' || (before !== undefined && saysOf(before) !== saysOf(notice));
      if (!isNews || !MAY_FOLLOW[notice.reason].includes(before?.reason ?? null)) repeated.push(notice.id);
    }
  }
  expect(repeated).toEqual([]);
  const openings = notices.filter(({ reason }) => reason === 'opened').map(beginningOf);
  expect(openings.length).toBe(new Set(openings).size);
}

/** What a notice says of a problem that goes on, but for the numbers that grow by themselves. */
function saysOf({ problem }: Notice): string {
  const { class: failureClass, severity, nature, scope, pattern, subject } = problem;
  return JSON.stringify([failureClass, severity, nature, scope, pattern?.kind, subject]);
}

function beginningOf({ problem }: Notice): string {
  return `${problem.stream} ${problem.firstFailureAt}`;
}

/** Decisions do not depend on how often, when and by whom a tick is taken up. */
export function expectSameDecisions({ committed }: Outcome, undisturbed: Outcome): void {
  expect(idsOf(committed)).toEqual(idsOf(undisturbed.committed));
}

/**
 * Whatever is told of when nothing disturbs is told of. Whether two incidents are one is decided at a tick that both are at: of two
 * detectors one may be past it with one of them, so that they are told in other pieces.
 */
export function expectSameTargets({ committed }: Outcome, undisturbed: Outcome): void {
  const told = targetsOf(committed);
  expect([...targetsOf(undisturbed.committed)].filter((target) => !told.has(target))).toEqual([]);
}

/** When all is over, what fails is open, once each, whoever decided it and in whatever pieces. */
export function expectSameFailing({ failing }: Outcome, undisturbed: Outcome): void {
  expect(failing).toEqual([...new Set(failing)]);
  expect(failing).toEqual(undisturbed.failing);
}

function targetsOf(announcements: readonly Announcement[]): ReadonlySet<string> {
  return new Set(announcements.flatMap((one) => (one.reason === 'digest' ? [] : one.problem.scope.targets)));
}

function idsOf(announcements: readonly Announcement[]): readonly string[] {
  return announcements.map(({ id }) => id).toSorted();
}

/** All of the above. */
export function expectPromisesKept(outcome: Outcome, undisturbed: Outcome, poison: NoticeReason | null): void {
  expectDelivered(outcome, poison);
  expectSameDecisions(outcome, undisturbed);
  expectSameFailing(outcome, undisturbed);
}

/** All of them but that of the same decisions. */
export function expectDelivered(outcome: Outcome, poison: NoticeReason | null): void {
  expectNothingLost(outcome);
  expectOnlyPoisonBuried(outcome, poison);
  expectNoNeedlessRepeat(outcome);
  expectOrder(outcome);
  expectDistinctFacts(outcome);
}
