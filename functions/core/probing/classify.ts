import type { HttpAnswer, Observation, WireError } from '../model/observation.ts';
import { HEALTHY, type AttemptOutcome, type Failure, type FailureKind } from '../model/outcome.ts';
import type { Expectation } from '../model/target.ts';
import { SECOND_MS, type EpochMs } from '../model/time.ts';
import { parseEnvelope, type Envelope, type EnvelopeEntry } from './envelope.ts';
import { ABORTED_CODE, OWN_FAULT, networkKind } from './network-kinds.ts';
import { printable } from './printable.ts';

/** The provider's own limit for one request ("more than 60 seconds", Common errors, Server errors). */
export const PROVIDER_LIMIT_MS = 60 * SECOND_MS;

/** Silence of this length is worth a second connection (design of the prober), and counts as silence. */
const LONG_SILENCE_MS = 10 * SECOND_MS;

/** What classification knows beside the observation. */
export interface ClassifyContext {
  readonly expect: Expectation;
  /** When the token's own `expiresOn` says that it ends; `null` when that is not known. */
  readonly tokenExpiresAt: EpochMs | null;
}

interface Facts extends ClassifyContext {
  readonly observation: Observation;
  readonly answer: HttpAnswer;
  readonly envelope: Envelope | null;
}

/**
 * Says what one attempt added up to: the first rule that matches. Order matters, and is the whole policy:
 * an answer is judged by who wrote it before what it says, and a status that names its class before a body that broke off.
 */
export function classify(observation: Observation, context: ClassifyContext): AttemptOutcome {
  const { answer } = observation;
  if (answer === null) return noAnswer(observation);
  const envelope = answer.bodyEnd === 'complete' ? parseEnvelope(answer.body) : null;
  const facts: Facts = { ...context, observation, answer, envelope };
  for (const rule of RULES) {
    const outcome = rule(facts);
    if (outcome !== null) return outcome;
  }
  return foreignAnswer(facts);
}

/** First match wins. */
const RULES: readonly ((facts: Facts) => AttemptOutcome | null)[] = [
  throttled,
  proxyOrRedirect,
  serverStatus,
  brokenOff,
  authorizationMessage,
  headerMessage,
  authorizationStatus,
  contentError,
  successEnvelope,
];

function noAnswer({ error, durationMs, pathProven }: Observation): AttemptOutcome {
  if (error === null)
    return fail('inconclusive', 'own-fault', 'the attempt ended without an answer and without an error');
  const kind = isSilenceCutOff(error, durationMs) ? 'response-timeout' : networkKind(error);
  const detail = `${error.code ?? error.name} during ${error.phase} after ${Math.round(durationMs)} ms`;
  if (kind === OWN_FAULT) return fail('inconclusive', 'own-fault', detail);
  if (kind !== 'response-timeout' || pathProven === null) {
    return fail('network', kind, kind === 'other' ? `${detail}: ${error.message}` : detail);
  }
  if (!pathProven) return fail('network', kind, `${detail}; a second connection failed as well`);
  return durationMs >= PROVIDER_LIMIT_MS
    ? fail('server', 'too-slow', `${detail}; a second connection was set up meanwhile, so the path works`)
    : fail('network', kind, `${detail}; a second connection was set up meanwhile, so the server may be slow`);
}

/** An attempt that the end of the run cut off after a long silence has seen the silence; one that had just begun has not. */
function isSilenceCutOff(error: WireError, durationMs: number): boolean {
  return error.code === ABORTED_CODE && error.phase === 'processing' && durationMs >= LONG_SILENCE_MS;
}

function throttled({ answer }: Facts): AttemptOutcome | null {
  if (answer.status !== 429) return null;
  const retryAfter = answer.headers['retry-after'];
  return fail('throttled', 'too-many-requests', retryAfter === undefined ? null : `Retry-After: ${retryAfter}`);
}

function proxyOrRedirect({ answer }: Facts): AttemptOutcome | null {
  if (answer.status === 407) return fail('intercepted', 'proxy-authentication', answeredBy(answer));
  if (answer.status < 300 || answer.status > 399) return null;
  return fail('intercepted', 'redirect', `status ${answer.status}${by(answer)}`);
}

/** The kind that a status of the server names; others are `other`. */
export const SERVER_STATUS: Readonly<Record<number, FailureKind<'server'>>> = {
  500: 'internal-error',
  501: 'not-implemented',
  502: 'bad-gateway',
  503: 'unavailable',
  504: 'gateway-timeout',
};

/** Network Authentication Required: only captive portals send it, never the server that was asked (RFC 6585, section 6). */
const PORTAL_STATUS = 511;

function serverStatus({ answer, envelope, observation }: Facts): AttemptOutcome | null {
  if (answer.status < 500 || (answer.status === PORTAL_STATUS && envelope === null)) return null;
  const said = envelope === null ? answeredBy(answer) : entriesText(envelope.entries);
  const slow = observation.durationMs >= PROVIDER_LIMIT_MS ? `, after ${seconds(observation.durationMs)}` : '';
  return fail(
    'server',
    SERVER_STATUS[answer.status] ?? 'other',
    `status ${answer.status}${slow}${said === null ? '' : `: ${said}`}`,
  );
}

function brokenOff({ answer, observation }: Facts): AttemptOutcome | null {
  if (answer.bodyEnd !== 'cut-off' || observation.error === null) return null;
  const kind = networkKind(observation.error);
  const detail = `${observation.error.code ?? observation.error.name} after ${answer.bodyBytes} bytes of the body`;
  return kind === OWN_FAULT ? fail('inconclusive', 'own-fault', detail) : fail('network', kind, detail);
}

function authorizationMessage(facts: Facts): AttemptOutcome | null {
  const { envelope } = facts;
  if (envelope === null || envelope.status === 'success') return null;
  for (const entry of envelope.entries) {
    const kind = authorizationKind(entry);
    if (kind !== null) return fail('authorization', refine(kind, facts), entriesText(envelope.entries));
  }
  return null;
}

/** `Api-Version`, `Api-Application`, `Api-Company` and the like. */
const API_HEADER = /^api-/i;

const AUTHORIZATION_MESSAGES: readonly { readonly pattern: RegExp; readonly kind: FailureKind<'authorization'> }[] = [
  { pattern: /^required header/, kind: 'token-missing' },
  { pattern: /^invalid value/, kind: 'token-invalid' },
  { pattern: /^value is too short/, kind: 'token-too-short' },
  { pattern: /^value is too long/, kind: 'token-too-long' },
  { pattern: /^value does not match regex/, kind: 'token-format' },
];

function authorizationKind({ message, propertyName }: EnvelopeEntry): FailureKind<'authorization'> | null {
  const text = (message ?? '').trim().toLowerCase();
  if (/\b2fa\b|two[- ]?factor/.test(text)) return 'two-factor-required';
  if (/one[- ]?time password/.test(text)) return 'one-time-password';
  // The page spells the rest of this message in two ways.
  if (text.startsWith('authorization must start with')) return 'token-malformed';
  if (propertyName?.trim().toLowerCase() !== 'authorization') return null;
  return AUTHORIZATION_MESSAGES.find(({ pattern }) => pattern.test(text))?.kind ?? 'unauthorized';
}

/** An expired and a wrong token get the same words; only the token's own expiry date tells them apart. */
function refine(
  kind: FailureKind<'authorization'>,
  { tokenExpiresAt, observation }: Facts,
): FailureKind<'authorization'> {
  const expired = tokenExpiresAt !== null && tokenExpiresAt <= observation.startedAt;
  return kind === 'token-invalid' && expired ? 'token-expired' : kind;
}

/** The page's content samples name no status: with 401 or 403 they are about a header all the same. */
function headerMessage(facts: Facts): AttemptOutcome | null {
  const isSample = ({ message, propertyName }: EnvelopeEntry) =>
    /^(required header|invalid value|value (is too|does not match))/i.test(message?.trim() ?? '') &&
    API_HEADER.test(propertyName?.trim() ?? '');
  return facts.envelope?.entries.some(isSample) === true ? contentError(facts) : null;
}

function authorizationStatus({ answer, envelope }: Facts): AttemptOutcome | null {
  if (envelope === null || (answer.status !== 401 && answer.status !== 403)) return null;
  return fail('authorization', answer.status === 401 ? 'unauthorized' : 'forbidden', entriesText(envelope.entries));
}

function contentError({ answer, envelope }: Facts): AttemptOutcome | null {
  if (envelope === null || answer.status < 400) return null;
  const said = entriesText(envelope.entries);
  return fail('content', contentKind(answer.status, envelope.entries), said ?? `status ${answer.status}`);
}

function contentKind(status: number, entries: readonly EnvelopeEntry[]): FailureKind<'content'> {
  const missing = entries.find(({ message }) => /^required header/i.test(message?.trim() ?? ''));
  if (missing !== undefined) return 'missing-header';
  if (entries.some(({ propertyName }) => API_HEADER.test(propertyName?.trim() ?? ''))) return 'invalid-header-value';
  if (status === 404) return 'not-found';
  if (status === 405) return 'method-not-allowed';
  return entries.some(({ propertyName }) => propertyName !== null) ? 'invalid-value' : 'other';
}

function successEnvelope({ answer, envelope, expect, observation }: Facts): AttemptOutcome | null {
  if (envelope === null) return null;
  const fault = contractFault(answer, envelope, expect);
  if (fault !== null) return fail('server', 'contract-violation', fault);
  return observation.durationMs > PROVIDER_LIMIT_MS
    ? fail('server', 'too-slow', `the answer took ${seconds(observation.durationMs)}`)
    : HEALTHY;
}

function contractFault(answer: HttpAnswer, envelope: Envelope, expect: Expectation): string | null {
  const contentType = answer.headers['content-type'] ?? 'none';
  if (envelope.status !== 'success')
    return `status ${answer.status}, but the envelope's status is "${envelope.status}"`;
  if (!envelope.hasData) return 'the envelope has no data';
  if (!/\bjson\b/i.test(contentType)) return `content-type is ${contentType}, not JSON`;
  if (expect.type !== null && envelope.type !== expect.type.toLowerCase()) {
    return `the envelope's type is "${envelope.type}", expected "${expect.type.toLowerCase()}"`;
  }
  return null;
}

function foreignAnswer({ answer }: Facts): AttemptOutcome {
  const isJson = /\bjson\b/i.test(answer.headers['content-type'] ?? '') && answer.body.trimStart().startsWith('{');
  if (answer.bodyEnd === 'over-limit' && answer.status < 300 && isJson) {
    return fail(
      'inconclusive',
      'own-fault',
      'the answer is larger than 64 KiB: ask for less with fields= and page-size=',
    );
  }
  if (answer.bodyBytes === 0) return fail('intercepted', 'empty-body', `status ${answer.status}${by(answer)}`);
  return fail('intercepted', 'foreign-body', `status ${answer.status}, ${answeredBy(answer) ?? 'no content-type'}`);
}

function answeredBy({ headers }: HttpAnswer): string | null {
  const parts = ['content-type', 'server', 'via'].flatMap((name) =>
    headers[name] === undefined ? [] : [`${name} ${headers[name]}`],
  );
  return parts.length === 0 ? null : parts.join(', ');
}

function by(answer: HttpAnswer): string {
  const who = answeredBy(answer);
  return who === null ? '' : `, ${who}`;
}

function entriesText(entries: readonly EnvelopeEntry[]): string | null {
  const texts = entries.map(({ message, propertyName, listIndex }) => {
    const place = listIndex === null ? (propertyName ?? '') : `${propertyName ?? 'item'}[${listIndex}]`;
    return [place, message ?? ''].filter((part) => part !== '').join(': ');
  });
  const text = texts.filter((entry) => entry !== '').join('; ');
  return text === '' ? null : text;
}

function seconds(ms: number): string {
  return `${(ms / SECOND_MS).toFixed(1)} s`;
}

/** Builds a failure; the type parameters keep class and kind together. */
function fail<C extends Failure['class']>(failureClass: C, kind: FailureKind<C>, detail: string | null): Failure {
  return { class: failureClass, kind, detail: detail === null ? null : printable(detail) } as Failure;
}
