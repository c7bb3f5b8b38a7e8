import * as z from 'zod';
import { DAY_MS, MINUTE_MS, isoTime, parseTime } from './model/time.ts';
import { TIME_OF_DAY, TIME_ZONE, WEEKDAY, chosenBy, duration, hasKey, strictObject } from './settings-schema-values.ts';

/** Longer than any usual maintenance: what goes on for longer is rather a mistyped date, and hides everything meanwhile. */
export const LONGEST_WINDOW_MS = 7 * DAY_MS;

const LOCAL_TIME_RULE =
  'must be a local date and time like 2026-12-24T22:00, without an offset: the zone stands in zone, or is timeZone';

const LOCAL_TIME = z
  .string({ error: LOCAL_TIME_RULE })
  .regex(/^2\d{3}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d$/, { error: LOCAL_TIME_RULE, abort: true })
  .refine(isInCalendar, 'is not in the calendar: there is no such day');

const COMMON = {
  zone: TIME_ZONE.optional(),
  targets: z
    .array(z.string({ error: 'must be the id of a target' }), { error: 'must be a list of target ids' })
    .min(1, 'must name at least one target, or be left out for all')
    .optional(),
  countAsEvidence: z.boolean({ error: 'must be true or false' }).optional(),
};

const ONCE = strictObject({ from: LOCAL_TIME, to: LOCAL_TIME, ...COMMON });

const WEEKLY = strictObject({
  weekdays: z
    .array(WEEKDAY, { error: 'must be a list of days, like ["sat", "sun"]' })
    .min(1, 'must name at least one day, or be left out for every day')
    .optional(),
  at: TIME_OF_DAY,
  for: duration(MINUTE_MS, LONGEST_WINDOW_MS),
  ...COMMON,
});

/** Maintenance windows, each by itself. */
export const MAINTENANCE_SCHEMA = z
  .array(
    chosenBy((value) => (hasKey(value, 'from') || hasKey(value, 'to') ? ONCE : WEEKLY)),
    { error: 'must be a list of { from, to } or { weekdays, at, for }' },
  )
  .optional();

/** Engines take 30 February for 2 March. */
function isInCalendar(text: string): boolean {
  const at = parseTime(`${text}:00.000Z`);
  return at !== null && isoTime(at).startsWith(text);
}
