import { patternSentence } from '../chronic/words.ts';
import type { Pattern, Weekday } from '../model/pattern.ts';
import { isoTime, type EpochMs } from '../model/time.ts';

/** A pattern, for machines: times as text, weekdays from Monday on. */
export interface PatternDocument extends Omit<Pattern, 'nextExpected'> {
  /** The first of `timesOfDay`. */
  readonly timeOfDay: string | null;
  /** Start of `nextExpected`. */
  readonly nextExpectedAt: string | null;
  readonly nextExpected: { readonly from: string; readonly to: string } | null;
  /** One sentence for people. */
  readonly summary: string;
}

const FROM_MONDAY: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** A pattern as a document; the summary tells times in `zone`. */
export function patternDocument(pattern: Pattern, zone: string): PatternDocument {
  const { nextExpected, weekdays } = pattern;
  return {
    kind: pattern.kind,
    periodMs: wholeOrNull(pattern.periodMs),
    periodErrorMs: wholeOrNull(pattern.periodErrorMs),
    aliasesMs: pattern.aliasesMs,
    toleranceMs: wholeOrNull(pattern.toleranceMs),
    durationMs: wholeOrNull(pattern.durationMs),
    zone: pattern.zone,
    timeOfDay: pattern.timesOfDay[0] ?? null,
    timesOfDay: pattern.timesOfDay,
    weekdays: weekdays === null ? null : FROM_MONDAY.filter((day) => weekdays.includes(day)),
    failureRatio: pattern.failureRatio,
    explainedRatio: pattern.explainedRatio,
    hits: pattern.hits,
    cycles: pattern.cycles,
    falseAlarmProbability: pattern.falseAlarmProbability,
    nextExpectedAt: isoOrNull(nextExpected?.from ?? null),
    nextExpected: nextExpected === null ? null : { from: isoTime(nextExpected.from), to: isoTime(nextExpected.to) },
    summary: patternSentence(pattern, zone),
  };
}

/** A time as text, `null` as it is. */
export function isoOrNull(at: EpochMs | null): string | null {
  return at === null ? null : isoTime(at);
}

function wholeOrNull(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms);
}
