import * as z from 'zod';
import { WEEKDAYS } from './model/pattern.ts';
import { parseDuration, shortDuration } from './settings-duration.ts';

/** An object that allows its own keys only, and says which those are. */
export function strictObject<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `unknown key; allowed are ${Object.keys(shape).join(', ')}`
        : 'must be an object',
  });
}

/** One of several shapes, chosen by what a value looks like, so that its faults are those of that shape alone. */
export function chosenBy(choose: (value: unknown) => z.ZodType) {
  return z.unknown().superRefine((value, context) => {
    const result = choose(value).safeParse(value, { reportInput: true });
    for (const issue of result.error?.issues ?? []) context.addIssue({ ...issue });
  });
}

/** Whether a value is an object with this key. */
export function hasKey(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && key in value;
}

/** A length of time such as `5m`. */
export function duration(minMs: number, maxMs: number) {
  const range = `must be a duration like 30s, 5m or 1h, from ${shortDuration(minMs)} to ${shortDuration(maxMs)}`;
  return z.string({ error: range }).refine((text) => {
    const ms = parseDuration(text);
    return ms !== null && ms >= minMs && ms <= maxMs;
  }, range);
}

/** A whole number within bounds. */
export function integer(min: number, max: number) {
  const range = `must be a whole number from ${min} to ${max}`;
  return z.int({ error: range }).min(min, range).max(max, range);
}

/** The IANA name of a time zone. */
export const TIME_ZONE = z
  .string({ error: 'must be an IANA time zone' })
  .refine(isTimeZone, 'must be an IANA time zone, like Europe/Amsterdam or UTC');

const TIME_OF_DAY_RULE = 'must be a time of day as HH:MM, like 08:00 or 23:30';

/** A time on a wall clock. */
export const TIME_OF_DAY = z.string({ error: TIME_OF_DAY_RULE }).regex(/^([01]\d|2[0-3]):[0-5]\d$/, TIME_OF_DAY_RULE);

/** A day of the week. */
export const WEEKDAY = z.enum(WEEKDAYS, { error: `must be one of ${WEEKDAYS.join(', ')}` });

/** The name of an SSM parameter that holds a secret; what looks like the secret itself is told apart. */
export function parameterName(example: string, isSecret: (text: string) => boolean, secretRule: string) {
  const rule = `must be the name of an SSM parameter, like ${example}`;
  return z
    .string({ error: rule })
    .refine((text) => !isSecret(text), { error: secretRule, abort: true })
    .regex(/^(\/[a-zA-Z0-9_.-]+)+$|^[a-zA-Z0-9_.-]+$/, rule);
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== '';
  } catch {
    return false;
  }
}
