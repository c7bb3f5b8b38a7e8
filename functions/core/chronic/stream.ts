import { HOUR_MS, MINUTE_MS, type EpochMs } from '../model/time.ts';
import { gapMs, type Coverage } from './coverage.ts';
import { BLOCK_MS, addFailing, countsBetween, emptyBlocks, type FailingBlocks } from './failing-blocks.ts';
import { EPISODE_LAYERS, HOT_HOURS, HOT_QUARTERS, LAYERS } from './layers.ts';
import { addOnset, emptyOnsets, type OnsetList } from './onset-list.ts';
import { lnBinomialTail } from './statistics.ts';

/** A run of failing probes; one that works may interrupt it. */
export interface Episode {
  readonly start: EpochMs;
  end: EpochMs;
  probes: number;
  /** Its start is not known: probes were missing before, or it grew out of an explained one. */
  readonly isCensored: boolean;
  /** It began in a window that some rhythm predicts, whose strikes usually last this long; `null` for none. */
  explainedMs: number | null;
  /** What its first failure was: a position in the detector's names. */
  readonly sort: number;
}

/** The failures of one sort of a target: all of them, those of a class, or those of a phase of the network class. */
export interface Stream {
  readonly name: string;
  /** Unexplained starts, by layer. */
  readonly lists: OnsetList[];
  /** Unexplained failures by quarter-hour. */
  blocks: FailingBlocks;
  episode: Episode | null;
  /** Ended episodes: columns of one table; `sorts` are positions in the detector's names. */
  readonly episodes: EpisodeTable;
  /** All starts, explained or not. */
  readonly onsets: EpochMs[];
  lastFailureAt: EpochMs | null;
  isDown: boolean;
  hotQuarterEnd: EpochMs | null;
  hotHourEnd: EpochMs | null;
  /** When each layer was last tested. */
  readonly lookedAt: (EpochMs | null)[];
}

/** Ended episodes, the newest last. */
export interface EpisodeTable {
  readonly starts: EpochMs[];
  readonly lengthsMs: number[];
  readonly probes: number[];
  readonly sorts: number[];
}

const MOST_EPISODES = 1_500;
const MOST_STARTS = 1_500;
/** A failure this many intervals after the last one still belongs to its episode. */
export const NEAR_INTERVALS = 2.2;
/** A block counts as hot when its failures are less probable than this under the background. */
const LN_HOT = Math.log(0.004);

/** A stream without failures. */
export function newStream(name: string): Stream {
  return {
    name,
    lists: LAYERS.map(emptyOnsets),
    blocks: emptyBlocks(),
    episode: null,
    episodes: { starts: [], lengthsMs: [], probes: [], sorts: [] },
    onsets: [],
    lastFailureAt: null,
    isDown: false,
    hotQuarterEnd: null,
    hotHourEnd: null,
    lookedAt: LAYERS.map(() => null),
  };
}

/** What a failing probe meant for its stream. */
export interface Failed {
  /** Whether it is accounted for by a rhythm. */
  readonly isExplained: boolean;
  /** The layer in which it completed a new start, or `null`. */
  readonly layer: number | null;
  /** The episode it belongs to. */
  readonly episode: Episode;
}

/**
 * Adds a failing probe.
 *
 * @param afterGap whether probes were missing right before it
 * @param explainedMs usual length of the strikes of the rhythm that predicts it; `null` when none does
 * @param sort what failed: a position in the detector's names
 */
export function fail(
  stream: Stream,
  coverage: Coverage,
  at: EpochMs,
  afterGap: boolean,
  explainedMs: number | null,
  sort: number,
): Failed {
  const sinceMs = stream.lastFailureAt === null ? Infinity : at - stream.lastFailureAt;
  const isRecent = sinceMs <= NEAR_INTERVALS * coverage.intervalMs;
  const wasDown = stream.isDown;
  if (!wasDown && !afterGap && !isRecent) addStart(stream.onsets, at);
  const before = stream.episode;
  const isNear = before !== null && (wasDown || (!afterGap && isRecent));
  const continued = isNear && before.explainedMs !== null && belongs(before, at) ? before.explainedMs : null;
  const lengthMs = explainedMs ?? continued;
  stream.lastFailureAt = at;
  stream.isDown = true;
  if (lengthMs !== null) {
    if (isNear) extend(before, at, explainedMs === null ? before.explainedMs : lengthMs);
    else startEpisode(stream, newEpisode(at, false, lengthMs, sort));
    return { isExplained: true, layer: null, episode: stream.episode ?? newEpisode(at, false, lengthMs, sort) };
  }
  addFailing(stream.blocks, at, !wasDown);
  if (isNear && before.explainedMs === null) extend(before, at, null);
  else startEpisode(stream, newEpisode(at, afterGap || isNear, null, sort));
  const episode = stream.episode ?? newEpisode(at, false, null, sort);
  const counts = !episode.isCensored && episode.probes <= EPISODE_LAYERS;
  return { isExplained: false, layer: counts ? episode.probes - 1 : null, episode };
}

/** The rest of an outage that began in a predicted window belongs to it, within reason. */
function belongs({ start, explainedMs }: Episode, at: EpochMs): boolean {
  const usualMs = explainedMs ?? 0;
  return at - start <= Math.max(3 * usualMs, usualMs + 30 * MINUTE_MS);
}

function addStart(starts: EpochMs[], at: EpochMs): void {
  starts.push(at);
  if (starts.length > MOST_STARTS) starts.splice(0, MOST_STARTS / 5);
}

function newEpisode(at: EpochMs, isCensored: boolean, explainedMs: number | null, sort: number): Episode {
  return { start: at, end: at, probes: 1, isCensored, explainedMs, sort };
}

function startEpisode(stream: Stream, episode: Episode): void {
  closeEpisode(stream);
  stream.episode = episode;
}

function extend(episode: Episode, at: EpochMs, explainedMs: number | null): void {
  episode.end = at;
  episode.probes += 1;
  episode.explainedMs = explainedMs;
}

function closeEpisode(stream: Stream): void {
  const { episode, episodes } = stream;
  if (episode === null) return;
  episodes.starts.push(episode.start);
  episodes.lengthsMs.push(episode.end - episode.start);
  episodes.probes.push(episode.probes);
  episodes.sorts.push(episode.sort);
  if (episodes.starts.length > MOST_EPISODES) {
    for (const column of Object.values(episodes) as number[][]) column.splice(0, MOST_EPISODES / 5);
  }
  stream.episode = null;
}

/**
 * Closes the quarter-hour that started at `start`, since `next` has begun: it, or the hour that it completes, may be one with more failures than
 * usual. Returns the layers that got a new start.
 */
export function closeBlock(
  stream: Stream,
  coverage: Coverage,
  start: EpochMs,
  next: EpochMs,
  background: () => number,
): number[] {
  const end = start + BLOCK_MS;
  const hot: number[] = [];
  const quarter = countsBetween(stream.blocks, coverage, start, end);
  if (isHot(quarter, background)) {
    if (addHot(stream, coverage, HOT_QUARTERS, start, end, stream.hotQuarterEnd, 2 * BLOCK_MS)) hot.push(HOT_QUARTERS);
    stream.hotQuarterEnd = end;
  }
  const from = Math.floor(start / HOUR_MS) * HOUR_MS;
  if (next < from + HOUR_MS) return hot;
  const hour = countsBetween(stream.blocks, coverage, from, from + HOUR_MS);
  if (isHot(hour, background)) {
    const to = from + HOUR_MS;
    if (addHot(stream, coverage, HOT_HOURS, from, to, stream.hotHourEnd, 2 * HOUR_MS)) hot.push(HOT_HOURS);
    stream.hotHourEnd = to;
  }
  return hot;
}

function isHot({ probes, failing }: { probes: number; failing: number }, background: () => number): boolean {
  return failing >= 2 && lnBinomialTail(Math.round(probes), failing, background()) < LN_HOT;
}

/** Starts a hot stretch, or lengthens the one before when that is close. The end of a gap is no start. */
function addHot(
  stream: Stream,
  coverage: Coverage,
  layer: number,
  start: EpochMs,
  end: EpochMs,
  lastEnd: EpochMs | null,
  quietMs: number,
): boolean {
  const list = stream.lists[layer];
  if (list === undefined) return false;
  if (lastEnd !== null && start - lastEnd < quietMs) {
    if (list.ends.length > 0) list.ends[list.ends.length - 1] = end;
    return false;
  }
  const before = layer === HOT_QUARTERS ? 3 * BLOCK_MS : 6 * BLOCK_MS;
  if (gapMs(coverage, start - before, start) > 0.5 * before || (coverage.firstAt ?? start) > start - before)
    return false;
  addOnset(list, start, end);
  list.ends.push(end);
  return true;
}
