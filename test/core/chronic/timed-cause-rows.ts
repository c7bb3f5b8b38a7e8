import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../functions/core/model/time.ts';
import { SINGLE, WORKDAYS, clock, every, finding, type CauseRow } from './cause-findings.ts';

/** Patterns that keep a period or a clock. */
export const TIMED_ROWS: readonly CauseRow[] = [
  {
    id: 'idle-timer',
    fitting: finding(every(352 * SECOND_MS), 'network/connection-reset', 'processing'),
    control: finding(every(352 * SECOND_MS), 'network/response-timeout', 'processing'),
    because: 'idle timers reset or close',
  },
  {
    id: 'forced-reconnect',
    fitting: finding(every(DAY_MS + 90 * SECOND_MS), 'network/connect-timeout', 'connect'),
    control: finding(every(DAY_MS + 90 * SECOND_MS), 'network/connect-timeout', 'connect'),
    because: 'two vantages do not share a line',
    controlContext: { ...SINGLE, vantages: ['local', 'eu-west-1'] },
  },
  {
    id: 'lease-renewal',
    fitting: finding(every(12 * HOUR_MS), 'network/dns-timeout', 'resolve'),
    control: finding(every(12 * HOUR_MS), 'network/response-timeout', 'processing'),
    because: 'the connection was made',
  },
  {
    id: 'uptime-timer',
    fitting: finding(every(DAY_MS + 12 * MINUTE_MS), 'server/unavailable', 503),
    control: finding(every(DAY_MS), 'server/unavailable', 503),
    because: 'it keeps to the time of day',
  },
  {
    id: 'provider-backup',
    fitting: finding(every(4 * HOUR_MS), 'server/gateway-timeout', 504),
    control: finding(every(5 * HOUR_MS), 'server/gateway-timeout', 504),
    because: 'backups are made every four hours',
  },
  {
    id: 'office-hours',
    fitting: finding(clock('08:40', WORKDAYS), 'network/connect-timeout', 'connect'),
    control: finding(clock('08:40'), 'network/connect-timeout', 'connect'),
    because: 'weekends fail too',
  },
  {
    id: 'busy-provider',
    fitting: finding(clock('09:10', WORKDAYS), 'server/unavailable', 503),
    control: finding(clock('03:10', WORKDAYS), 'server/unavailable', 503),
    because: 'nobody works at three',
  },
  {
    id: 'weekly-maintenance',
    fitting: finding(clock('03:00', ['sun'], 7 * DAY_MS), 'network/connect-timeout', 'connect'),
    control: finding(clock('03:00'), 'network/connect-timeout', 'connect'),
    because: 'it strikes every day',
  },
  {
    id: 'nightly-server-job',
    fitting: finding(clock('02:10'), 'server/unavailable', 503),
    control: finding(clock('14:10'), 'server/unavailable', 503),
    because: 'it strikes by day',
  },
  {
    id: 'nightly-path',
    fitting: finding({ ...clock('02:10'), durationMs: HOUR_MS }, 'network/connect-timeout', 'connect'),
    control: finding({ ...clock('12:10'), durationMs: HOUR_MS }, 'network/connect-timeout', 'connect'),
    because: 'it strikes by day',
  },
  {
    id: 'on-the-hour',
    fitting: finding(every(HOUR_MS, 2 * MINUTE_MS), 'server/gateway-timeout', 504),
    control: finding(every(HOUR_MS, 22 * MINUTE_MS), 'server/gateway-timeout', 504),
    because: 'it strikes 22 min past',
  },
  {
    id: 'cron-job',
    fitting: finding(every(15 * MINUTE_MS, MINUTE_MS), 'server/internal-error', 500),
    control: finding(every(15 * MINUTE_MS, 8 * MINUTE_MS), 'server/internal-error', 500),
    because: 'it is off the round minutes, where an interval timer is not',
  },
  {
    id: 'interval-timer',
    fitting: finding(every(17 * MINUTE_MS), 'server/internal-error', 500),
    control: finding(every(15 * MINUTE_MS, 0), 'server/internal-error', 500),
    because: 'it keeps the round minutes',
  },
];
