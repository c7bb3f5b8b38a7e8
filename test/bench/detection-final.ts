import type { ScenarioStream, Truth } from '../support/scenarios/scenario.ts';
import type { Alarm } from './detection-alarm.ts';
import { isExact, isRhythm, labelOf, matchedPeriods } from './detection-judge.ts';

/** What a reader sees after the last probe: each confirmed finding as it was last told. */
export interface FinalScore {
  /** Streams that the pattern is on. */
  readonly streams: number;
  readonly findings: number;
  /** Findings that state a period which is not a true one. */
  readonly wrong: readonly string[];
  /** On every stream some finding is exact. */
  readonly isExact: boolean;
  /** On every stream there are as many findings as causes, all exact, and every true period is stated. */
  readonly isWholeTruth: boolean;
  /** Of the exact findings of a pattern that stopped: all have ended. `null` while it goes on. */
  readonly isEnded: boolean | null;
}

/** How long a pattern must have been over before its findings are expected to have ended, in cycles of it. */
const CYCLES_TO_END = 20;

const NOTHING_TO_FIND: FinalScore = {
  streams: 0,
  findings: 0,
  wrong: [],
  isExact: false,
  isWholeTruth: false,
  isEnded: null,
};

/** Judges the last state of each confirmed finding. */
export function finalScore(
  heard: readonly { readonly stream: ScenarioStream; readonly alarms: readonly Alarm[] }[],
  truth: Truth,
): FinalScore {
  if (heard.length === 0) return NOTHING_TO_FIND;
  const perStream = heard.map(({ alarms }) => lastStates(alarms));
  const states = perStream.flat();
  const last = Math.max(...heard.map(({ stream }) => stream.at.at(-1) ?? 0));
  const isOver = last - truth.endMs > CYCLES_TO_END * truth.cycleMs;
  return {
    streams: heard.length,
    findings: states.length,
    wrong: states.filter((state) => isRhythm(state.kind) && !isExact(state, truth)).map(labelOf),
    isExact: perStream.every((found) => found.some((state) => isExact(state, truth))),
    isWholeTruth: perStream.every((found) => isWholeTruth(found, truth)),
    isEnded: isOver ? states.filter((state) => isExact(state, truth)).every(({ type }) => type === 'ended') : null,
  };
}

function lastStates(alarms: readonly Alarm[]): readonly Alarm[] {
  const confirmed = new Set(alarms.filter(({ type }) => type === 'confirmed').map(({ id }) => id));
  const states = new Map(alarms.filter(({ id }) => confirmed.has(id)).map((alarm) => [alarm.id, alarm]));
  return [...states.values()];
}

function isWholeTruth(found: readonly Alarm[], truth: Truth): boolean {
  const stated = new Set(found.flatMap((state) => matchedPeriods(state, truth)));
  const isComplete = truth.causes < truth.periodsMs.length || truth.periodsMs.every((period) => stated.has(period));
  const isRhythmic = found.some(({ kind }) => isRhythm(kind));
  return found.length === truth.causes && found.every((state) => isExact(state, truth)) && (isComplete || !isRhythmic);
}
