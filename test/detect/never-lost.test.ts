import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDynamoDb, type DynamoDbEndpoint } from '../support/dynamodb-endpoint.ts';
import { expectDelivered, expectPromisesKept, expectSameFailing, expectSameTargets } from './never-lost-claims.ts';
import type { Disturbance } from './never-lost-faults.ts';
import { dynamoStores, memoryStores, sqliteStores } from './never-lost-stores.ts';
import { stories, undisturbed, type Story } from './never-lost-story.ts';
import { lostWorld, play, type LostStores, type Outcome } from './never-lost-world.ts';

let endpoint: DynamoDbEndpoint;
beforeAll(async () => {
  endpoint = await startDynamoDb();
});
afterAll(async () => {
  await endpoint.close();
});

/** Where a failure is shown as it was found: making it smaller would take minutes. */
const SLOW = 'DynamoDB';

const calm = (story: Story): Promise<Outcome> => play(memoryStores(), undisturbed(story));

/** Ticks that are lost, repeated and out of order, passes that die anywhere, and a channel that does as it likes. */
describe.each([
  { name: 'memory', open: () => Promise.resolve(memoryStores()), ticks: 30, numRuns: 60 },
  { name: 'SQLite', open: () => Promise.resolve(sqliteStores()), ticks: 20, numRuns: 10 },
  { name: SLOW, open: () => dynamoStores(endpoint), ticks: 10, numRuns: 5 },
])('over $name', ({ name, open, ticks, numRuns }) => {
  test('every promise is kept through any history', async () => {
    const property = fc.asyncProperty(stories(ticks), async (story) => {
      expectPromisesKept(await play(await open(), story), await calm(story), story.poison);
    });
    await fc.assert(property, { numRuns, endOnFailure: name === SLOW });
  });

  test('and by two detectors at once', async () => {
    const property = fc.asyncProperty(stories(Math.min(ticks, 12)), fc.scheduler(), async (story, scheduler) => {
      const outcome = await playInPairs(await open(), story, scheduler);
      expectDelivered(outcome, story.poison);
      const undisturbedOutcome = await calm(story);
      expectSameTargets(outcome, undisturbedOutcome);
      expectSameFailing(outcome, undisturbedOutcome);
    });
    await fc.assert(property, { numRuns: Math.ceil(numRuns / 2), endOnFailure: name === SLOW });
  });
});

/**
 * A run that is late cannot be told from one that died before it is settled, so a tick in between may be decided without it:
 * what is decided depends on when it is looked at. How it is told does not.
 */
test.each([
  { name: 'memory', open: memoryStores, numRuns: 30 },
  { name: 'SQLite', open: sqliteStores, numRuns: 8 },
])(
  'runs that come late or never end change what is decided, and nothing else, over $name',
  async ({ open, numRuns }) => {
    const property = fc.asyncProperty(stories(30, 'unsettled'), async (story) => {
      expectDelivered(await play(open(), story), story.poison);
    });
    await fc.assert(property, { numRuns });
  },
);

/** Every call of every pass in turn, each ending in four ways. */
test('no await is the wrong place to die', async () => {
  const ticks = [3, 7, 11, 15];
  const story: Story = {
    targets: ['.xxxxxx....xxxx.', '..yyyyxxxx......', '.xxx............'],
    runs: 'r'.repeat(16),
    lateRuns: [],
    answers: [],
    poison: null,
    passes: [],
  };
  const reference = await calm(story);
  expect(reference.committed.length).toBeGreaterThanOrEqual(4);
  const passesWith = (at: number, disturbance: Disturbance | null) =>
    ticks.map((tick) => ({ tick, atMinute: tick, disturbance: tick === at ? disturbance : null }));
  const met = new Set<string>();
  for (const tick of ticks) {
    const calls = await callsOf({ ...story, passes: passesWith(tick, null) }, tick);
    for (const [call, name] of calls.entries()) {
      met.add(name);
      for (const how of ['dies-before', 'dies-after', 'fails-before', 'fails-after'] as const) {
        const outcome = await play(memoryStores(), { ...story, passes: passesWith(tick, { call, how }) });
        expectPromisesKept(outcome, reference, null);
      }
    }
  }
  expect([...met]).toEqual(
    expect.arrayContaining([
      ...['history.read', 'problems.commit', 'states.save', 'metrics.put'],
      ...['outbox.pending', 'outbox.claim', 'notifier.publish', 'outbox.markSent'],
    ]),
  );
});

/** The port calls of the undisturbed pass of a tick. */
async function callsOf(story: Story, at: number): Promise<readonly string[]> {
  const world = lostWorld(memoryStores(), story);
  let calls: readonly string[] = [];
  for (const { tick, atMinute } of story.passes) {
    await world.record(atMinute);
    world.wait(atMinute);
    const made = await world.pass(tick);
    if (tick === at) calls = made;
  }
  return calls;
}

/** Plays a story two passes at a time, which take turns at every call as the scheduler likes. */
async function playInPairs(stores: LostStores, story: Story, scheduler: fc.Scheduler): Promise<Outcome> {
  const world = lostWorld(stores, story);
  for (let index = 0; index < story.passes.length; index += 2) {
    const pair = story.passes.slice(index, index + 2);
    const atMinute = Math.max(...pair.map((pass) => pass.atMinute));
    await world.record(atMinute);
    world.wait(atMinute);
    const both = pair.map(({ tick, disturbance }, which) =>
      world.pass(tick, disturbance, (call) => scheduler.schedule(Promise.resolve(), `${which}: ${call}`)),
    );
    await scheduler.waitFor(Promise.all(both));
  }
  await world.record(Infinity);
  return world.recover();
}
