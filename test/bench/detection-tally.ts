import type { FamilyGroup } from '../support/scenarios/scenario.ts';
import { quantile, rateOf, shareOf, type Estimate } from './detection-intervals.ts';
import type { ScenarioScore } from './detection-score.ts';

/** How a method did on several scenarios: those of one family, or of a group. */
export interface Tally {
  readonly name: string;
  readonly group: FamilyGroup;
  readonly scenarios: number;
  readonly alarmed: Estimate;
  readonly recall: Estimate;
  readonly exact: Estimate;
  /** Confirmed where there was nothing to find. */
  readonly falseAlarms: number;
  readonly quietYears: number;
  readonly falsePerYear: Estimate;
  readonly suspectedPerYear: Estimate;
  readonly delayCycles: { readonly median: number; readonly p90: number };
  readonly delayHours: { readonly median: number; readonly p90: number };
  readonly periodErrorRatio: { readonly median: number; readonly p90: number };
  readonly nextWindow: Estimate;
  /** Share of its windows that hold a failure, as the scenarios tell; `null` where that is not known. */
  readonly hitRatio: number | null;
  /** Confirmed findings with another period, per scenario. */
  readonly wrong: Estimate;
  readonly interim: number;
  /** What a reader sees after the last probe. */
  readonly final: {
    readonly findingsPerStream: number;
    readonly exact: Estimate;
    readonly wholeTruth: Estimate;
    readonly wrong: Estimate;
    /** Of the scenarios whose pattern stopped long before the end. */
    readonly ended: Estimate;
  };
  /** Labels of what was false or wrong, most frequent first. */
  readonly labels: readonly string[];
}

const HOUR_MS = 3_600_000;

/** Adds scores up. */
export function tally(name: string, group: FamilyGroup, scores: readonly ScenarioScore[]): Tally {
  const count = scores.length;
  const share = (test: (score: ScenarioScore) => boolean) => shareOf(scores.filter(test).length, count);
  const total = (value: (score: ScenarioScore) => number) => scores.reduce((sum, score) => sum + value(score), 0);
  const falseAlarms = total((score) => score.falseAlarms.length);
  const quietYears = total((score) => score.quietYears);
  const cycles = scores.flatMap(({ delayMs, cycleMs }) => (delayMs === null ? [] : [delayMs / cycleMs]));
  const hours = scores.flatMap(({ delayMs }) => (delayMs === null ? [] : [delayMs / HOUR_MS]));
  const errors = scores.flatMap(({ periodErrorRatio }) => periodErrorRatio ?? []);
  const hitRatios = scores.flatMap(({ hitRatio }) => hitRatio ?? []);
  const stopped = scores.filter(({ final }) => final.isEnded !== null);
  const streams = total(({ final }) => final.streams);
  return {
    name,
    group,
    scenarios: count,
    alarmed: share(({ isAlarmed }) => isAlarmed),
    recall: share(({ isFound }) => isFound),
    exact: share(({ isExact }) => isExact),
    falseAlarms,
    quietYears,
    falsePerYear: rateOf(falseAlarms, quietYears),
    suspectedPerYear: rateOf(
      total(({ suspected }) => suspected),
      quietYears,
    ),
    delayCycles: medianAndP90(cycles),
    delayHours: medianAndP90(hours),
    periodErrorRatio: medianAndP90(errors),
    nextWindow: shareOf(
      total(({ windowHits }) => windowHits),
      total(({ windows }) => windows),
    ),
    hitRatio: hitRatios.length === 0 ? null : hitRatios.reduce((sum, ratio) => sum + ratio, 0) / hitRatios.length,
    wrong: rateOf(
      total(({ wrong }) => wrong.length),
      count,
    ),
    interim: total(({ interim }) => interim),
    final: {
      findingsPerStream: total(({ final }) => final.findings) / streams,
      exact: share(({ final }) => final.isExact),
      wholeTruth: share(({ final }) => final.isWholeTruth),
      wrong: rateOf(
        total(({ final }) => final.wrong.length),
        count,
      ),
      ended: shareOf(stopped.filter(({ final }) => final.isEnded === true).length, stopped.length),
    },
    labels: mostFrequent(
      scores.flatMap((score) => [...score.falseAlarms.map(({ label }) => `false ${label}`), ...score.wrong]),
    ),
  };
}

function medianAndP90(values: readonly number[]): { readonly median: number; readonly p90: number } {
  return { median: quantile(values, 0.5), p90: quantile(values, 0.9) };
}

function mostFrequent(labels: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([label, count]) => (count === 1 ? label : `${label} x${count}`));
}
