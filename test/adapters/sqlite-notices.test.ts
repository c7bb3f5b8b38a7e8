import { expect, test } from 'vitest';
import { openDatabase } from '../../functions/adapters/sqlite/database.ts';
import { freeLeases } from '../../functions/adapters/sqlite/free-leases.ts';
import { sqliteProblems } from '../../functions/adapters/sqlite/problems.ts';
import { sqliteNotices } from '../../functions/adapters/sqlite/told-notices.ts';
import { TICK_AT, aNotice, aProblem } from '../support/builders.ts';

/** Notices of as many problems, a minute apart. */
async function withNotices(count: number) {
  const database = openDatabase(':memory:');
  const problems = sqliteProblems(database);
  for (let index = 0; index < count; index += 1) {
    const problem = aProblem({ stream: `local/t${index}` });
    const notice = aNotice({ id: `n${index}`, at: TICK_AT + index * 60_000, problem });
    await problems.commit({ problem, expectedVersion: 0, notice });
  }
  return { database, problems, notices: sqliteNotices(database) };
}

const idsOf = (kept: readonly { announcement: { id: string } }[]) => kept.map(({ announcement }) => announcement.id);

test('the newest first: some whatever their age, those since a moment, and never more than asked for', async () => {
  const { notices } = await withNotices(6);
  expect(idsOf(await notices.newest(Infinity, 2, 10))).toEqual(['n5', 'n4']);
  expect(idsOf(await notices.newest(TICK_AT + 2 * 60_000, 1, 10))).toEqual(['n5', 'n4', 'n3', 'n2']);
  expect(idsOf(await notices.newest(0, 1, 3))).toEqual(['n5', 'n4', 'n3']);
});

test('what became of each', async () => {
  const { problems, notices } = await withNotices(3);
  for (const id of ['n0', 'n1', 'n2']) await problems.claim(id, 'us', TICK_AT, 1_000);
  await problems.markSent('n0', 'us', TICK_AT + 5);
  await problems.bury('n1', 'us', TICK_AT + 6);
  await problems.release('n2', 'us', TICK_AT + 7);
  expect(await notices.newest(0, 0, 10)).toMatchObject([
    { announcement: { id: 'n2' }, sentAt: null, buriedAt: null, refusals: 1 },
    { announcement: { id: 'n1' }, sentAt: null, buriedAt: TICK_AT + 6 },
    { announcement: { id: 'n0' }, sentAt: TICK_AT + 5, buriedAt: null },
  ]);
});

test('what a process that is gone held can be had at once; what is sent or buried stays so', async () => {
  const { database, problems } = await withNotices(3);
  for (const id of ['n0', 'n1', 'n2']) await problems.claim(id, 'gone', TICK_AT, 120_000);
  await problems.markSent('n0', 'gone', TICK_AT);
  await problems.bury('n1', 'gone', TICK_AT);
  expect(await problems.claim('n2', 'us', TICK_AT + 1, 1_000)).toBe(false);
  expect(await freeLeases(database)).toBe(1);
  expect(await problems.claim('n2', 'us', TICK_AT + 1, 1_000)).toBe(true);
  expect(idsOf(await problems.pending())).toEqual(['n2']);
});
