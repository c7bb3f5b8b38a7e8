import type { Notice, Problem } from '../../../functions/core/model/problem.ts';
import type { Target } from '../../../functions/core/model/target.ts';
import { DAY_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import type { Care } from '../../../functions/core/problems/care.ts';
import {
  decideIncidents,
  type IncidentChange,
  type IncidentPolicy,
  type IncidentView,
} from '../../../functions/core/problems/decide-incidents.ts';
import type { ChronicStanding, StreamVerdict } from '../../../functions/core/problems/fresh-failure.ts';
import { ownNetworkPlace, targetPlace, type StreamPlace } from '../../../functions/core/problems/stream-place.ts';
import { foldRunInto, streamName, type StreamState } from '../../../functions/core/problems/streams.ts';
import { monitoredTargets, withoutUnmonitored } from '../../../functions/core/problems/unmonitored.ts';
import { aTarget } from '../../support/builders.ts';
import { THRESHOLDS, tickTime } from '../../support/timeline.ts';
import { probeOf, unfold } from './marks.ts';

/** Timelines by stream, one mark a minute: `a`, or `far/a` from another vantage than `here`. `#`: not in the settings. */
export type Timelines = Readonly<Record<string, string>>;

/** What differs from targets that are all alike: one account, one origin, of the `open` tier, every minute. */
export interface Circumstances {
  readonly targets?: Readonly<Record<string, Partial<Target>>>;
  readonly policy?: Partial<IncidentPolicy>;
  /** What an operator said by a tick, whatever the problem. */
  readonly care?: (tick: number) => Partial<Care> | undefined;
  readonly chronic?: (place: StreamPlace, tick: number) => Partial<ChronicStanding> | undefined;
  /** How long after each tick the probes start. */
  readonly offsetsMs?: readonly number[];
  /** In which the vantages are read. */
  readonly vantages?: readonly string[];
}

/** Everything that a pass knows: it is folded and decided tick by tick, in memory. */
export interface World {
  readonly marks: ReadonlyMap<string, string>;
  readonly vantages: readonly string[];
  readonly targets: readonly Target[];
  readonly circumstances: Circumstances;
  /** By stream, all vantages together. */
  streams: Record<string, StreamState>;
  /** The newest problem by key, as the problem book keeps them. */
  readonly book: Map<string, Problem>;
  readonly notices: Notice[];
}

/** The policy of the tables: three failing ticks, two healthy ones, three reminders, one a day. */
export const POLICY: IncidentPolicy = { thresholds: THRESHOLDS, reminders: { everyMs: DAY_MS, most: 3 } };

/** A world in which nothing has happened yet. */
export function worldOf(timelines: Timelines, circumstances: Circumstances = {}): World {
  const marks = new Map(Object.entries(timelines).map(([name, text]) => [fullName(name), unfold(text)]));
  const names = [...marks.keys()].map((name) => name.split('/') as [string, string]);
  const ids = [...new Set(names.map(([, id]) => id))];
  const targets = ids.map((id) => {
    return aTarget({ id, url: `https://api.example.test/${id}`, ...circumstances.targets?.[id] });
  });
  const vantages = circumstances.vantages ?? [...new Set(names.map(([vantage]) => vantage))];
  return { marks, vantages, targets, circumstances, streams: {}, book: new Map(), notices: [] };
}

/** Ticks of the longest timeline. */
export function lengthOf({ marks }: World): number {
  return Math.max(...[...marks.values()].map(({ length }) => length));
}

/** Folds and decides these ticks, and keeps what comes of it. Returns what was committed. */
export function live(world: World, from = 0, to = lengthOf(world)): IncidentChange[] {
  const changes: IncidentChange[] = [];
  for (let tick = from; tick < to; tick += 1) {
    changes.push(...closeUnmonitored(world, tick));
    const restless = fold(world, tick);
    if (restless.length > 0) changes.push(...decide(world, tick, restless));
  }
  return changes;
}

/** Folds a tick of all vantages; the streams that may have something to decide then, as detection finds them. */
export function fold(world: World, tick: number): StreamPlace[] {
  const { vantages, circumstances } = world;
  const { thresholds } = { ...POLICY, ...circumstances.policy };
  const tickAt = tickTime(tick);
  return vantages.flatMap((vantage) => {
    const targets = monitored(world, vantage, tick);
    const offsetMs = circumstances.offsetsMs?.[tick];
    const probes = targets.flatMap(({ id }) => probeOf(markOf(world, vantage, id, tick), id, tickAt, offsetMs) ?? []);
    const run = { key: { vantage, tickAt, shard: 0 }, diagnoses: {}, probes };
    foldRunInto(world.streams, run, thresholds, (id) => streamName(vantage, id));
    const isRestless = ({ stream }: StreamPlace) =>
      world.streams[stream]?.stretch?.breached === true || isOpen(world, stream);
    const isDue = ({ id }: Target) => !['-', '_'].includes(markOf(world, vantage, id, tick));
    const places = targets.filter(isDue).map((target) => targetPlace(vantage, target));
    return [...places, ...(probes.length > 0 ? [ownNetworkPlace(vantage, MINUTE_MS)] : [])].filter(isRestless);
  });
}

/** Decides a tick that is folded in, and keeps what comes of it. */
export function decide(world: World, tick: number, restless: readonly StreamPlace[]): readonly IncidentChange[] {
  const changes = decideIncidents(viewOf(world, tick, restless), { ...POLICY, ...world.circumstances.policy });
  for (const change of changes) keep(world, change);
  return changes;
}

/** The problem that is open or was closed last under a key, `a` for `here/a`. */
export function problemOf({ book }: World, key: string): Problem {
  const problem = book.get(fullName(key));
  if (problem === undefined) throw new Error(`no problem of ${key}; there are ${[...book.keys()].join(', ')}`);
  return problem;
}

/** The problems that are open. */
export function openOf({ book }: World): Problem[] {
  return [...book.values()].filter(({ closedAs }) => closedAs === null);
}

/** What people were told: `opened a+2 network @3`. */
export function toldOf({ notices }: World): string[] {
  return notices.map(({ reason, at, problem }) => {
    const tick = (at - tickTime(0)) / MINUTE_MS;
    return `${reason} ${shortSubject(problem)} ${problem.class} @${tick}`;
  });
}

/** What people are told of timelines. */
export function tell(timelines: Timelines, circumstances: Circumstances = {}): string[] {
  const world = worldOf(timelines, circumstances);
  live(world);
  return toldOf(world);
}

function shortSubject({ subject }: Problem): string {
  const own = /^the monitor's own network \((.*)\)$/.exec(subject);
  return own === null ? subject.replace(/ and (\d+) more$/, '+$1') : `own(${own[1] ?? ''})`;
}

function fullName(name: string): string {
  return name.includes('/') ? name : `here/${name}`;
}

function markOf({ marks }: World, vantage: string, id: string, tick: number): string {
  return marks.get(`${vantage}/${id}`)?.[tick] ?? '_';
}

/** A vantage or a target is in the settings as long as one of its streams is. */
function settingsAt({ marks, vantages, targets }: World, tick: number) {
  const there = [...marks].filter(([, text]) => text[tick] !== '#').map(([name]) => name.split('/'));
  return {
    vantages: vantages.filter((vantage) => there.some(([one]) => one === vantage)),
    targets: targets.filter(({ id }) => there.some(([, one]) => one === id)),
  };
}

function monitored(world: World, vantage: string, tick: number): readonly Target[] {
  const settings = settingsAt(world, tick);
  return settings.vantages.includes(vantage) ? settings.targets : [];
}

function covered({ covers }: Problem): string[] {
  return covers.map(({ vantage, subject }) => streamName(vantage, subject));
}

function isOpen(world: World, stream: string): boolean {
  return openOf(world).some((problem) => covered(problem).includes(stream));
}

function keep({ book, notices }: World, { problem, notice, replaces }: IncidentChange): void {
  book.set(problem.stream, problem);
  if (replaces !== null) book.set(replaces.stream, replaces);
  if (notice !== null) notices.push(notice);
}

function closeUnmonitored(world: World, tick: number): IncidentChange[] {
  const { vantages, targets } = settingsAt(world, tick);
  return openOf(world).flatMap((problem) => {
    const change = withoutUnmonitored(problem, vantages, monitoredTargets({ targets }), tickTime(tick));
    if (change === null) return [];
    const whole = { ...change, replaces: null };
    keep(world, whole);
    return [whole];
  });
}

/** What is known at a tick that is folded in. */
export function viewOf(world: World, tick: number, restless: readonly StreamPlace[]): IncidentView {
  const { streams, vantages, circumstances, book } = world;
  const tickAt = tickTime(tick);
  const verdictOf = (place: StreamPlace): StreamVerdict[] => {
    const state = streams[place.stream];
    const standing = { settledTick: tickAt - 4 * MINUTE_MS, inForce: [], failedAt: [] };
    const chronic = () => ({ ...standing, ...circumstances.chronic?.(place, tick) });
    return state === undefined ? [] : [{ place, tickAt, state, diagnosis: null, chronic }];
  };
  const incidents = [...book.values()];
  const placesAt = (vantage: string) => monitored(world, vantage, tick).map((target) => targetPlace(vantage, target));
  return {
    tickAt,
    verdicts: restless.flatMap(verdictOf),
    failing: () => {
      const isFailing = ({ stream }: StreamPlace) =>
        ((streams[stream]?.streak ?? null) !== null || (streams[stream]?.recent?.scattered.length ?? 0) > 0) &&
        !isOpen(world, stream);
      return vantages.flatMap(placesAt).filter(isFailing).flatMap(verdictOf);
    },
    incidents: () => incidents,
    covering: (stream) => incidents.filter((problem) => covered(problem).includes(stream)),
    isCutOff: (vantage) => placesAt(vantage).every(({ stream }) => streams[stream]?.streak?.class === 'network'),
    care: (problemId) => {
      const care = circumstances.care?.(tick);
      const none = { acknowledgedAt: null, acknowledgedBy: null, snoozedUntil: null, note: null };
      return care === undefined ? undefined : { problemId, ...none, ...care };
    },
    place: (vantage, subject) =>
      [ownNetworkPlace(vantage, MINUTE_MS), ...placesAt(vantage)].find((place) => place.subject === subject) ?? null,
    paused: (vantage, origin) =>
      placesAt(vantage).flatMap((place) =>
        place.origin === origin && markOf(world, vantage, place.subject, tick) === 'p' ? [place.subject] : [],
      ),
    probing: (subject) => vantages.filter((vantage) => streams[streamName(vantage, subject)] !== undefined),
  };
}
