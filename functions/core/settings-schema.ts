import * as z from 'zod';
import type { MonitorConfig } from './config-model.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './model/time.ts';
import { fault, type Fault } from './settings-fault.ts';

const UNIT_MS = { ms: 1, s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS } as const;

/** What checking the shape of a config found. */
export interface ShapeResult {
  readonly faults: readonly Fault[];
  /** The config without what is at fault, so that the rest can be checked further in the same go. */
  readonly sound: MonitorConfig;
}

/** Checks the shape of a config: every key, type and value by itself. */
export function checkShape(config: unknown): ShapeResult {
  const parsed = MONITOR_SCHEMA.safeParse(config, { reportInput: true });
  if (parsed.success) return { faults: [], sound: config as MonitorConfig };
  const { issues } = parsed.error;
  const paths = issues.filter((issue) => issue.code !== 'unrecognized_keys').map((issue) => issue.path.map(String));
  return {
    faults: issues.flatMap((issue) => faultsOf(issue)),
    sound: without(config, paths) ?? {},
  };
}

/** A copy without the values at these paths; a target with a fault goes as a whole, the others keep their positions. */
function without(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (paths.length === 0) return value;
  if (paths.some((path) => path.length === 0) || typeof value !== 'object' || value === null) return undefined;
  const below = (key: string) => paths.filter(([first]) => first === key).map(([, ...rest]) => rest);
  if (Array.isArray(value)) {
    // Gaps, which the array methods skip, since later faults name the members by position.
    const kept: unknown[] = [];
    value.forEach((member, index) => {
      if (below(String(index)).length === 0) kept[index] = member;
    });
    return kept;
  }
  const kept = Object.entries(value).map(([key, member]) => [key, without(member, below(key))] as const);
  return Object.fromEntries(kept.filter(([, member]) => member !== undefined));
}

/** An object that allows its own keys only, and says which those are. */
function object<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `unknown key; allowed are ${Object.keys(shape).join(', ')}`
        : 'must be an object',
  });
}

const ID = /^[a-z0-9][a-z0-9-]{0,63}$/;
const ID_RULE = 'must be small letters, digits and hyphens, starting with a letter or digit, at most 64';

function durationSchema(minMs: number, maxMs: number) {
  const range = `must be a duration like 30s, 5m or 1h, from ${durationText(minMs)} to ${durationText(maxMs)}`;
  return z.string({ error: range }).refine((text) => {
    const ms = parseDuration(text);
    return ms !== null && ms >= minMs && ms <= maxMs;
  }, range);
}

function integer(min: number, max: number) {
  const range = `must be a whole number from ${min} to ${max}`;
  return z.int({ error: range }).min(min, range).max(max, range);
}

const FALSE_ALARM_RULE = 'must be a number from 0.001 to 1';

const ACCOUNT_SCHEMA = object({
  origin: z
    .string({ error: 'must be a URL' })
    .superRefine((text, context) => {
      const fault = originFault(text);
      if (fault !== null) context.addIssue({ code: 'custom', message: fault, input: text });
    })
    .optional(),
  application: z
    .string({ error: 'must be text' })
    .regex(/^[0-9a-zA-Z]{12}$/, 'must be an application ID: 12 letters or digits')
    .optional(),
  company: z
    .string({ error: 'must be text' })
    .regex(/^(\d{4}-){4}\d{4}$/, 'must be a company ID: five groups of four digits, like 1111-2222-3333-4444-5555')
    .optional(),
  tokenParameter: z
    .string({ error: 'must be text' })
    .regex(/^(\/[a-zA-Z0-9_.-]+)+$|^[a-zA-Z0-9_.-]+$/, 'must be the name of an SSM parameter, like /apiv2-health/token')
    .refine(
      (name) => !/^[0-9A-Za-z]{32}$/.test(name),
      'looks like a token; it must be the name of the SSM parameter that holds it, like /apiv2-health/token',
    )
    .optional(),
});

/** The tick is the greatest common divisor of all intervals: fractions of a second would make it tiny. */
const EVERY = durationSchema(SECOND_MS, DAY_MS)
  .refine((text) => (parseDuration(text) ?? 0) % SECOND_MS === 0, 'must be whole seconds')
  .optional();

const TARGET_SCHEMA = object({
  id: z.string({ error: ID_RULE }).regex(ID, ID_RULE),
  account: z.string({ error: 'must be the name of an account' }),
  path: z
    .string({ error: 'must be text' })
    .regex(/^\/[!-"$-~]*$/, 'must start with / and hold printable ASCII without spaces and without #')
    .refine((path) => !/(^|\/)\.\.(\/|$)/.test(path), 'must not climb with ..'),
  every: EVERY,
  expect: object({ type: z.string({ error: 'must be text' }).min(1, 'must not be empty').optional() }).optional(),
});

const LADDER_SCHEMA = object({ ladder: z.string({ error: 'must be the name of an account' }), every: EVERY });

const TARGET_LIST_RULE = 'must be a list of { ladder: account } or { id, account, path }';

const MONITOR_SCHEMA = object({
  accounts: z
    .record(z.string(), ACCOUNT_SCHEMA, { error: 'must be an object of accounts by name' })
    .superRefine((accounts, context) => {
      const names = Object.keys(accounts);
      if (names.length === 0)
        context.addIssue({
          code: 'custom',
          message: 'must name at least one account, or be left out',
          input: accounts,
        });
      for (const name of names) {
        if (!ID.test(name))
          context.addIssue({ code: 'custom', message: `account name ${ID_RULE}`, path: [name], input: name });
      }
    })
    .optional(),
  targets: z
    .array(z.unknown(), { error: TARGET_LIST_RULE })
    .min(1, 'no targets: there would be nothing to probe; leave it out for the probe ladder of each account')
    .superRefine((targets, context) => {
      targets.forEach((target, index) => {
        const schema =
          typeof target === 'object' && target !== null && 'ladder' in target ? LADDER_SCHEMA : TARGET_SCHEMA;
        const result = schema.safeParse(target, { reportInput: true });
        for (const issue of result.error?.issues ?? []) {
          context.addIssue({ ...issue, path: [index, ...issue.path] });
        }
      });
    })
    .optional(),
  alerts: object({
    email: z
      .array(
        z
          .string({ error: 'must be an e-mail address' })
          .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'must be an e-mail address'),
        { error: 'must be a list of e-mail addresses' },
      )
      .optional(),
  }).optional(),
  timeZone: z
    .string({ error: 'must be an IANA time zone' })
    .refine(isTimeZone, 'must be an IANA time zone, like Europe/Amsterdam or UTC')
    .optional(),
  runbookUrl: z
    .string({ error: 'must be text' })
    .regex(/^[!-~]+$/, 'must be a URL or path without spaces')
    .optional(),
  thresholds: object({
    failingTicks: integer(1, 1000).optional(),
    healthyTicks: integer(1, 1000).optional(),
  }).optional(),
  retry: object({
    attempts: integer(1, 5).optional(),
    base: durationSchema(0, 10 * SECOND_MS).optional(),
    cap: durationSchema(0, 30 * SECOND_MS).optional(),
  }).optional(),
  deadlines: object({
    resolve: durationSchema(100, 10 * SECOND_MS).optional(),
    connect: durationSchema(100, 10 * SECOND_MS).optional(),
    tls: durationSchema(100, 10 * SECOND_MS).optional(),
    answer: durationSchema(100, 61 * SECOND_MS).optional(),
  }).optional(),
  controlHost: z
    .union([z.literal(false), z.string().regex(/^[a-zA-Z0-9.-]+:\d{1,5}$/)], {
      error: 'must be host:port, like one.one.one.one:443, or false',
    })
    .optional(),
  dailyShare: z
    .number({ error: 'must be a number above 0, at most 1' })
    .gt(0, 'must be above 0')
    .max(1, 'must be at most 1')
    .optional(),
  falseAlarmsPerTargetYear: z
    .number({ error: FALSE_ALARM_RULE })
    .min(0.001, FALSE_ALARM_RULE)
    .max(1, FALSE_ALARM_RULE)
    .optional(),
  closerProbing: z.boolean({ error: 'must be true or false' }).optional(),
  retention: durationSchema(7 * DAY_MS, 400 * DAY_MS).optional(),
});

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const parent: Readonly<Record<string, unknown>> = issue.input ?? {};
    return issue.keys.map((key) => fault([...path, key], parent[key], issue.message));
  }
  return [fault(path, issue.input, issue.message)];
}

function originFault(text: string): string | null {
  const url = URL.parse(text);
  if (url === null) return 'must be a URL like https://portal.ixon.cloud/api';
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  if (url.search !== '' || url.hash !== '') return 'must not have a query or fragment';
  if (url.protocol === 'https:') return null;
  if (url.protocol === 'http:' && isLoopback(url.hostname)) return null;
  return 'must be https; plain http is allowed for loopback only, since the token would travel unprotected';
}

/** Whether a URL's host name is this very machine (RFC 6761 for `localhost`). */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== '';
  } catch {
    return false;
  }
}

/** Milliseconds of a duration such as `5m`, or `null` for what is none. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  return match === null ? null : Math.round(Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS]);
}

/** A duration in its largest whole unit. */
function durationText(ms: number): string {
  const unit = (['d', 'h', 'm', 's'] as const).find((name) => ms >= UNIT_MS[name] && ms % UNIT_MS[name] === 0) ?? 'ms';
  return `${ms / UNIT_MS[unit]}${unit}`;
}
