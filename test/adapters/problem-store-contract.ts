import { expect, test } from 'vitest';
import type { Notice, Problem } from '../../functions/core/model/problem.ts';
import type { Outbox, ProblemBook, ProblemChange } from '../../functions/core/ports.ts';
import { TICK_AT, aNotice, aProblem } from '../support/builders.ts';
import { openIn } from './open-problems.ts';
import { waitingIn } from './waiting.ts';

const OPENED = aProblem();
const RESOLVED: Problem = { ...OPENED, resolvedAt: TICK_AT + 600_000, closedAs: 'resolved', failedProbes: 9 };

function change(
  problem: Problem,
  expectedVersion: number,
  notice: Partial<Notice> = {},
): ProblemChange & { notice: Notice } {
  return { problem, expectedVersion, notice: aNotice({ problem, ...notice }) };
}

/** What every problem book promises. */
export function problemBookContract(open: () => Promise<ProblemBook & Outbox>): void {
  test('a new problem is committed with its notice', async () => {
    const book = await open();
    const opening = change(OPENED, 0);
    expect(await book.commit(opening)).toBe('committed');
    expect(await book.newest([OPENED.stream])).toEqual(new Map([[OPENED.stream, { problem: OPENED, version: 1 }]]));
    expect(await openIn(book)).toEqual([{ problem: OPENED, version: 1 }]);
    expect(await waitingIn(book)).toEqual([opening.notice]);
  });

  test('a resolved problem is no longer open and stays the newest of its stream', async () => {
    const book = await open();
    await book.commit(change(OPENED, 0));
    expect(await book.commit(change(RESOLVED, 1))).toBe('committed');
    expect(await openIn(book)).toEqual([]);
    expect(await book.newest([OPENED.stream])).toEqual(new Map([[OPENED.stream, { problem: RESOLVED, version: 2 }]]));
  });

  test('a closed one is recent as long as its newest tick is asked for', async () => {
    const book = await open();
    await book.commit(change(OPENED, 0));
    await book.commit(change(RESOLVED, 1));
    expect(await book.recent(TICK_AT + 600_000)).toEqual([{ problem: RESOLVED, version: 2 }]);
    expect(await book.recent(TICK_AT + 600_001)).toEqual([]);
  });

  test('the next problem of a stream takes the place of the resolved one', async () => {
    const book = await open();
    await book.commit(change(OPENED, 0));
    await book.commit(change(RESOLVED, 1));
    const next = aProblem({ id: 'local/server-time/2026-03-02T00:00:00.000Z' });
    expect(await book.commit(change(next, 2))).toBe('committed');
    expect(await openIn(book)).toEqual([{ problem: next, version: 3 }]);
  });

  test('a problem of a target that is no longer monitored is closed', async () => {
    const book = await open();
    await book.commit(change(OPENED, 0));
    await book.commit(change({ ...OPENED, closedAs: 'no-longer-monitored' }, 1));
    expect(await openIn(book)).toEqual([]);
  });

  const conflicts = [
    { name: 'the stream already has a problem', expectedVersion: 0 },
    { name: 'the version is older than the newest', expectedVersion: 1 },
    { name: 'the version was never written', expectedVersion: 3 },
  ];
  test.for(conflicts)('a change is a conflict and writes nothing when $name', async ({ expectedVersion }) => {
    const book = await open();
    await book.commit(change(OPENED, 0));
    await book.commit(change(OPENED, 1, { id: 'second', at: TICK_AT + 999_999 }));
    const before = await waitingIn(book);
    expect(await book.commit(change(RESOLVED, expectedVersion))).toBe('conflict');
    expect(await openIn(book)).toEqual([{ problem: OPENED, version: 2 }]);
    expect(await waitingIn(book)).toEqual(before);
  });

  test('a change of a stream without a problem is a conflict when a version is named', async () => {
    const book = await open();
    expect(await book.commit(change(OPENED, 4))).toBe('conflict');
    expect(await openIn(book)).toEqual([]);
    expect(await waitingIn(book)).toEqual([]);
  });

  const knowns = [
    { name: 'with the newest version', expectedVersion: 1 },
    { name: 'with the version it was decided on', expectedVersion: 0 },
  ];
  test.for(knowns)('a notice that was recorded before is known, $name', async ({ expectedVersion }) => {
    const book = await open();
    const opening = change(OPENED, 0);
    await book.commit(opening);
    const again = { ...opening, problem: { ...OPENED, failedProbes: 99 }, expectedVersion };
    expect(await book.commit(again)).toBe('known');
    expect(await openIn(book)).toEqual([{ problem: OPENED, version: 1 }]);
    expect(await waitingIn(book)).toEqual([opening.notice]);
  });

  test('a notice is still known after it was sent', async () => {
    const book = await open();
    const opening = change(OPENED, 0);
    await book.commit(opening);
    await book.claim(opening.notice.id, 'us', TICK_AT, 60_000);
    await book.markSent(opening.notice.id, 'us', TICK_AT + 1);
    expect(await book.commit({ ...opening, expectedVersion: 1 })).toBe('known');
    expect(await waitingIn(book)).toEqual([]);
  });

  test('of two changes at once, one is committed', async () => {
    const book = await open();
    await book.commit(change(OPENED, 0));
    const answers = await Promise.all(['a', 'b', 'c'].map((id) => book.commit(change(OPENED, 1, { id }))));
    expect(answers.toSorted()).toEqual(['committed', 'conflict', 'conflict']);
    expect(await waitingIn(book)).toHaveLength(2);
  });

  test('newest finds many streams at once and leaves out those without a problem', async () => {
    const book = await open();
    const streams = Array.from({ length: 120 }, (_, index) => `local/target-${index}`);
    for (const stream of streams) await book.commit(change(aProblem({ stream }), 0));
    const found = await book.newest(['local/never-failed', 'local/target-7', 'local/target-7', ...streams]);
    expect([...found.keys()].toSorted()).toEqual(streams.toSorted());
    expect(found.get('local/target-7')?.problem).toEqual(aProblem({ stream: 'local/target-7' }));
    expect(await openIn(book)).toHaveLength(120);
    expect(await book.newest([])).toEqual(new Map());
  });

  test('a change without a notice is written, and nobody is told', async () => {
    const book = await open();
    const opening = change(OPENED, 0);
    await book.commit(opening);
    const silent: Problem = { ...OPENED, failedProbes: 17 };
    expect(await book.commit({ problem: silent, expectedVersion: 1, notice: null })).toBe('committed');
    expect(await openIn(book)).toEqual([{ problem: silent, version: 2 }]);
    expect(await waitingIn(book)).toEqual([opening.notice]);
    expect(await book.commit({ problem: OPENED, expectedVersion: 1, notice: null })).toBe('conflict');
    expect(await openIn(book)).toEqual([{ problem: silent, version: 2 }]);
  });
}

/** What a problem book promises that outlives a release. */
export function olderProblemContract(open: () => Promise<ProblemBook & Outbox>): void {
  test('a problem of an older release is read as an incident, and so is the one in its notice', async () => {
    const book = await open();
    const { pattern, hints, seenFrom, members, decidedAt, ...stored } = OPENED;
    expect([pattern, hints, seenFrom, members]).toEqual([null, [], null, []]);
    await book.commit(change(stored as Problem, 0));
    const read = { ...OPENED, decidedAt };
    expect(await openIn(book)).toEqual([{ problem: read, version: 1 }]);
    expect((await book.newest([OPENED.stream])).get(OPENED.stream)?.problem).toEqual(read);
    expect((await waitingIn(book))[0]).toMatchObject({ problem: read });
  });
}

/** What a book promises when another one works on the same store, each with what it remembers. */
export function sharedBookContract(open: () => Promise<readonly [ProblemBook, ProblemBook]>): void {
  test('the recent problems are those that any of them committed', async () => {
    const [one, other] = await open();
    expect(await one.recent(0)).toEqual([]);
    await other.commit({ problem: OPENED, expectedVersion: 0, notice: null });
    expect(await one.recent(0)).toEqual([{ problem: OPENED, version: 1 }]);
    await one.commit({ problem: { ...OPENED, failedProbes: 5 }, expectedVersion: 1, notice: null });
    await other.commit({ problem: RESOLVED, expectedVersion: 2, notice: null });
    expect(await one.recent(0)).toEqual([{ problem: RESOLVED, version: 3 }]);
    expect(await other.recent(0)).toEqual([{ problem: RESOLVED, version: 3 }]);
  });

  test('a refused commit changes nothing of what is remembered', async () => {
    const [one, other] = await open();
    await one.commit({ problem: OPENED, expectedVersion: 0, notice: null });
    expect(await other.commit({ problem: RESOLVED, expectedVersion: 0, notice: null })).toBe('conflict');
    expect(await other.recent(0)).toEqual([{ problem: OPENED, version: 1 }]);
    expect(await one.recent(0)).toEqual([{ problem: OPENED, version: 1 }]);
  });
}
