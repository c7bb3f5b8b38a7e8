import type { Pattern, Weekday } from '../model/pattern.ts';
import { DAY_MS } from '../model/time.ts';
import {
  chanceText,
  isRowOfDays,
  listText,
  percentText,
  periodText,
  roughText,
  weekdaysText,
  windowText,
} from './quantity-words.ts';

/** A few show that there are others; all of them are in the pattern. */
const ALIASES_TOLD = 3;

/**
 * One sentence that says how failures repeat, for somebody who was just woken up. Times of day are those of the pattern's
 * zone; the next expected window is told in `zone`, which is also the zone of a `clock` pattern that has not shown yet
 * whether it keeps local time or UTC.
 *
 * @throws RangeError when `zone` is no IANA time zone.
 */
export function patternSentence(pattern: Pattern, zone: string): string {
  const parts = [
    `${headText(pattern, zone)}${hitsText(pattern)}`,
    ...aliasParts(pattern),
    ...undecidedParts(pattern, zone),
    ...chanceParts(pattern),
    ...nextParts(pattern, zone),
  ];
  return `${parts.join('; ')}.`;
}

function headText(pattern: Pattern, zone: string): string {
  const share = percentText(pattern.failureRatio);
  switch (pattern.kind) {
    case 'periodic':
      return `Fails every ${periodOf(pattern)}${lastingText(pattern)}${daysSuffix(pattern.weekdays)}`;
    case 'clock':
      return clockText(pattern, zone);
    case 'persistent':
      return pattern.failureRatio === 1
        ? 'Fails all the time: at every probe'
        : `Fails all the time: at ${share} of probes`;
    case 'flapping':
      return `Goes down and comes back again and again: ${outagesText(pattern)}, ${share} of probes fail`;
    case 'lossy':
      return `Fails at about ${share} of probes, for a moment each time, at any hour`;
    case 'recurring':
      return `Fails again and again without a rhythm: ${outagesText(pattern)}`;
    case 'one-bad-address':
      return `Fails at one of the addresses of its host, at any hour: about ${share} of probes`;
  }
}

function clockText(pattern: Pattern, zone: string): string {
  const times = listText(pattern.timesOfDay);
  const at = times === '' ? 'at the same time' : `at ${times} ${pattern.zone ?? zone}`;
  return `Fails every ${daysOfClockText(pattern)} ${at}${lastingText(pattern)}`;
}

/** The days of a `clock` pattern after "every": `night`, `day from Monday to Friday`, `Sunday`, `week`. */
export function daysOfClockText({ periodMs, timesOfDay, weekdays }: Pattern): string {
  const days = daysOf(weekdays);
  if (days === null && periodMs !== DAY_MS) return 'week';
  const unit = isNight(timesOfDay) ? 'night' : 'day';
  if (days === null) return unit;
  return isRowOfDays(days) ? `${unit} from ${weekdaysText(days)}` : weekdaysText(days);
}

/** Between ten in the evening and six in the morning. */
function isNight(timesOfDay: readonly string[]): boolean {
  return timesOfDay.length > 0 && timesOfDay.every((time) => time >= '22:00' || time < '06:00');
}

function daysOf(weekdays: readonly Weekday[] | null): readonly Weekday[] | null {
  return weekdays === null || weekdays.length === 0 || weekdays.length === 7 ? null : weekdays;
}

function daysSuffix(weekdays: readonly Weekday[] | null): string {
  const days = daysOf(weekdays);
  return days === null ? '' : `, ${weekdaysText(days)}`;
}

function periodOf({ periodMs, periodErrorMs }: Pattern): string {
  return periodMs === null ? 'so often' : periodText(periodMs, periodErrorMs);
}

function lastingText({ durationMs }: Pattern): string {
  if (durationMs === null) return '';
  const rough = roughText(durationMs);
  return rough.startsWith('less') ? ` for ${rough}` : ` for about ${rough}`;
}

function outagesText(pattern: Pattern): string {
  const lasting = pattern.durationMs === null ? '' : ` of${lastingText(pattern).replace(' for', '')}`;
  return `${pattern.cycles} ${pattern.cycles === 1 ? 'outage' : 'outages'}${lasting}`;
}

function hitsText({ hits, cycles }: Pattern): string {
  return hits === null ? '' : ` (${Math.round(hits.ratio * cycles)} of ${cycles} ${cycles === 1 ? 'time' : 'times'})`;
}

function aliasParts({ aliasesMs, periodMs, periodErrorMs }: Pattern): string[] {
  // Faster ones than an eighth beat with every probe: true on paper, and of no use to anyone.
  const likely = aliasesMs.filter((ms) => ms >= (periodMs ?? 0) / 8.5);
  const periods = [...new Set(likely.map((ms) => periodText(ms, periodErrorMs)))];
  if (periods.length === 0) return [];
  const more = periods.length - ALIASES_TOLD;
  const told = [...periods.slice(0, ALIASES_TOLD), ...(more > 0 ? [`${more} more`] : [])];
  return [
    `or every ${listText(told, 'or')}, which look the same where failures are shorter than the time between two probes`,
  ];
}

function undecidedParts(pattern: Pattern, zone: string): string[] {
  const isUndecided = pattern.kind === 'clock' && pattern.zone === null && pattern.timesOfDay.length > 0;
  if (!isUndecided || zone === 'UTC') return [];
  return ['whether it keeps this clock or UTC cannot be told before the clocks change'];
}

function chanceParts({ falseAlarmProbability }: Pattern): string[] {
  const chance = falseAlarmProbability === null ? null : chanceText(falseAlarmProbability);
  return chance === null ? [] : [`mere chance: ${chance}`];
}

function nextParts({ nextExpected }: Pattern, zone: string): string[] {
  return nextExpected === null ? [] : [`next expected ${windowText(nextExpected.from, nextExpected.to, zone)}`];
}
