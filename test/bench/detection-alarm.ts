import type { Finding, FindingEvent } from '../../functions/core/chronic/finding.ts';
import type { ExpectedWindow, PatternKind } from '../../functions/core/model/pattern.ts';
import type { EpochMs } from '../../functions/core/model/time.ts';
import type { Scenario, ScenarioStream } from '../support/scenarios/scenario.ts';

/** What a method said about a stream, and when. */
export interface Alarm {
  readonly at: EpochMs;
  readonly type: FindingEvent['type'];
  /** Names the finding within its stream. */
  readonly id: string;
  readonly kind: PatternKind;
  readonly periodMs: number | null;
  readonly aliasesMs: readonly number[];
  readonly nextExpected: ExpectedWindow | null;
  /** What the finding rests on, in figures. */
  readonly basis: string;
}

/** A way to read a stream: all it has to say, in time order. */
export type Method = (stream: ScenarioStream, scenario: Scenario) => readonly Alarm[];

/** The name that our own detector goes by among the methods. */
export const OURS = 'ours';

/** Copies what scoring needs, since a detector may go on to change its findings. */
export function alarmOf(at: EpochMs, { type, finding }: FindingEvent): Alarm {
  const { kind, periodMs, aliasesMs, nextExpected } = finding.pattern;
  return { at, type, id: finding.id, kind, periodMs, aliasesMs: [...aliasesMs], nextExpected, basis: basisOf(finding) };
}

function basisOf({ pattern, failedProbes, mix }: Finding): string {
  const { kind, periodMs, toleranceMs, durationMs, timesOfDay, zone, weekdays, hits, cycles } = pattern;
  const parts = [
    kind,
    periodMs === null ? '' : `every ${minutes(periodMs)} min`,
    toleranceMs === null ? '' : `+-${minutes(toleranceMs)}`,
    durationMs === null ? '' : `for ${minutes(durationMs)}`,
    [...timesOfDay, zone ?? '', ...(weekdays ?? [])].join(' '),
    hits === null ? '' : `hits ${hits.ratio.toFixed(2)}`,
    `of ${cycles}`,
    `p ${pattern.falseAlarmProbability?.toExponential(1) ?? '-'}`,
    `${failedProbes} probes`,
    Object.keys(mix.kinds).join(' '),
  ];
  return parts.filter((part) => part.trim() !== '').join(', ');
}

function minutes(ms: number): string {
  return (ms / 60_000).toFixed(1);
}
