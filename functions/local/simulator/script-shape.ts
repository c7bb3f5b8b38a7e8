import { z } from 'zod';
import type { ErrorItem } from './answer.ts';
import type { Fault, FaultScript, FaultWindow, StatusBody } from './fault-script.ts';

/** What may stand in a header line; Node refuses to send anything else. */
const headerValue = z.string().regex(/^[\x20-\x7e]*$/, 'Invalid header value: expected printable ASCII');
const timeMs = z.number().min(0);
const durationMs = z.number().positive();

const errorItem = z.strictObject({
  message: z.string(),
  propertyName: z.string().exactOptional(),
  listIndex: z.int().min(0).exactOptional(),
}) satisfies z.ZodType<ErrorItem>;

const statusBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('envelope'), errors: z.array(errorItem) }),
  z.strictObject({ kind: z.literal('raw'), contentType: headerValue, text: z.string() }),
]) satisfies z.ZodType<StatusBody>;

const fault = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('status'),
    // 1xx is no final answer.
    status: z.int().min(200).max(599),
    body: statusBody,
    retryAfter: headerValue.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('reset'), when: z.enum(['on-connect', 'after-request', 'mid-body']) }),
  z.strictObject({ kind: z.literal('refused') }),
  z.strictObject({ kind: z.literal('silence'), after: z.enum(['connect', 'request']) }),
  z.strictObject({ kind: z.literal('slow'), delayMs: durationMs }),
  z.strictObject({ kind: z.literal('truncated') }),
  z.strictObject({ kind: z.literal('closed-without-answer') }),
  z.strictObject({ kind: z.literal('foreign-html') }),
  z.strictObject({ kind: z.literal('empty') }),
  z.strictObject({ kind: z.literal('redirect') }),
  z.strictObject({ kind: z.literal('garbage') }),
]) satisfies z.ZodType<Fault>;

/** The shape of one window; what its parts say about each other is checked in `check-script.ts`. */
export const windowShape = z.strictObject({
  fromMs: timeMs,
  toMs: timeMs,
  paths: z
    .array(z.string().regex(/^\/[^?#]*$/, 'Invalid path: expected a path below the base path, starting with "/"'))
    .min(1)
    .exactOptional(),
  addresses: z.array(z.ipv4()).min(1).exactOptional(),
  every: z.strictObject({ periodMs: durationMs, durationMs }).exactOptional(),
  fault,
}) satisfies z.ZodType<FaultWindow>;

/** The shape of a script. Unknown keys are faults too, since a misspelt one would be silently without effect. */
export const scriptShape = z.strictObject({
  loopMs: durationMs.nullable(),
  windows: z.array(windowShape),
}) satisfies z.ZodType<FaultScript>;
