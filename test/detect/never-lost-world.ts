import type { Announcement } from '../../functions/core/model/problem.ts';
import type { EpochMs } from '../../functions/core/model/time.ts';
import type { Outbox, ProblemBook, PublishResult } from '../../functions/core/ports.ts';
import { runDetect, type DetectPorts } from '../../functions/detect/run.ts';
import { nothingUntold } from '../../functions/detect/untold.ts';
import { memoryLog } from '../support/memory-log.ts';
import { minute, settingsWith } from './monitor.ts';
import { disturbed, type Disturbance } from './never-lost-faults.ts';
import { TARGETS, VANTAGE, storeRun, storedAt, type Answer, type Story } from './never-lost-story.ts';

/** The stores of a monitor; what they share with no other is empty at first. */
export type LostStores = Omit<
  DetectPorts,
  'notifier' | 'metrics' | 'subscriptions' | 'heartbeat' | 'clock' | 'log' | 'newOwner' | 'untold' | 'outbox'
> & {
  readonly problems: ProblemBook & Outbox;
};

/** What became of a story, seen from outside. */
export interface Outcome {
  /** Every notice that was written down, in that order. */
  readonly committed: readonly Announcement[];
  /** The ids that the channel accepted, repeats too, in that order. */
  readonly accepted: readonly string[];
  /** By id: how often it may be repeated, for a pass that died in mid-delivery or a time-out after it was accepted. */
  readonly excuses: ReadonlyMap<string, number>;
  /** The ids of what became a dead letter before it was mended. */
  readonly buried: readonly string[];
  /** What waits when it was mended, and when all is over. */
  readonly waiting: readonly string[];
  readonly waitingInTheEnd: readonly string[];
  /** The streams that fail in open problems when all is over. */
  readonly failing: readonly string[];
}

const SETTINGS = { ...settingsWith(TARGETS), digest: null };
const UNHURRIED = () => Promise.resolve();
const DAYS_OF_REFUSAL = 12;
const HOURS = 60;

/** A monitor whose passes can be disturbed. */
export function lostWorld(stores: LostStores, story: Story) {
  const committed: Announcement[] = [];
  const accepted: string[] = [];
  const excuses = new Map<string, number>();
  const answers = [...story.answers];
  let now: EpochMs = minute(0);
  let owners = 0;
  let isMended = false;
  let isCalm = false;
  const runs = [...storedAt(story)];
  const excuse = (id: string) => excuses.set(id, (excuses.get(id) ?? 0) + 1);

  const answerTo = (announcement: Announcement): Answer => {
    if (!isMended && announcement.reason === story.poison) return 'refuse';
    return isCalm ? 'accept' : (answers.shift() ?? 'accept');
  };
  const publish = (announcement: Announcement): Promise<PublishResult> => {
    const answer = answerTo(announcement);
    if (answer === 'accept' || answer === 'late') accepted.push(announcement.id);
    if (answer === 'accept') return Promise.resolve({ result: 'accepted' });
    if (answer === 'late') excuse(announcement.id);
    const result = ({ refuse: 'refused', throttle: 'unavailable', lost: 'ambiguous', late: 'ambiguous' } as const)[
      answer
    ];
    return Promise.resolve({ result, error: new Error(answer) });
  };
  const { problems } = stores;
  const ports: DetectPorts = {
    ...stores,
    problems: {
      ...problems,
      commit: async (change) => {
        const result = await problems.commit(change);
        if (result === 'committed' && change.notice !== null) committed.push(change.notice);
        return result;
      },
    },
    outbox: {
      ...problems,
      add: async (announcement) => {
        const result = await problems.add(announcement);
        if (result === 'added') committed.push(announcement);
        return result;
      },
    },
    notifier: { publish },
    metrics: { put: () => Promise.resolve() },
    subscriptions: null,
    heartbeat: null,
    clock: { now: () => now, sleep: () => Promise.resolve() },
    log: memoryLog(),
    newOwner: () => `owner-${++owners}`,
    untold: nothingUntold(),
  };

  /** One pass, until it ends or dies. Returns the port calls that it made. */
  const pass = async (
    tick: number,
    disturbance: Disturbance | null = null,
    turn: (call: string) => Promise<unknown> = UNHURRIED,
  ): Promise<readonly string[]> => {
    const seen = disturbed(ports, disturbance, turn, excuse);
    const work = runDetect({ tickAt: minute(tick), vantages: [VANTAGE] }, SETTINGS, seen.ports);
    await Promise.race([work, seen.died]);
    return seen.calls;
  };
  const wait = (untilMinute: number) => {
    now = Math.max(now, minute(untilMinute) + 20_000);
  };
  const waitingIds = async () => (await problems.pending()).map(({ announcement }) => announcement.id);

  return {
    pass,
    wait,
    /** Stores the runs that come up to a minute. */
    record: async (untilMinute: number) => {
      const come = runs.filter(({ atMinute }) => atMinute <= untilMinute);
      for (const { tick } of runs.splice(0, come.length)) await storeRun(story, tick, stores.history);
    },
    /** All works again, but what is poison is refused for days; then that is mended too. */
    recover: async (): Promise<Outcome> => {
      isCalm = true;
      const end = story.runs.length;
      const hours = story.poison === null ? 0 : DAYS_OF_REFUSAL * 24;
      for (let later = 5; later <= 20 + hours * HOURS; later += later <= 15 ? 5 : 6 * HOURS) {
        wait(end + later);
        await pass(end + later);
      }
      const waiting = await waitingIds();
      const buried = (await problems.buried()).map(({ id }) => id);
      isMended = true;
      for (const id of buried) await problems.revive(id);
      wait(end + 30 + hours * HOURS);
      await pass(end + 30 + hours * HOURS);
      const waitingInTheEnd = await waitingIds();
      return { committed, accepted, excuses, buried, waiting, waitingInTheEnd, failing: await failingIn(problems) };
    },
  };
}

async function failingIn(problems: ProblemBook): Promise<readonly string[]> {
  const open = (await problems.recent(0)).filter(({ problem }) => problem.closedAs === null);
  const covers = open.flatMap(({ problem }) => problem.covers.filter(({ recoveredAt }) => recoveredAt === null));
  return covers.map(({ vantage, subject }) => `${vantage}/${subject}`).toSorted();
}

/** Plays a story, one pass after the other. */
export async function play(stores: LostStores, story: Story): Promise<Outcome> {
  const world = lostWorld(stores, story);
  for (const { tick, atMinute, disturbance } of story.passes) {
    await world.record(atMinute);
    world.wait(atMinute);
    await world.pass(tick, disturbance);
  }
  await world.record(Infinity);
  return world.recover();
}
