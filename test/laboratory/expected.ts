import type { Delivery, HttpAnswer, Phase } from '../../functions/core/model/observation.ts';
import type { Expected } from './case.ts';

const NO_ANSWER = { status: null, bodyEnd: null, isCertificateSeen: false } as const;

/** The name led to no address. */
export function unresolved(outcome: string, code: string): Expected {
  return { ...NO_ANSWER, outcome, error: ['resolve', code], reached: ['resolve'], delivery: 'not-sent' };
}

/** No connection was set up. */
export function unconnected(outcome: string, code: string): Expected {
  return { ...NO_ANSWER, outcome, error: ['connect', code], reached: ['connect'], delivery: 'not-sent' };
}

/** The handshake failed. */
export function unsecured(outcome: string, code: string, isCertificateSeen = false): Expected {
  return {
    ...NO_ANSWER,
    outcome,
    error: ['tls', code],
    reached: ['connect', 'tls'],
    delivery: 'not-sent',
    isCertificateSeen,
  };
}

/** The request was sent, and no head of an answer came. `received`: some bytes of the server's did. */
export function unanswered(outcome: string, code: string, delivery: Delivery = 'unknown'): Expected {
  return {
    ...NO_ANSWER,
    outcome,
    error: ['processing', code],
    reached: ['connect', 'request', 'processing'],
    delivery,
  };
}

const HTTP_PHASES: readonly Phase[] = ['connect', 'request', 'processing', 'transfer'];

/** The answer began and broke off. */
export function brokenOff(outcome: string, code: string, status = 200): Expected {
  const error = ['transfer', code] as const;
  return {
    outcome,
    error,
    reached: HTTP_PHASES,
    delivery: 'received',
    status,
    bodyEnd: 'cut-off',
    isCertificateSeen: false,
  };
}

/** An answer that came in full, over plain HTTP. */
export function answered(outcome: string, status = 200, bodyEnd: HttpAnswer['bodyEnd'] = 'complete'): Expected {
  return {
    outcome,
    error: null,
    reached: HTTP_PHASES,
    delivery: 'received',
    status,
    bodyEnd,
    isCertificateSeen: false,
  };
}

/** The same after a name was resolved, or over TLS, or both. */
export function behind(phases: readonly ('resolve' | 'tls')[], expected: Expected): Expected {
  const [connect, ...others] = expected.reached;
  const resolve = phases.filter((phase) => phase === 'resolve');
  const tls = phases.filter((phase) => phase === 'tls');
  const isCertificateSeen = tls.length > 0;
  return {
    ...expected,
    isCertificateSeen,
    reached: [...resolve, ...(connect === undefined ? [] : [connect]), ...tls, ...others],
  };
}
