import { isFailure, isOwnNetwork } from '../model/outcome.ts';
import type { RecordedProbe } from '../run-record.ts';
import type { Evidence, EvidenceFailure } from './evidence.ts';

/**
 * What the probes of a tick say about the vantage's own network: it failed when any probe was blamed on it, it worked when
 * anything answered or failed elsewhere, and nothing (`null`) when nothing was asked. Addresses are those of many hosts, and
 * say nothing about our own network.
 */
export function ownNetworkEvidence(probes: readonly RecordedProbe[]): Evidence | null {
  const blamed = probes.find(({ outcome }) => isOwnNetwork(outcome));
  if (blamed !== undefined) {
    // The attempts before the control host was asked were blamed on the target.
    const phases = blamed.attempts.filter(({ outcome }) => isFailure(outcome)).map(({ phase }) => phase);
    const failures = (phases.length > 0 ? phases : [null]).map((phase) => ({ ...OWN_NETWORK, phase }));
    return { at: blamed.startedAt, failures, succeeded: false, address: null };
  }
  const asked = probes.find(({ attempts, outcome }) => attempts.length > 0 && outcome.class !== 'inconclusive');
  return asked === undefined ? null : { at: asked.startedAt, failures: [], succeeded: true, address: null };
}

const OWN_NETWORK: EvidenceFailure = {
  class: 'inconclusive',
  kind: 'own-network',
  phase: null,
  status: null,
  address: null,
};
