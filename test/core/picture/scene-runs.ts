import { HEALTHY } from '../../../functions/core/model/outcome.ts';
import { wallTimeOf } from '../../../functions/core/digest/wall-time.ts';
import type { RecordedRun } from '../../../functions/core/run-record.ts';
import { DAY_MS, MINUTE_MS, MONTH_FROM, MONTH_TO, TIMEOUT, probeOf, runsOf } from './scenes.ts';

/** Five weeks of a target that fails each night from 03:30 to 03:33 in Amsterdam. */
export function nightlyRuns(stepMs: number): Iterable<RecordedRun> {
  return runsOf(MONTH_FROM, MONTH_TO, stepMs, (tickAt) => {
    const minute = (wallTimeOf(tickAt, 'Europe/Amsterdam') % DAY_MS) / MINUTE_MS;
    return [probeOf('server-time', tickAt, [minute >= 210 && minute < 213 ? TIMEOUT : HEALTHY])];
  });
}

/** A target that fails at minutes 7 and 8 of every half hour. */
export function strikingRuns(from: number): Iterable<RecordedRun> {
  return runsOf(from, MONTH_TO, MINUTE_MS, (tickAt) => {
    const minute = (tickAt / MINUTE_MS) % 30;
    return [probeOf('server-time', tickAt, [minute === 7 || minute === 8 ? TIMEOUT : HEALTHY])];
  });
}
