import type { EpochMs } from './time.ts';

/** The stations of one request, in order. */
export const PHASES = ['resolve', 'connect', 'tls', 'request', 'processing', 'transfer'] as const;
export type Phase = (typeof PHASES)[number];

/** Milliseconds spent in each phase; `null` where it was not reached or does not exist (no TLS on plain HTTP). */
export type PhaseTimes = Readonly<Record<Phase, number | null>>;

/** Whether the server can have received the request: the "state where they don't know" of the source page is `unknown`. */
export const DELIVERIES = ['not-sent', 'unknown', 'received'] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** What went wrong on the wire, as the runtime reported it; `name` and `code` are kept raw. */
export interface WireError {
  /** The phase that was under way. */
  readonly phase: Phase;
  readonly name: string;
  readonly code: string | null;
  readonly message: string;
}

/** The part of an HTTP answer that classification and evidence need. */
export interface HttpAnswer {
  readonly status: number;
  /** Header names in lower case; repeated headers joined by a comma. Only the few in `KEPT_HEADERS` are kept. */
  readonly headers: Readonly<Record<string, string>>;
  /** At most `BODY_LIMIT_BYTES`, decoded as UTF-8. */
  readonly body: string;
  /** Bytes received before the end or the limit. */
  readonly bodyBytes: number;
  /** `over-limit`: we stopped reading; `cut-off`: the connection or the deadline ended it. */
  readonly bodyEnd: 'complete' | 'over-limit' | 'cut-off';
}

/** Response headers that are kept: enough to classify and to tell who answered, nothing that can carry a secret. */
export const KEPT_HEADERS = ['content-type', 'retry-after', 'server', 'via', 'date'] as const;

/** How much of a body is read. APIv2 error envelopes and the probe ladder's answers are below 2 KiB. */
export const BODY_LIMIT_BYTES = 64 * 1024;

/** The certificate that a server showed. */
export interface Certificate {
  /** Organisation of the issuer, or its common name. */
  readonly issuer: string;
  /** SHA-256 of the certificate, hexadecimal. */
  readonly fingerprint: string;
  readonly validTo: EpochMs;
}

/** The bare facts of one request on a fresh connection. Exactly what happened, no judgement. */
export interface Observation {
  readonly startedAt: EpochMs;
  readonly durationMs: number;
  readonly phasesMs: PhaseTimes;
  /** The remote address used, or `null` when none was found. */
  readonly address: string | null;
  /** Every address that the name resolved to, sorted; empty when the host needed no name server or none answered. */
  readonly addresses: readonly string[];
  /** What the server showed in the handshake, also in one that failed for it; `null` without one. */
  readonly certificate: Certificate | null;
  readonly delivery: Delivery;
  /** `null` when no complete response head arrived. */
  readonly answer: HttpAnswer | null;
  /** `null` when the exchange ran to its end. Both may be present: an answer that broke off. */
  readonly error: WireError | null;
  /**
   * While no answer came, a second connection to the origin was tried: whether its handshake completed. `null` when none
   * was tried. A proven path means that the silence is the server's.
   */
  readonly pathProven: boolean | null;
}
