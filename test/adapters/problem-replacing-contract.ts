import { expect, test } from 'vitest';
import type { Announcement, Problem } from '../../functions/core/model/problem.ts';
import type { Outbox, ProblemBook, ProblemChange } from '../../functions/core/ports.ts';
import { TICK_AT, aNotice, aProblem } from '../support/builders.ts';
import { openIn } from './open-problems.ts';
import { waitingIn } from './waiting.ts';

const INCIDENT = aProblem();
const CONTINUED: Problem = { ...INCIDENT, closedAs: 'continued' };
/** The same matter under the same id; its stream sorts before that of the incident. */
const CHRONIC: Problem = { ...INCIDENT, stream: 'chronic/local/server-time/1' };
const OPENED = aNotice({ problem: INCIDENT });
const CHANGED = aNotice({ problem: CHRONIC, reason: 'changed', at: OPENED.at + 60_000 });

/** A book with an open incident at version 2. */
async function withIncident(open: () => Promise<ProblemBook & Outbox>): Promise<ProblemBook & Outbox> {
  const book = await open();
  await book.commit({ problem: INCIDENT, expectedVersion: 0, notice: OPENED });
  await book.commit({ problem: INCIDENT, expectedVersion: 1, notice: aNotice({ id: 'second', at: OPENED.at + 1 }) });
  return book;
}

function replacing(overrides: Partial<ProblemChange> = {}): ProblemChange {
  const replaces = { problem: CONTINUED, expectedVersion: 2 };
  return { problem: CHRONIC, expectedVersion: 0, notice: CHANGED, replaces, ...overrides };
}

function idsOf(notices: readonly Announcement[]): string[] {
  return notices.map(({ id }) => id);
}

/** What every problem book promises of a problem that takes the place of one of another stream. */
export function replacingContract(open: () => Promise<ProblemBook & Outbox>): void {
  test('a problem goes on in another stream: one is open, both are the newest of theirs, one notice tells of it', async () => {
    const book = await withIncident(open);
    expect(await book.commit(replacing())).toBe('committed');
    expect(await openIn(book)).toEqual([{ problem: CHRONIC, version: 1 }]);
    expect(await book.newest([INCIDENT.stream, CHRONIC.stream])).toEqual(
      new Map([
        [INCIDENT.stream, { problem: CONTINUED, version: 3 }],
        [CHRONIC.stream, { problem: CHRONIC, version: 1 }],
      ]),
    );
    expect(idsOf(await waitingIn(book))).toEqual([OPENED.id, 'second', CHANGED.id]);
  });

  test('a problem that is written along and not closed stays open', async () => {
    const book = await withIncident(open);
    const linked = { ...INCIDENT, failedProbes: 17 };
    await book.commit(replacing({ replaces: { problem: linked, expectedVersion: 2 } }));
    const found = (await openIn(book)).toSorted((a, b) => a.version - b.version);
    expect(found).toEqual([
      { problem: CHRONIC, version: 1 },
      { problem: linked, version: 3 },
    ]);
  });

  test('the stream of a continued problem takes the next one', async () => {
    const book = await withIncident(open);
    await book.commit(replacing());
    const next = aProblem({ id: 'local/server-time/2026-03-02T00:00:00.000Z' });
    const notice = aNotice({ problem: next });
    expect(await book.commit({ problem: next, expectedVersion: 3, notice, replaces: null })).toBe('committed');
    expect(await openIn(book)).toHaveLength(2);
  });

  const conflicts = [
    { name: 'the problem is not of the version named', change: { expectedVersion: 1 } },
    { name: 'what it replaces was changed since', change: { replaces: { problem: CONTINUED, expectedVersion: 1 } } },
    {
      name: 'what it replaces has not come that far',
      change: { replaces: { problem: CONTINUED, expectedVersion: 3 } },
    },
    { name: 'what it replaces should be new', change: { replaces: { problem: CONTINUED, expectedVersion: 0 } } },
    {
      name: 'what it replaces was never there',
      change: { replaces: { problem: { ...CONTINUED, stream: 'local/agents' }, expectedVersion: 1 } },
    },
  ];
  test.for(conflicts)('it is a conflict and nothing is written when $name', async ({ change }) => {
    const book = await withIncident(open);
    expect(await book.commit(replacing(change))).toBe('conflict');
    expect(await openIn(book)).toEqual([{ problem: INCIDENT, version: 2 }]);
    expect((await book.newest([CHRONIC.stream, 'local/agents'])).size).toBe(0);
    expect(idsOf(await waitingIn(book))).toEqual([OPENED.id, 'second']);
  });

  test('the same change again is known and writes nothing', async () => {
    const book = await withIncident(open);
    await book.commit(replacing());
    const again = { problem: { ...CONTINUED, failedProbes: 99 }, expectedVersion: 3 };
    expect(await book.commit(replacing({ expectedVersion: 1, replaces: again }))).toBe('known');
    expect(await book.newest([INCIDENT.stream])).toEqual(
      new Map([[INCIDENT.stream, { problem: CONTINUED, version: 3 }]]),
    );
  });

  test('of a replacement and a change of what it replaces at once, one is committed', async () => {
    const book = await withIncident(open);
    const resolved: Problem = { ...INCIDENT, resolvedAt: TICK_AT, closedAs: 'resolved' };
    const answers = await Promise.all([
      book.commit(replacing()),
      book.commit({ problem: resolved, expectedVersion: 2, notice: aNotice({ problem: resolved }) }),
    ]);
    expect(answers.toSorted()).toEqual(['committed', 'conflict']);
  });

  test('a problem that replaces one of its own stream is refused', async () => {
    const book = await withIncident(open);
    const replaces = { problem: { ...CONTINUED, stream: CHRONIC.stream }, expectedVersion: 0 };
    await expect(book.commit(replacing({ replaces }))).rejects.toThrow();
    expect(await openIn(book)).toEqual([{ problem: INCIDENT, version: 2 }]);
  });

  test('a problem goes on in another stream without words', async () => {
    const book = await withIncident(open);
    expect(await book.commit(replacing({ notice: null }))).toBe('committed');
    expect(await openIn(book)).toEqual([{ problem: CHRONIC, version: 1 }]);
    expect(idsOf(await waitingIn(book))).toEqual([OPENED.id, 'second']);
  });
}
