import type { HttpAnswer } from '../../functions/core/model/observation.ts';
import type { ConnectRequest } from '../../functions/core/ports.ts';
import type { ClassifyContext } from '../../functions/core/probing/classify.ts';
import type { Finding } from '../support/finding.ts';

/** What one attempt must come to: one answer, never one of several. */
export interface Expected extends Pick<Finding, 'outcome' | 'error' | 'reached' | 'delivery'> {
  readonly status: number | null;
  readonly bodyEnd: HttpAnswer['bodyEnd'] | null;
  /** Whether the server's certificate was seen, also one that is not accepted. */
  readonly isCertificateSeen: boolean;
}

/** The listeners of a case, and how they are reached. */
export interface OpenCase {
  readonly url: string;
  /** The name server to ask, as `address:port`; `null` where the URL holds an address. */
  readonly nameServer: string | null;
  /** The authority to trust, as PEM; `null` without TLS. */
  readonly authority: string | null;
  /** What each connection has sent so far, decrypted; empty where nothing listens. */
  readonly received: () => readonly string[];
  /** Connections accepted so far. */
  readonly connectionCount: () => number;
  /** Gives connections so long to end by themselves, then closes all; resolves to the number of those that did not. */
  close(graceMs: number): Promise<number>;
}

/** One way in which a request can go, for real. */
export interface LabCase {
  /** Small letters, digits and hyphens; unique. */
  readonly id: string;
  /** What the listeners do. */
  readonly title: string;
  readonly open: () => Promise<OpenCase>;
  /** Deadlines that the case runs into; all others are ample. */
  readonly deadlines?: Partial<ConnectRequest['deadlines']>;
  /** What is known beside the observation; by default nothing. */
  readonly context?: Partial<ClassifyContext>;
  readonly expect: Expected;
}
