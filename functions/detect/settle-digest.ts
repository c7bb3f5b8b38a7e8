import { digestDueAt, digestWeek } from '../core/digest/due.ts';
import { digestNotice } from '../core/digest/make-digest.ts';
import { NO_DIGEST, newTally, weekFold, type DigestState } from '../core/digest/week-tally.ts';
import { problemsOfWeek } from '../core/digest/problems-of-week.ts';
import { DAY_MS, MINUTE_MS, type EpochMs } from '../core/model/time.ts';
import type { MemoryStore, Outbox, ProblemBook, RunHistory, StateStore, StoredRun } from '../core/ports.ts';
import type { RecordedRun } from '../core/run-record.ts';
import type { Settings } from '../core/settings-model.ts';
import type { SubscriptionTrouble } from '../core/subscriptions.ts';
import { readMemory } from './read-memory.ts';
import type { DetectTick } from './run.ts';
import { storedTicks, wholeRun } from './stored-ticks.ts';

/** What the weekly message needs from outside. */
export interface DigestPorts {
  readonly history: Pick<RunHistory, 'read'>;
  readonly memory: Pick<MemoryStore, 'load'>;
  readonly problems: Pick<ProblemBook, 'recent'>;
  readonly outbox: Pick<Outbox, 'add'>;
  readonly digests: DigestStateStore;
}

/** Where the weekly message stands: one state for all vantages, under `DIGEST_KEY`. */
export type DigestStateStore = StateStore<DigestState>;
export const DIGEST_KEY = 'all';

/** The last runs of a week are stored by then, see `Deadlines.runMs`. */
const SETTLED_MS = 10 * MINUTE_MS;
/**
 * A pass reads whole days until it has taken in so many probes, and leaves the others to the next one: five targets each minute are a
 * week in one pass, five hundred a day. So a large monitor does not run into the deadline of its function.
 */
const PROBES_A_PASS = 200_000;

/**
 * Puts the weekly message into the outbox, once it is due: at most six days late, and always of the week before its own day. Asked
 * at every pass; that costs one small read. The first one covers what there is, and without any record there is none.
 *
 * @param untold the addresses that are told nothing, for those who are
 */
export async function settleDigest(
  { tickAt, vantages }: DetectTick,
  untold: readonly SubscriptionTrouble[],
  settings: Settings,
  { history, memory, problems, outbox, digests }: DigestPorts,
): Promise<void> {
  if (settings.digest === null) return;
  const dueAt = digestDueAt(tickAt, settings.digest, settings.timeZone);
  if (dueAt === null) return;
  const week = digestWeek(dueAt, settings.timeZone);
  if (tickAt < week.to + SETTLED_MS) return;
  const loaded = await digests.load(DIGEST_KEY);
  const { doneId, underWay } = loaded?.state ?? NO_DIGEST;
  // Also when the settings now say an earlier day: its week was told already, or nearly so.
  if (doneId !== null && week.id <= doneId) return;
  const save = (state: DigestState) => digests.save(DIGEST_KEY, state, loaded?.version ?? 0);

  const recent = (await problems.recent(week.from)).map(({ problem }) => problem);
  const chronic = problemsOfWeek(recent, week.from, week.to).filter(({ nature }) => nature === 'chronic');
  const tally = underWay?.id === week.id ? underWay : newTally(week);
  const fold = weekFold(tally, chronic, settings);
  let folded = 0;
  while (tally.nextTick < week.to && folded < PROBES_A_PASS) {
    const until = Math.min(tally.nextTick + DAY_MS, week.to);
    for (const run of await readRuns(tally.nextTick, until, vantages, settings, history)) folded += fold(run);
    tally.nextTick = until;
  }
  if (tally.nextTick < week.to) {
    await save({ schemaVersion: 1, doneId, underWay: tally });
    return;
  }
  const isBeforeTheFirst = doneId === null && Object.keys(tally.ticks).length === 0;
  if (!isBeforeTheFirst) {
    const memories = (await Promise.all(vantages.map((vantage) => readMemory(vantage, settings, memory)))).flatMap(
      (found) => found ?? [],
    );
    await outbox.add(digestNotice({ week, tally, problems: recent, vantages, memories, untold, settings, tickAt }));
  }
  await save({ schemaVersion: 1, doneId: week.id, underWay: null });
}

/** What was recorded from a tick up to, but not at, another, in the order of ticks; read at once, and unpacked one by one. */
async function readRuns(
  from: EpochMs,
  until: EpochMs,
  vantages: readonly string[],
  settings: Settings,
  history: DigestPorts['history'],
): Promise<Iterable<RecordedRun>> {
  const stored = await Promise.all(vantages.map((vantage) => history.read(vantage, from, until - 1)));
  return unpacked(
    stored.flat().toSorted((a, b) => a.key.tickAt - b.key.tickAt),
    settings,
  );
}

/** Those of one tick and vantage, which stand side by side, as one. */
function* unpacked(runs: readonly StoredRun[], settings: Settings): Iterable<RecordedRun> {
  for (let next = 0; next < runs.length;) {
    const first = next;
    const { vantage, tickAt } = runs[first]?.key ?? { vantage: '', tickAt: 0 };
    while (runs[next]?.key.vantage === vantage && runs[next]?.key.tickAt === tickAt) next += 1;
    // Detection has reported an unreadable record when it came by: here it is missing.
    const reading = { settledTick: tickAt, settings, onUnreadable: () => undefined };
    for (const { records } of storedTicks(runs.slice(first, next), reading)) yield* wholeRun(records);
  }
}
