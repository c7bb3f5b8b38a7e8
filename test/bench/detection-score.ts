import { DAY_MS, type EpochMs } from '../../functions/core/model/time.ts';
import { failing, type Scenario, type ScenarioStream, type Truth } from '../support/scenarios/scenario.ts';
import type { Alarm, Method } from './detection-alarm.ts';
import { finalScore, type FinalScore } from './detection-final.ts';
import { isExact, isRhythm, labelOf, periodError } from './detection-judge.ts';

const YEAR_MS = 365 * DAY_MS;

/** How a method did on one scenario. */
export interface ScenarioScore {
  readonly id: string;
  readonly family: string;
  /** Share of the pattern's windows that hold a failure; `null` where that is not known. */
  readonly hitRatio: number | null;
  /** Whether anything at all was confirmed after the onset, on every stream that the pattern is on. */
  readonly isAlarmed: boolean;
  /** The same for a finding of an accepted kind. */
  readonly isFound: boolean;
  /** The same for one with an exact kind and period, at any time. */
  readonly isExact: boolean;
  /** From the onset to the first finding of an accepted kind, on the stream where that took longest; `null` when not found. */
  readonly delayMs: number | null;
  readonly cycleMs: number;
  /** Distance of the best period to the true one, as a share of it. */
  readonly periodErrorRatio: number | null;
  /** Windows predicted on confirmation, and how many held a failure. */
  readonly windows: number;
  readonly windowHits: number;
  /** Where nothing was to be found: benign scenarios, streams without the pattern, and time before the onset. */
  readonly falseAlarms: readonly FalseAlarm[];
  readonly suspected: number;
  readonly quietYears: number;
  /** Confirmed findings that state another period. */
  readonly wrong: readonly string[];
  /** Confirmed findings of a kind that is not accepted and has no period. */
  readonly interim: number;
  readonly final: FinalScore;
}

/** A finding where there was nothing to find. */
export interface FalseAlarm {
  readonly stream: string;
  readonly at: EpochMs;
  readonly label: string;
  readonly basis: string;
}

/** Runs a method over every stream of a scenario and scores what it said. */
export function scoreScenario(scenario: Scenario, method: Method): ScenarioScore {
  const heard = scenario.streams.map((stream) => ({ stream, alarms: method(stream, scenario) }));
  const hasTruth = scenario.truth.acceptedKinds.length > 0;
  const followed = heard.filter(({ stream }) => hasTruth && stream.isAffected);
  const affected = followed.map((one) => scoreAffected(one, scenario));
  const quiet = heard.map(({ stream, alarms }) => scoreQuiet(stream, alarms, scenario.truth));
  const delays = affected.map(({ delayMs }) => delayMs);
  const errors = affected.map(({ periodErrorRatio }) => periodErrorRatio).filter((error) => error !== null);
  const every = (test: (one: AffectedScore) => boolean) => affected.length > 0 && affected.every(test);
  return {
    id: scenario.id,
    family: scenario.truth.family,
    hitRatio: scenario.truth.hitRatio,
    isAlarmed: every(({ isAlarmed }) => isAlarmed),
    isFound: every(({ delayMs }) => delayMs !== null),
    isExact: every(({ isExact }) => isExact),
    delayMs: delays.length === 0 || delays.includes(null) ? null : Math.max(...delays.map((delay) => delay ?? 0)),
    cycleMs: scenario.truth.cycleMs,
    periodErrorRatio: errors.length === 0 ? null : Math.max(...errors),
    windows: sum(affected.map(({ windows }) => windows)),
    windowHits: sum(affected.map(({ windowHits }) => windowHits)),
    falseAlarms: quiet.flatMap(({ falseAlarms }) => falseAlarms),
    suspected: sum(quiet.map(({ suspected }) => suspected)),
    quietYears: sum(quiet.map(({ years }) => years)),
    wrong: affected.flatMap(({ wrong }) => wrong),
    interim: sum(affected.map(({ interim }) => interim)),
    final: finalScore(followed, scenario.truth),
  };
}

interface AffectedScore {
  readonly isAlarmed: boolean;
  readonly isExact: boolean;
  readonly delayMs: number | null;
  readonly periodErrorRatio: number | null;
  readonly windows: number;
  readonly windowHits: number;
  readonly wrong: readonly string[];
  readonly interim: number;
}

interface Heard {
  readonly stream: ScenarioStream;
  readonly alarms: readonly Alarm[];
}

function scoreAffected({ stream, alarms }: Heard, { truth, intervalMs }: Scenario): AffectedScore {
  const afterwards = alarms.filter(({ at, type }) => at >= truth.startMs && type !== 'suspected' && type !== 'ended');
  const confirmed = afterwards.filter(({ type }) => type === 'confirmed');
  const firstTold = afterwards.find(({ kind }) => truth.acceptedKinds.includes(kind));
  const windows = confirmed.filter(({ kind }) => isRhythm(kind)).flatMap(({ nextExpected }) => nextExpected ?? []);
  const countable = windows.filter(({ to }) => to <= truth.endMs - 1_000);
  const failed = failureTimes(stream);
  const errors = afterwards.flatMap((alarm) => periodError(alarm, truth) ?? []);
  return {
    isAlarmed: confirmed.length > 0,
    isExact: afterwards.some((alarm) => isExact(alarm, truth)),
    delayMs: firstTold === undefined ? null : firstTold.at - truth.startMs,
    periodErrorRatio: errors.length === 0 ? null : Math.min(...errors),
    windows: countable.length,
    windowHits: countable.filter(({ from, to }) => hasTime(failed, from - intervalMs, to + intervalMs)).length,
    wrong: firstRhythms(afterwards)
      .filter((alarm) => !isExact(alarm, truth))
      .map(labelOf),
    interim: confirmed.filter(({ kind }) => !truth.acceptedKinds.includes(kind) && !isRhythm(kind)).length,
  };
}

/** Each finding as it first stated a rhythm: it may have been confirmed as something without one. */
function firstRhythms(alarms: readonly Alarm[]): readonly Alarm[] {
  const first = new Map<string, Alarm>();
  for (const alarm of alarms) {
    if (isRhythm(alarm.kind) && !first.has(alarm.id)) first.set(alarm.id, alarm);
  }
  return [...first.values()];
}

interface QuietScore {
  readonly falseAlarms: readonly FalseAlarm[];
  readonly suspected: number;
  readonly years: number;
}

function scoreQuiet(stream: ScenarioStream, alarms: readonly Alarm[], truth: Truth): QuietScore {
  const isEverQuiet = !stream.isAffected || truth.acceptedKinds.length === 0;
  const first = stream.at[0] ?? 0;
  const until = isEverQuiet ? Number.POSITIVE_INFINITY : truth.startMs;
  const end = Math.min(stream.at.at(-1) ?? first, until);
  const early = alarms.filter(({ at }) => at < until);
  return {
    falseAlarms: early
      .filter(({ type }) => type === 'confirmed')
      .map((alarm) => ({
        stream: `${stream.vantage} ${stream.target}`,
        at: alarm.at,
        label: labelOf(alarm),
        basis: alarm.basis,
      })),
    suspected: early.filter(({ type }) => type === 'suspected').length,
    years: Math.max(0, end - first) / YEAR_MS,
  };
}

function failureTimes(stream: ScenarioStream): Float64Array {
  const flags = failing(stream);
  return stream.at.filter((_, index) => flags[index] === 1);
}

/** Whether a sorted list holds a time of this range, ends included. */
function hasTime(times: Float64Array, from: EpochMs, to: EpochMs): boolean {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return (times[low] ?? Number.POSITIVE_INFINITY) <= to;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
