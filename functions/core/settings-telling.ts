import type { MonitorConfig } from './config-model.ts';
import { HOUR_MS } from './model/time.ts';
import { durationOr } from './settings-duration.ts';
import type { DigestTime, ReminderPolicy } from './settings-model.ts';

const REMIND_MS = 10 * HOUR_MS;

/** How often people are told again, with the defaults of `MonitorConfig.reminders`. */
export function reminderPolicy(config: MonitorConfig['reminders']): ReminderPolicy {
  if (config === false) return { everyMs: REMIND_MS, most: 0 };
  return { everyMs: durationOr(config?.every, REMIND_MS), most: config?.most ?? 3 };
}

/** When the weekly message is due, with the defaults of `MonitorConfig.digest`; `null` for none. */
export function digestTime(config: MonitorConfig['digest']): DigestTime | null {
  if (config === undefined || config === false) return null;
  const { weekday = 'mon', at = '08:00' } = config === true ? {} : config;
  return { weekday, timeOfDay: at };
}
