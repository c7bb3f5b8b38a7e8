import type { EvidenceFailure } from '../../../functions/core/chronic/evidence.ts';
import { ADDRESS, SUCCESS, TIMED_OUT, type ProbeVariant } from './scenario.ts';

const FAILURES = {
  timedOut: TIMED_OUT,
  dnsTimeout: { class: 'network', kind: 'dns-timeout', phase: 'resolve', status: null, address: null },
  reset: { class: 'network', kind: 'connection-reset', phase: 'processing', status: null, address: ADDRESS },
  handshake: { class: 'network', kind: 'tls-handshake', phase: 'tls', status: null, address: ADDRESS },
  badGateway: { class: 'server', kind: 'bad-gateway', phase: null, status: 502, address: ADDRESS },
  notFound: { class: 'content', kind: 'not-found', phase: null, status: 404, address: ADDRESS },
  tokenInvalid: { class: 'authorization', kind: 'token-invalid', phase: null, status: 401, address: ADDRESS },
  throttled: { class: 'throttled', kind: 'too-many-requests', phase: null, status: 429, address: ADDRESS },
  foreignBody: { class: 'intercepted', kind: 'foreign-body', phase: null, status: 200, address: ADDRESS },
  ownNetwork: { class: 'inconclusive', kind: 'own-network', phase: null, status: null, address: null },
} as const satisfies Record<string, EvidenceFailure>;

/** What a failed probe of a scenario failed with. */
export type FailureName = keyof typeof FAILURES;

/** A probe whose every attempt failed like this. */
export function failed(name: FailureName): ProbeVariant {
  const failure = FAILURES[name];
  return { failures: [failure], succeeded: false, address: failure.address };
}

/** A probe that was healthy after an attempt that failed like this. */
export function masked(name: FailureName): ProbeVariant {
  return { failures: [FAILURES[name]], succeeded: true, address: ADDRESS };
}

/** A healthy probe first, then these: what a plan's variants 0, 1, 2… stand for. */
export function variantsOf(...failing: readonly ProbeVariant[]): readonly ProbeVariant[] {
  return [SUCCESS, ...failing];
}
