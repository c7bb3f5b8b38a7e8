import * as z from 'zod';
import type { MonitorConfig } from './config-model.ts';
import { isLoopback } from './loopback.ts';
import { DAY_MS, SECOND_MS } from './model/time.ts';
import { parseDuration } from './settings-duration.ts';
import { fault, type Fault } from './settings-fault.ts';
import { MAINTENANCE_SCHEMA } from './settings-schema-maintenance.ts';
import { CUSTOMER_KEY_SCHEMA, DELETION_PROTECTION_SCHEMA, TAGS_SCHEMA } from './settings-schema-deployment.ts';
import { DIGEST_SCHEMA, HEARTBEAT_SCHEMA, REMINDERS_SCHEMA, SLACK_SCHEMA } from './settings-schema-telling.ts';
import {
  TIME_ZONE,
  chosenBy,
  duration,
  hasKey,
  integer,
  parameterName,
  strictObject,
} from './settings-schema-values.ts';
import { VANTAGES_SCHEMA } from './settings-schema-vantages.ts';
import { withoutFaulty } from './settings-sound.ts';

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
    sound: withoutFaulty(config, paths) ?? {},
  };
}

const ID = /^[a-z0-9][a-z0-9-]{0,63}$/;
const ID_RULE = 'must be small letters, digits and hyphens, starting with a letter or digit, at most 64';

const CEILING_RULE = 'must be a number of USD a month, above 0';
const FALSE_ALARM_RULE = 'must be a number from 0.001 to 1';

const ACCOUNT_SCHEMA = strictObject({
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
  tokenParameter: parameterName(
    '/apiv2-health/token',
    (text) => /^[0-9A-Za-z]{32}$/.test(text),
    'looks like a token; it must be the name of the SSM parameter that holds it, like /apiv2-health/token',
  ).optional(),
});

/** The tick is the greatest common divisor of all intervals: fractions of a second would make it tiny. */
const EVERY = duration(SECOND_MS, DAY_MS)
  .refine((text) => (parseDuration(text) ?? 0) % SECOND_MS === 0, 'must be whole seconds')
  .optional();

const TARGET_SCHEMA = strictObject({
  id: z.string({ error: ID_RULE }).regex(ID, ID_RULE),
  account: z.string({ error: 'must be the name of an account' }),
  path: z
    .string({ error: 'must be text' })
    .regex(/^\/[!-"$-~]*$/, 'must start with / and hold printable ASCII without spaces and without #')
    .refine((path) => !/(^|\/)\.\.(\/|$)/.test(path), 'must not climb with ..'),
  every: EVERY,
  expect: strictObject({ type: z.string({ error: 'must be text' }).min(1, 'must not be empty').optional() }).optional(),
});

const LADDER_SCHEMA = strictObject({ ladder: z.string({ error: 'must be the name of an account' }), every: EVERY });

const TARGET_LIST_RULE = 'must be a list of { ladder: account } or { id, account, path }';

const MONITOR_SCHEMA = strictObject({
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
    .array(
      chosenBy((target) => (hasKey(target, 'ladder') ? LADDER_SCHEMA : TARGET_SCHEMA)),
      { error: TARGET_LIST_RULE },
    )
    .min(1, 'no targets: there would be nothing to probe; leave it out for the probe ladder of each account')
    .optional(),
  vantages: VANTAGES_SCHEMA,
  alerts: strictObject({
    email: z
      .array(
        z
          .string({ error: 'must be an e-mail address' })
          .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'must be an e-mail address'),
        { error: 'must be a list of e-mail addresses' },
      )
      .optional(),
  }).optional(),
  slack: SLACK_SCHEMA,
  maintenance: MAINTENANCE_SCHEMA,
  reminders: REMINDERS_SCHEMA,
  digest: DIGEST_SCHEMA,
  heartbeatUrl: HEARTBEAT_SCHEMA,
  timeZone: TIME_ZONE.optional(),
  runbookUrl: z
    .string({ error: 'must be text' })
    .regex(/^[!-~]+$/, 'must be a URL or path without spaces')
    .optional(),
  thresholds: strictObject({
    failingTicks: integer(1, 1000).optional(),
    healthyTicks: integer(1, 1000).optional(),
  }).optional(),
  retry: strictObject({
    attempts: integer(1, 5).optional(),
    base: duration(0, 10 * SECOND_MS).optional(),
    cap: duration(0, 30 * SECOND_MS).optional(),
  }).optional(),
  deadlines: strictObject({
    resolve: duration(100, 10 * SECOND_MS).optional(),
    connect: duration(100, 10 * SECOND_MS).optional(),
    tls: duration(100, 10 * SECOND_MS).optional(),
    answer: duration(100, 61 * SECOND_MS).optional(),
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
  metrics: z.enum(['fleet', 'per-target'], { error: "must be 'fleet' or 'per-target'" }).optional(),
  costCeiling: z.number({ error: CEILING_RULE }).gt(0, CEILING_RULE).optional(),
  customerKey: CUSTOMER_KEY_SCHEMA,
  deletionProtection: DELETION_PROTECTION_SCHEMA,
  tags: TAGS_SCHEMA,
  retention: duration(7 * DAY_MS, 400 * DAY_MS).optional(),
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
