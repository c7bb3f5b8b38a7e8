import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dynamoRunHistory } from '../../functions/adapters/dynamodb/run-history.ts';
import { dynamoStates } from '../../functions/adapters/dynamodb/states.ts';
import { PARTITIONS } from '../../functions/adapters/dynamodb/table.ts';
import { DAY_MS, SECOND_MS } from '../../functions/core/model/time.ts';
import { packRun } from '../../functions/core/pack-run.ts';
import type { RunHistory } from '../../functions/core/ports.ts';
import { unpackRun } from '../../functions/core/run-record.ts';
import { nothingCarried } from '../../functions/probe/carried-over.ts';
import type { ProbePorts } from '../../functions/probe/run.ts';
import { aRunKey } from '../support/builders.ts';
import { startDynamoDb, type DynamoDbEndpoint } from '../support/dynamodb-endpoint.ts';
import { manyTargets, minute, probeWorld, throttled, type Network, type World } from './world.ts';

let home: DynamoDbEndpoint;
let tableName: string;
beforeAll(async () => {
  home = await startDynamoDb();
});
afterAll(() => home.close());
beforeEach(async () => {
  home.switchOn();
  tableName = await home.createTable();
});

/** A client of a function in another region: it gives up at once, so that nobody waits here. */
function table() {
  const client = new DynamoDBClient({
    endpoint: home.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  return { client, tableName, newId: randomUUID };
}

const SETTINGS = manyTargets(2);

/** One process of a probe function, over the table in the home region. */
function aProcess(network: Network = {}, replaced: Partial<ProbePorts> = {}) {
  const history = dynamoRunHistory({ ...table(), retentionMs: 35 * DAY_MS });
  const carried = nothingCarried();
  const world = probeWorld(network, {
    history,
    memory: dynamoStates(table(), PARTITIONS.memory),
    hints: dynamoStates(table(), PARTITIONS.hints),
    carried,
    ...replaced,
  });
  return { ...world, history, carried };
}

/** What is on record of a minute: `claimed` where no run was finished. */
async function onRecord(count: number): Promise<string> {
  const history = dynamoRunHistory({ ...table(), retentionMs: 35 * DAY_MS });
  const [run] = await history.read('local', minute(count), minute(count));
  if (run === undefined) return 'nothing';
  if (run.state === 'claimed') return 'claimed';
  const { probes } = unpackRun(run.key, run.targetIds, run.parts);
  return probes.map(({ targetId, outcome }) => `${targetId} ${outcome.class}`).join(', ');
}

const HEALTHY = 'a0 healthy, a1 healthy';
const whatsOf = (ran: { faults: readonly { what: string }[] }) => ran.faults.map(({ what }) => what);
const linesOf = ({ log }: Pick<World, 'log'>, event: string) =>
  log.filter((line) => line.event === event).map(({ fields }) => fields);

describe('while the home region is out of reach', () => {
  test('ticks are probed all the same, and handed in with the first run that reaches it', async () => {
    const process = aProcess();
    home.switchOff();
    for (const count of [0, 1, 2]) {
      const ran = await process.run(count, SETTINGS);
      expect(whatsOf(ran)).toEqual(['The tick could not be claimed in the store']);
      expect(ran.probes).toHaveLength(2);
    }
    expect(process.carried.unsent).toHaveLength(3);
    home.switchOn();
    expect(await Promise.all([0, 1, 2].map(onRecord))).toEqual(['nothing', 'nothing', 'nothing']);

    const ran = await process.run(3, SETTINGS);
    expect(ran.faults).toEqual([]);
    expect(await Promise.all([0, 1, 2, 3].map(onRecord))).toEqual([HEALTHY, HEALTHY, HEALTHY, HEALTHY]);
    expect(process.carried.unsent).toEqual([]);
    expect(linesOf(process, 'run-handed-in').map(({ tickAt, lateMs }) => [tickAt, Number(lateMs) > 0])).toEqual([
      [minute(0), true],
      [minute(1), true],
      [minute(2), true],
    ]);
    // With the time at which the run began, not that of the hand-in.
    const [first] = await process.history.read('local', minute(0), minute(0));
    expect(first?.claimedAt).toBe(minute(0));
  });

  test('the log has every run, packed, for the case that the process ends', async () => {
    const process = aProcess();
    home.switchOff();
    await process.run(0, SETTINGS);
    const [line] = linesOf(process, 'probe-run');
    const { parts, targetIds } = line as { parts: string[]; targetIds: string[] };
    expect(unpackRun(aRunKey({ tickAt: minute(0) }), targetIds, parts).probes).toHaveLength(2);
  });

  test('a paused origin is still left alone: the process remembers what no table tells it', async () => {
    const process = aProcess({ answer: () => throttled('600') });
    home.switchOff();
    await process.run(0, SETTINGS);
    const before = process.sent.length;
    const ran = await process.run(1, SETTINGS);
    expect(process.sent).toHaveLength(before);
    expect(ran.probes.map(({ outcome }) => outcome.class)).toEqual(['not-probed', 'not-probed']);
  });
});

describe('one tick, one record', () => {
  test('out of reach between claim and record: the record is handed in', async () => {
    const process = aProcess({
      answer: () => {
        home.switchOff();
        return {};
      },
    });
    expect(whatsOf(await process.run(0, SETTINGS))).toContain('The run record could not be stored');
    home.switchOn();
    expect(await onRecord(0)).toBe('claimed');

    const later = aProcess({}, { carried: process.carried });
    expect((await later.run(1, SETTINGS)).faults).toEqual([]);
    expect(await onRecord(0)).toBe(HEALTHY);
  });

  test('a claim that got through, though its answer was lost, is known as our own', async () => {
    const process = aProcess();
    // The first put of a process is that of the target set.
    await process.run(0, SETTINGS);
    home.loseNextAnswerTo('PutItem');
    expect(whatsOf(await process.run(1, SETTINGS))).toEqual(['The tick could not be claimed in the store']);
    expect(await onRecord(1)).toBe('claimed');

    expect((await process.run(2, SETTINGS)).faults).toEqual([]);
    expect(await onRecord(1)).toBe(HEALTHY);
  });

  test('a tick that another process has recorded meanwhile stays as that one found it', async () => {
    const process = aProcess();
    home.switchOff();
    await process.run(0, SETTINGS);
    home.switchOn();
    const other = aProcess({ answer: () => throttled() });
    await other.run(0, SETTINGS);
    expect(await onRecord(0)).toMatch(/^a0 throttled, /);

    expect((await process.run(1, SETTINGS)).faults).toEqual([]);
    expect(await onRecord(0)).toMatch(/^a0 throttled, /);
    expect(process.carried.unsent).toEqual([]);
    expect(linesOf(process, 'run-taken').map(({ tickAt, why }) => [tickAt, why])).toEqual([
      [minute(0), 'another process has recorded this tick'],
    ]);
  });

  test('a tick that another process is probing is left to it', async () => {
    const process = aProcess();
    home.switchOff();
    await process.run(0, SETTINGS);
    home.switchOn();
    const other = dynamoRunHistory({ ...table(), retentionMs: 35 * DAY_MS });
    await other.claim(aRunKey({ tickAt: minute(0) }), minute(0), ['a0', 'a1']);
    await process.run(1, SETTINGS);
    expect(await onRecord(0)).toBe('claimed');
  });

  test('delivered again to the process in which it waits, it is not probed again', async () => {
    const process = aProcess();
    home.switchOff();
    await process.run(0, SETTINGS);
    const before = process.sent.length;
    const again = await process.run(0, SETTINGS);
    expect(again).toMatchObject({ run: null, faults: [] });
    expect(process.sent).toHaveLength(before);
    expect(process.carried.unsent).toHaveLength(1);
  });
});

describe('handing in', () => {
  /** Runs that wait, as other runs of the process left them. */
  const waiting = (counts: readonly number[]) =>
    counts.map((count) => {
      const key = aRunKey({ tickAt: minute(count) });
      const parts = packRun({ key, probes: [], diagnoses: [] });
      return { key, claimedAt: minute(count), isClaimed: false, targetIds: [], parts, refusals: 0 };
    });

  test('ends at the first failure, and goes on with the next run', async () => {
    const process = aProcess();
    process.carried.unsent = waiting([-3, -2, -1]);
    const failing: RunHistory = {
      ...process.history,
      claim: (key, at, ids) =>
        key.tickAt === minute(-2) ? Promise.reject(new Error('reset')) : process.history.claim(key, at, ids),
    };
    const first = aProcess({}, { carried: process.carried, history: failing });
    expect(whatsOf(await first.run(0, SETTINGS))).toEqual(['A run that the store has missed could not be handed in']);
    expect(process.carried.unsent.map(({ key, refusals }) => [key.tickAt, refusals])).toEqual([
      [minute(-2), 1],
      [minute(-1), 0],
    ]);
    // The other one first: it may be this one alone that is refused.
    expect(whatsOf(await first.run(1, SETTINGS))).toHaveLength(1);
    expect(process.carried.unsent.map(({ key, refusals }) => [key.tickAt, refusals])).toEqual([[minute(-2), 2]]);
    expect((await process.run(2, SETTINGS)).faults).toEqual([]);
    expect(process.carried.unsent).toEqual([]);
  });

  test('does not begin when the time of the function is nearly up', async () => {
    // Every request takes long, as in an outage of the API.
    const process = aProcess({ answer: () => ({ durationMs: 95 * SECOND_MS }) });
    process.carried.unsent = waiting([-1]);
    expect((await process.run(0, SETTINGS)).faults).toEqual([]);
    expect(process.carried.unsent).toHaveLength(1);
  });

  test('what there is no room for is dropped with a line that has all of it', async () => {
    const process = aProcess();
    process.carried.unsent = waiting(Array.from({ length: 240 }, (_, index) => index - 240));
    home.switchOff();
    await process.run(0, SETTINGS);
    expect(process.carried.unsent).toHaveLength(240);
    expect(linesOf(process, 'run-dropped')).toEqual([
      {
        ...aRunKey({ tickAt: minute(-240) }),
        claimedAt: minute(-240),
        targetIds: [],
        parts: waiting([-240])[0]?.parts,
        why: expect.stringContaining('too many runs wait') as string,
      },
    ]);
  });
});
