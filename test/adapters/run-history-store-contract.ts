import { expect, test } from 'vitest';
import type { Run } from '../../functions/core/model/run.ts';
import { MINUTE_MS } from '../../functions/core/model/time.ts';
import type { RunHistory, StoredRun } from '../../functions/core/ports.ts';
import { packRun } from '../../functions/core/pack-run.ts';
import { unpackRun } from '../../functions/core/run-record.ts';
import { TICK_AT, aRunKey } from '../support/builders.ts';
import { anOutage } from '../support/outage.ts';
import { roundedRecord } from '../support/rounded-record.ts';

const KEY = aRunKey();
const IDS = ['server-time', 'agents'];
const tick = (minutes: number): number => TICK_AT + minutes * MINUTE_MS;

async function readOne(history: RunHistory, key = KEY): Promise<StoredRun> {
  const runs = await history.read(key.vantage, key.tickAt, key.tickAt);
  const run = runs.find((candidate) => candidate.key.shard === key.shard);
  if (run === undefined) throw new Error(`no run of ${JSON.stringify(key)}`);
  return run;
}

async function store(history: RunHistory, run: Run, limitBytes?: number): Promise<readonly string[]> {
  const parts = packRun(run, limitBytes);
  const targetIds = run.probes.map((probe) => probe.targetId);
  await history.claim(run.key, run.key.tickAt, targetIds);
  await history.finish(run.key, parts);
  return parts;
}

/** What every run history promises. */
export function runHistoryContract(open: () => Promise<RunHistory>): void {
  test('a claim reserves the tick for one caller', async () => {
    const history = await open();
    expect(await history.claim(KEY, TICK_AT + 5, IDS)).toBe('claimed');
    expect(await history.claim(KEY, TICK_AT + 6, IDS)).toBe('taken');
  });

  test('of many callers at once, one gets the tick', async () => {
    const history = await open();
    const answers = await Promise.all(Array.from({ length: 8 }, () => history.claim(KEY, TICK_AT, IDS)));
    expect(answers.filter((answer) => answer === 'claimed')).toHaveLength(1);
  });

  test('a finished tick stays taken, and a late claim leaves the record alone', async () => {
    const history = await open();
    await history.claim(KEY, TICK_AT + 5, IDS);
    await history.finish(KEY, ['record']);
    expect(await history.claim(KEY, TICK_AT + 90_000, ['other'])).toBe('taken');
    expect(await readOne(history)).toEqual({
      key: KEY,
      state: 'finished',
      claimedAt: TICK_AT + 5,
      targetIds: IDS,
      parts: ['record'],
    });
  });

  test('a run that was claimed and never finished is read as such', async () => {
    const history = await open();
    await history.claim(KEY, TICK_AT + 5.25, IDS);
    const claimed = { key: KEY, state: 'claimed', claimedAt: TICK_AT + 5.25, targetIds: IDS, parts: [] };
    expect(await history.read('local', TICK_AT, TICK_AT)).toEqual([claimed]);
  });

  test('finishing twice with the same record changes nothing', async () => {
    const history = await open();
    await history.claim(KEY, TICK_AT, IDS);
    await history.finish(KEY, ['a', 'b', 'c']);
    const once = await readOne(history);
    await history.finish(KEY, ['a', 'b', 'c']);
    expect(await readOne(history)).toEqual(once);
  });

  const wrongRecords = [
    { name: 'another text', parts: ['a', 'x'] },
    { name: 'another first text', parts: ['x', 'b'] },
    { name: 'fewer parts', parts: ['a'] },
  ];
  test.for(wrongRecords)('a finished run is not overwritten by $name', async ({ parts }) => {
    const history = await open();
    await history.claim(KEY, TICK_AT, IDS);
    await history.finish(KEY, ['a', 'b']);
    await expect(history.finish(KEY, parts)).rejects.toThrow(/local.*2026-03-01T00:00:00.000Z/);
    expect((await readOne(history)).parts).toEqual(['a', 'b']);
  });

  test('a run that was never claimed cannot be finished', async () => {
    const history = await open();
    await expect(history.finish(KEY, ['a'])).rejects.toThrow('never claimed');
    expect(await history.read('local', TICK_AT, TICK_AT)).toEqual([]);
  });

  test('a read holds its first and last tick and nothing around them, by tick and shard', async () => {
    const history = await open();
    const keys = [3, 1, 0, 2, 4].flatMap((minute) => [1, 0].map((shard) => aRunKey({ tickAt: tick(minute), shard })));
    for (const key of keys) await history.claim(key, key.tickAt, IDS);
    const runs = await history.read('local', tick(1), tick(3));
    expect(runs.map(({ key }) => [(key.tickAt - TICK_AT) / MINUTE_MS, key.shard])).toEqual([
      [1, 0],
      [1, 1],
      [2, 0],
      [2, 1],
      [3, 0],
      [3, 1],
    ]);
  });

  test('vantages and shards are kept apart, though one name begins with the other', async () => {
    const history = await open();
    const keys = [
      aRunKey(),
      aRunKey({ shard: 1 }),
      aRunKey({ vantage: 'local-2' }),
      aRunKey({ vantage: 'local#2', shard: 12 }),
    ];
    for (const key of keys) {
      expect(await history.claim(key, TICK_AT, IDS)).toBe('claimed');
      await history.finish(key, [`${key.vantage}/${key.shard}`]);
    }
    for (const key of keys) expect((await readOne(history, key)).parts).toEqual([`${key.vantage}/${key.shard}`]);
    expect(await history.read('local', TICK_AT, TICK_AT)).toHaveLength(2);
    expect(await history.read('nowhere', TICK_AT, TICK_AT)).toEqual([]);
  });

  test('each run is read with the target set it was claimed with', async () => {
    const history = await open();
    const sets = [IDS, ['agents', 'server-time'], IDS, []];
    for (const [minute, ids] of sets.entries())
      await history.claim(aRunKey({ tickAt: tick(minute) }), tick(minute), ids);
    const runs = await history.read('local', tick(0), tick(9));
    expect(runs.map((run) => run.targetIds)).toEqual(sets);
  });

  const outages = [
    { name: 'in parts of the usual size', targets: 500, limitBytes: undefined, atLeast: 2 },
    { name: 'in many small parts', targets: 120, limitBytes: 3_000, atLeast: 40 },
  ];
  test.for(outages)('a total outage of $targets targets comes back whole, $name', async (row) => {
    const history = await open();
    const run = anOutage(row.targets, 3);
    const parts = await store(history, run, row.limitBytes);
    await store(history, anOutage(2, 1, aRunKey({ shard: 1 })));
    expect(parts.length).toBeGreaterThanOrEqual(row.atLeast);

    const stored = await readOne(history);
    expect(stored.parts).toEqual(parts);
    expect(unpackRun(stored.key, stored.targetIds, stored.parts)).toEqual(roundedRecord(run));
  });

  test('minutes of outages, more than one answer can hold, are read whole', async () => {
    const history = await open();
    const runs = Array.from({ length: 8 }, (_, minute) => anOutage(500, 3, aRunKey({ tickAt: tick(minute) })));
    for (const run of runs) await store(history, run);
    const stored = await history.read('local', tick(0), tick(60));
    expect(stored.map((run) => unpackRun(run.key, run.targetIds, run.parts))).toEqual(runs.map(roundedRecord));
  });
}
