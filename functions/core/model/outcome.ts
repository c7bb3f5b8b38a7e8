import type { EpochMs } from './time.ts';

/**
 * The kinds of failure per class. Identifiers are part of the public contract: add, never rename.
 *
 * The first four classes are those of the API's "Common errors" page. The other three keep them honest: `throttled`
 * (429 means wait, not "correct the request"), `intercepted` (an answer that APIv2 did not write) and `inconclusive`
 * (our own network or our own fault).
 */
export const KINDS = {
  network: [
    'dns-not-found',
    'dns-server-failure',
    'dns-timeout',
    'dns-no-address',
    'connect-refused',
    'connect-timeout',
    'host-unreachable',
    'network-unreachable',
    'tls-certificate-expired',
    'tls-certificate-not-yet-valid',
    'tls-hostname-mismatch',
    'tls-untrusted-issuer',
    'tls-self-signed',
    'tls-handshake',
    'connection-reset',
    'connection-closed',
    'response-timeout',
    'body-timeout',
    'truncated-body',
    'malformed-response',
    'headers-overflow',
    'addresses-changed',
    'other',
  ],
  content: ['missing-header', 'invalid-header-value', 'invalid-value', 'not-found', 'method-not-allowed', 'other'],
  authorization: [
    'token-missing',
    'token-invalid',
    'token-expired',
    'two-factor-required',
    'one-time-password',
    'token-too-short',
    'token-too-long',
    'token-malformed',
    'token-format',
    'token-expiring',
    'unauthorized',
    'forbidden',
  ],
  server: [
    'internal-error',
    'not-implemented',
    'bad-gateway',
    'unavailable',
    'gateway-timeout',
    'too-slow',
    'contract-violation',
    'certificate-expiring',
    'other',
  ],
  throttled: ['too-many-requests'],
  intercepted: ['foreign-body', 'empty-body', 'redirect', 'proxy-authentication', 'issuer-changed'],
  inconclusive: ['own-network', 'own-fault', 'clock-skew'],
} as const;

/** Early warnings: nothing failed yet. No attempt ends in one of these. */
export const EARLY_WARNINGS = [
  'network/addresses-changed',
  'authorization/token-expiring',
  'server/certificate-expiring',
  'intercepted/issuer-changed',
  'inconclusive/clock-skew',
] as const;
export type EarlyWarning = (typeof EARLY_WARNINGS)[number];

export type FailureClass = keyof typeof KINDS;
export type FailureKind<C extends FailureClass = FailureClass> = (typeof KINDS)[C][number];
export const FAILURE_CLASSES = Object.keys(KINDS) as readonly FailureClass[];

/** A failed attempt or probe. */
export type Failure = {
  [C in FailureClass]: {
    readonly class: C;
    readonly kind: FailureKind<C>;
    /** What was found in this case, from the server's own words or ours; plain printable text, at most 300 characters. */
    readonly detail: string | null;
  };
}[FailureClass];

/** Why a target was skipped at a tick. That is no health and no failure. */
export const SKIP_REASONS = ['paused', 'budget', 'deadline', 'not-due'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export interface Healthy {
  readonly class: 'healthy';
}
export interface NotProbed {
  readonly class: 'not-probed';
  readonly reason: SkipReason;
  /** When probing goes on, where that is known. */
  readonly until: EpochMs | null;
}

/** What one attempt added up to. */
export type AttemptOutcome = Healthy | Failure;
/** What one target at one tick added up to. */
export type Outcome = AttemptOutcome | NotProbed;

export const HEALTHY: Healthy = { class: 'healthy' };

export function isFailure(outcome: Outcome): outcome is Failure {
  return outcome.class !== 'healthy' && outcome.class !== 'not-probed';
}

/** Whether our own network was down, so that nothing is known of the target. */
export function isOwnNetwork(outcome: Outcome): boolean {
  return outcome.class === 'inconclusive' && outcome.kind === 'own-network';
}

/** A failure's stable name: `class/kind`. */
export function failureName(failure: Pick<Failure, 'class' | 'kind'>): string {
  return `${failure.class}/${failure.kind}`;
}

/** A class and kind from their stable name, or `null` for a name this release does not know. */
export function parseFailureName(name: string): { class: FailureClass; kind: FailureKind } | null {
  const [failureClass, kind] = name.split('/');
  const known = FAILURE_CLASSES.find((candidate) => candidate === failureClass);
  if (known === undefined) return null;
  const kinds: readonly FailureKind[] = KINDS[known];
  const found = kinds.find((candidate) => candidate === kind);
  return found === undefined ? null : { class: known, kind: found };
}

/** Counts by class of counts by `class/kind`. */
export function countsByClass(kinds: Readonly<Record<string, number>>): ReadonlyMap<FailureClass, number> {
  const counts = new Map<FailureClass, number>();
  for (const [name, count] of Object.entries(kinds)) {
    const failureClass = FAILURE_CLASSES.find((one) => name.startsWith(`${one}/`));
    if (failureClass !== undefined) counts.set(failureClass, (counts.get(failureClass) ?? 0) + count);
  }
  return counts;
}
