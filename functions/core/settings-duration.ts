import type { Duration } from './config-model.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './model/time.ts';

const UNIT_MS = { ms: 1, s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS } as const;

/** Milliseconds of a duration such as `5m`, or `null` for what is none. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  return match === null ? null : Math.round(Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS]);
}

/** Milliseconds of a duration that a user may have left out. */
export function durationOr(duration: Duration | undefined, otherwiseMs: number): number {
  return duration === undefined ? otherwiseMs : (parseDuration(duration) ?? otherwiseMs);
}

/** A duration in its largest whole unit, as a user would write it. */
export function shortDuration(ms: number): string {
  const unit = (['d', 'h', 'm', 's'] as const).find((name) => ms >= UNIT_MS[name] && ms % UNIT_MS[name] === 0) ?? 'ms';
  return `${ms / UNIT_MS[unit]}${unit}`;
}
