import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { HOUR_MS, MINUTE_MS } from '../functions/core/model/time.ts';

/**
 * A schedule aligned to the wall clock, so that all vantages share their ticks: every `everyMs`, counted from the hour.
 *
 * @throws {RangeError} unless `everyMs` is whole minutes that divide an hour, the only rhythms cron can keep.
 */
export function tickExpression(everyMs: number): ScheduleExpression {
  if (everyMs < MINUTE_MS || everyMs % MINUTE_MS !== 0 || HOUR_MS % everyMs !== 0) {
    throw new RangeError(
      `the time between two ticks is ${everyMs} ms; allowed in AWS are whole minutes that divide an hour, like 60000`,
    );
  }
  if (everyMs === MINUTE_MS) return ScheduleExpression.cron({ minute: '*' });
  // Cron's step must be below 60.
  return ScheduleExpression.cron({ minute: everyMs === HOUR_MS ? '0' : `0/${everyMs / MINUTE_MS}` });
}
