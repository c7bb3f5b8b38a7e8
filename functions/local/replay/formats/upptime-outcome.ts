import type { RawLine } from '../recorded-line.ts';
import { isHttpStatus, statusOutcome } from './status-outcome.ts';

/** How Upptime says that a check ended. */
export type UpptimeState = 'up' | 'down' | 'degraded';

/** What Upptime does not tell. */
export const SILENCE_ASSUMED =
  'Upptime records changes of state and about one check a day: the checks between are unknown, so nothing is made up for them, and how long something failed is told only roughly';
export const DEGRADED_ASSUMED = 'degraded is up, only slow, and counts as healthy';

/** A check in the columns of a record. A code of 0 means that there was no answer. */
export function upptimeOutcome(
  state: UpptimeState,
  code: number,
  ms: number,
): Pick<RawLine, 'outcome' | 'status' | 'latencyMs'> {
  const status = isHttpStatus(code) ? code : null;
  const latencyMs = Number.isFinite(ms) && ms >= 0 ? ms : null;
  if (state !== 'down') return { outcome: 'healthy', status, latencyMs };
  return { outcome: status === null ? 'network' : statusOutcome(status, true), status, latencyMs };
}
