import type { Phase } from '../model/observation.ts';
import type { FailureClass } from '../model/outcome.ts';
import type { Pattern, PatternKind } from '../model/pattern.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../model/time.ts';
import type { Finding } from './finding.ts';

/** What the one who asks for hints knows beside the finding. */
export interface CauseContext {
  /** Targets that show the same pattern. */
  readonly targets: readonly string[];
  /** Vantages that see it. */
  readonly vantages: readonly string[];
  /** It was found in a vantage's own network. */
  readonly isOwnNetwork: boolean;
  /** Life of the credential in use, from issue to expiry; `null` when not known. */
  readonly tokenLifeMs: number | null;
}

/** A finding as rules ask about it. "Mostly" is half of its failures or more. */
export interface Traits {
  readonly kind: PatternKind;
  readonly class: FailureClass;
  readonly tokenLifeMs: number | null;
  readonly vantageCount: number;
  readonly targetCount: number;
  /** It predicts when it strikes. */
  readonly isTimed: boolean;
  readonly isDaily: boolean;
  /** Once a day, between ten in the evening and six in the morning on its own clock. */
  readonly isNightly: boolean;
  /** Near a day but not a day, so that it drifts against every clock. */
  readonly driftsAroundDay: boolean;
  /** One or two days of the week, or every seven days. */
  readonly isWeekly: boolean;
  /** Working days alone, starting between six in the morning and seven in the evening. */
  readonly isOfficeHours: boolean;
  /** A strike lasts a quarter of an hour at most. */
  readonly isBrief: boolean;
  /** Below an hour: whether strikes keep to round minutes of the clock; `null` for what has no such period or phase. */
  readonly keepsRoundMinutes: boolean | null;
  readonly startsOnTheHour: boolean;
  /** A period, or one that the data cannot tell from it, lies within a share (1 % by default) or twice its error of `ms`. */
  readonly hasPeriod: (ms: number, toleratedRatio?: number) => boolean;
  readonly isMostlyPhase: (...phases: readonly Phase[]) => boolean;
  readonly isMostlyStatus: (...statuses: readonly number[]) => boolean;
  /** Kinds without their class; a trailing `*` stands for any ending. */
  readonly isMostlyKind: (...kinds: readonly string[]) => boolean;
}

/** How far from a round minute a start may be seen: a failing probe comes up to one probe interval (5 min) late, never early. */
const SEEN_EARLY_MS = MINUTE_MS;
const SEEN_LATE_MS = 5 * MINUTE_MS;

/** The traits of a finding in its context. */
export function traitsOf({ pattern, class: failureClass, mix }: Finding, context: CauseContext): Traits {
  const failures = sum(Object.values(mix.kinds));
  const isMostly = (counts: Readonly<Record<string, number>>, isMeant: (name: string) => boolean) =>
    failures > 0 && sum(Object.entries(counts).map(([name, count]) => (isMeant(name) ? count : 0))) >= failures / 2;
  const isDaily = isDailyPattern(pattern);
  return {
    kind: pattern.kind,
    class: failureClass,
    tokenLifeMs: context.tokenLifeMs,
    vantageCount: context.vantages.length,
    targetCount: context.targets.length,
    isTimed: pattern.kind === 'periodic' || pattern.kind === 'clock',
    isDaily,
    isNightly: isDaily && everyStart(pattern, (time) => time >= '22:00' || time < '06:00'),
    driftsAroundDay: pattern.kind === 'periodic' && !isDaily && isPeriod(pattern, DAY_MS, HOUR_MS),
    isWeekly: isWeeklyPattern(pattern),
    isOfficeHours: isOfficeHoursPattern(pattern),
    isBrief: pattern.durationMs !== null && pattern.durationMs <= 15 * MINUTE_MS,
    keepsRoundMinutes: keepsRoundMinutes(pattern),
    startsOnTheHour: startsOnTheHour(pattern),
    hasPeriod: (ms, toleratedRatio = 0.01) => isPeriod(pattern, ms, ms * toleratedRatio),
    isMostlyPhase: (...phases) => isMostly(mix.phases, (name) => phases.some((phase) => phase === name)),
    isMostlyStatus: (...statuses) => isMostly(mix.statuses, (name) => statuses.includes(Number(name))),
    isMostlyKind: (...kinds) =>
      isMostly(mix.kinds, (name) => kinds.some((kind) => isKind(name.slice(name.indexOf('/') + 1), kind))),
  };
}

function isKind(name: string, wanted: string): boolean {
  return wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
}

function isPeriod({ periodMs, periodErrorMs, aliasesMs }: Pattern, ms: number, toleratedMs: number): boolean {
  const slackMs = Math.max(toleratedMs, 2 * (periodErrorMs ?? 0));
  return periodMs !== null && [periodMs, ...aliasesMs].some((candidate) => Math.abs(candidate - ms) <= slackMs);
}

function isDailyPattern(pattern: Pattern): boolean {
  if (pattern.kind === 'clock') return pattern.periodMs === DAY_MS && !isWeeklyPattern(pattern);
  return pattern.kind === 'periodic' && isPeriod(pattern, DAY_MS, 2 * MINUTE_MS);
}

function isWeeklyPattern(pattern: Pattern): boolean {
  const { kind, periodMs, weekdays } = pattern;
  if (kind === 'clock') return weekdays === null ? periodMs === 7 * DAY_MS : [1, 2].includes(weekdays.length);
  return kind === 'periodic' && isPeriod(pattern, 7 * DAY_MS, 30 * MINUTE_MS);
}

function isOfficeHoursPattern(pattern: Pattern): boolean {
  const { kind, weekdays } = pattern;
  if (kind !== 'clock' || weekdays === null || weekdays.length < 3) return false;
  if (weekdays.some((day) => day === 'sat' || day === 'sun')) return false;
  return everyStart(pattern, (time) => time >= '06:00' && time < '19:00');
}

function everyStart({ timesOfDay }: Pattern, isMeant: (time: string) => boolean): boolean {
  return timesOfDay.length > 0 && timesOfDay.every(isMeant);
}

/** `null` without a predicted start; UTC minutes are those of nearly every zone. */
function phaseWithin(pattern: Pattern, cycleMs: number): number | null {
  if (pattern.nextExpected === null) return null;
  const startsAt = pattern.nextExpected.from + (pattern.toleranceMs ?? 0);
  return ((startsAt % cycleMs) + cycleMs) % cycleMs;
}

function isRound(phaseMs: number, cycleMs: number, lateMs: number): boolean {
  return phaseMs <= lateMs || phaseMs >= cycleMs - SEEN_EARLY_MS;
}

function startsOnTheHour(pattern: Pattern): boolean {
  if (pattern.kind === 'clock') {
    return everyStart(pattern, (time) => isRound(Number(time.slice(3)) * MINUTE_MS, HOUR_MS, SEEN_LATE_MS));
  }
  const hours = Math.max(1, Math.round((pattern.periodMs ?? 0) / HOUR_MS));
  const phaseMs = phaseWithin(pattern, HOUR_MS);
  return phaseMs !== null && isPeriod(pattern, hours * HOUR_MS, MINUTE_MS) && isRound(phaseMs, HOUR_MS, SEEN_LATE_MS);
}

/** Steps of an hour that schedules are made of. */
const SCHEDULE_STEPS_MS = [5, 10, 15, 20, 30].map((minutes) => minutes * MINUTE_MS);

function keepsRoundMinutes(pattern: Pattern): boolean | null {
  const { kind, periodMs } = pattern;
  if (kind !== 'periodic' || periodMs === null || periodMs >= HOUR_MS * 0.95) return null;
  const stepMs = SCHEDULE_STEPS_MS.find((ms) => isPeriod(pattern, ms, ms / 200));
  if (stepMs === undefined) return false;
  const phaseMs = phaseWithin(pattern, stepMs);
  // A quarter of the step at most: else any phase would pass for round.
  return phaseMs === null ? null : isRound(phaseMs, stepMs, Math.min(SEEN_LATE_MS, stepMs / 4));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
