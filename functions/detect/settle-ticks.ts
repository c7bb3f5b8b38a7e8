import type { ChronicPolicy } from '../core/chronic/finding.ts';
import type { EpochMs } from '../core/model/time.ts';
import type { TouchedSubject } from '../core/problems/decide-chronic.ts';
import { foldRunInto } from '../core/problems/streams.ts';
import type { MaintenanceCalendar } from '../core/maintenance-calendar.ts';
import { runForEvidence, runForIncidents } from '../core/maintenance-runs.ts';
import type { Care } from '../core/problems/care.ts';
import type { Settings } from '../core/settings-model.ts';
import { foldChronicTick } from './chronic-fold.ts';
import type { ProblemDesk } from './problem-desk.ts';
import { findingStreams, settleChronic } from './settle-chronic.ts';
import { restlessTick, settleIncidents, type IncidentSettling, type RestlessTick } from './settle-incidents.ts';
import { wholeRun, type TickRecords } from './stored-ticks.ts';
import type { VantageWatch } from './vantage-watch.ts';

/** What settling needs beside the vantages. */
export interface TickSettling {
  readonly settings: Settings;
  readonly desk: ProblemDesk;
  /** A tick is settled once another one is this much later. */
  readonly lagMs: number;
  /** When failures are expected; `null` for never. */
  readonly calendar: MaintenanceCalendar | null;
  /** What operators said of problems, by problem id. */
  readonly cares: ReadonlyMap<string, Care>;
  /** Does work for a vantage that needs the store; a failure is kept for the report, and answered with `null`. */
  readonly attempt: <T>(vantage: string, work: () => Promise<T>) => Promise<T | null>;
}

interface WatchedTick {
  readonly watch: VantageWatch;
  readonly tick: TickRecords;
}

/**
 * Folds every tick of every vantage in order and settles what comes of it: incidents at once, chronic problems when the tick
 * is settled. A tick is settled at the first one that is late enough, so that both decide in the same order however the
 * record is cut into passes. A vantage whose work fails is left to the next pass.
 */
export async function settleTicks(watches: readonly VantageWatch[], settling: TickSettling): Promise<void> {
  const { settings, desk, lagMs, cares, calendar } = settling;
  const ticks = inOrder(watches, ({ ticks: own }) => own);
  const chronic = chronicSettling(watches, settling);
  const { findingStreams } = chronic;
  const incidents: IncidentSettling = {
    vantages: watches,
    settings,
    desk,
    lagMs,
    cares,
    findingStreams,
    left: new Set(),
  };
  let isBroken = false;
  for (let next = 0; next < ticks.length && !isBroken;) {
    const tickAt = ticks[next]?.tick.tickAt ?? 0;
    const behind = chronic.through(tickAt - lagMs);
    if (behind !== null) await behind;
    // What they account for is not known here: incidents are left to the next pass as well.
    if (chronic.isOvertaken()) break;
    let restless: RestlessTick[] | null = null;
    for (let one = ticks[next]; one?.tick.tickAt === tickAt; one = ticks[++next]) {
      const found = foldIncidents(one, settings, calendar, desk);
      if (found !== null) (restless ??= []).push(found);
    }
    if (restless === null) continue;
    const found = restless;
    const settled = await settling.attempt(found[0]?.folded.vantage ?? '', async () => {
      await settleIncidents(incidents, found, tickAt);
      return true;
    });
    isBroken = settled === null;
  }
  const rest = chronic.through(Math.max(0, ...watches.map(({ settledTick }) => settledTick)));
  if (rest !== null) await rest;
  if (isBroken || chronic.isOvertaken()) for (const watch of watches) watch.isChronicDone = false;
}

/** Folds a tick into the streams of its vantage. What may have something to decide then; `null` for nothing. */
function foldIncidents(
  { watch, tick }: WatchedTick,
  settings: Settings,
  calendar: MaintenanceCalendar | null,
  desk: ProblemDesk,
): RestlessTick | null {
  const { streams, settledTick, nameOf } = watch;
  const { tickAt } = tick;
  const whole = wholeRun(tick.records);
  const records = calendar === null ? whole : whole.map((run) => runForIncidents(run, calendar));
  if (tickAt > settledTick) watch.settledStreams ??= { ...streams };
  for (const record of records) foldRunInto(streams, record, settings.thresholds, nameOf);
  return restlessTick(watch, records, desk);
}

/** Chronic detection over the settled ticks of all vantages. */
function chronicSettling(watches: readonly VantageWatch[], { settings, desk, calendar, cares, attempt }: TickSettling) {
  const policy: ChronicPolicy = {
    falseAlarmsPerTargetYear: settings.falseAlarmsPerTargetYear,
    zone: settings.timeZone,
  };
  const detecting = watches.filter(({ detectors }) => detectors !== null);
  const detectors = new Map(
    detecting.flatMap(({ vantage, detectors: own }) => (own === null ? [] : [[vantage, own] as const])),
  );
  const targetIds = new Set(settings.targets.map(({ id }) => id));
  const isMonitored = (targetId: string) => targetIds.has(targetId);
  const queue = inOrder(detecting, ({ missedTicks, ticks, settledTick }) => [
    ...missedTicks,
    ...ticks.filter(({ tickAt }) => tickAt <= settledTick),
  ]);
  let next = 0;
  let isStopped = false;
  let isOvertaken = false;

  const evidenceIn = (tick: TickRecords): TickRecords =>
    calendar === null ? tick : { ...tick, records: tick.records.map((run) => runForEvidence(run, calendar)) };

  /** Folds the next tick of all vantages; returns what it touched, `null` for nothing. */
  const foldNext = (tickAt: EpochMs): TouchedSubject[] | null => {
    let touched: TouchedSubject[] | null = null;
    for (let one = queue[next]; one?.tick.tickAt === tickAt; one = queue[++next]) {
      const { vantage } = one.watch;
      const own = detectors.get(vantage);
      const found = own === undefined ? null : foldChronicTick(own, evidenceIn(one.tick), isMonitored, policy);
      if (found !== null) touched = [...(touched ?? []), ...found.map((subject) => ({ vantage, subject }))];
    }
    return touched;
  };
  const goOn = async (limit: EpochMs, first: () => Promise<boolean | null>): Promise<void> => {
    for (let work: (() => Promise<boolean | null>) | null = first; work !== null; work = foldThrough(limit)) {
      const result = await work();
      if (result === true) continue;
      isStopped = true;
      isOvertaken = result === false;
      for (const watch of detecting) watch.isChronicDone = false;
    }
  };
  /** Folds up to a tick, or to the first one that has something to settle. */
  const foldThrough = (limit: EpochMs): (() => Promise<boolean | null>) | null => {
    for (let one = queue[next]; !isStopped && one !== undefined && one.tick.tickAt <= limit; one = queue[next]) {
      const { tickAt } = one.tick;
      const { vantage } = one.watch;
      const touched = foldNext(tickAt);
      if (touched === null) continue;
      return () => attempt(vantage, () => settleChronic(tickAt, touched, detectors, settings, desk, cares));
    }
    return null;
  };
  return {
    /** Whether another pass was faster, so that its problems are not the ones at hand. */
    isOvertaken: () => isOvertaken,
    findingStreams: () => findingStreams(detectors),
    /** Settles all ticks up to this one; `null` when there is nothing to wait for. */
    through: (limit: EpochMs): Promise<void> | null => {
      const work = foldThrough(limit);
      return work === null ? null : goOn(limit, work);
    },
  };
}

/** Ticks of all vantages by time; those of the same time in the order of the vantages. */
function inOrder(
  watches: readonly VantageWatch[],
  ticksOf: (watch: VantageWatch) => readonly TickRecords[],
): readonly WatchedTick[] {
  const ticks = watches.flatMap((watch) => ticksOf(watch).map((tick) => ({ watch, tick })));
  return watches.length === 1 ? ticks : ticks.toSorted((a, b) => a.tick.tickAt - b.tick.tickAt);
}
