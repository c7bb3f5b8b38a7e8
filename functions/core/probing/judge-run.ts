import type { Failure } from '../model/outcome.ts';
import { isFailure } from '../model/outcome.ts';
import type { Attempt, Probe } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { DEADLINE_CODES, SHARED_SILENCE_CODE } from './network-kinds.ts';
import { printable } from './printable.ts';

/**
 * Whether every target that was asked failed on the network: then it may be our own, and the control host is asked. What is
 * inconclusive counts for nothing: when our network is down, a token cannot be read either.
 */
export function isTotalNetworkFailure(probes: readonly Probe[]): boolean {
  const asked = probes.filter(({ outcome }) => outcome.class !== 'not-probed' && outcome.class !== 'inconclusive');
  return asked.length > 0 && asked.every(({ outcome }) => outcome.class === 'network');
}

/** The probes of a run in which the control host could not be reached either: nothing is known about the API. */
export function blameOwnNetwork(probes: readonly Probe[]): Probe[] {
  return probes.map((probe) => {
    if (!isFailure(probe.outcome)) return probe;
    const seen = probe.outcome.detail === null ? '' : `: ${probe.outcome.detail}`;
    const outcome: Failure = {
      class: 'inconclusive',
      kind: 'own-network',
      detail: printable(`the control host could not be reached either; seen was ${probe.outcome.kind}${seen}`),
    };
    return withOutcome(probe, outcome);
  });
}

/**
 * Probes that were given up early take over what those found that waited in full: the server's silence, when one of the
 * same origin was silent for more than the provider's limit while connections could be set up.
 */
export function shareSilence(probes: readonly Probe[], targets: readonly Target[]): Probe[] {
  const origins = new Map(targets.map(({ id, url }) => [id, new URL(url).origin]));
  const silent = new Set(
    probes
      .filter(({ outcome }) => outcome.class === 'server' && outcome.kind === 'too-slow')
      .map(({ targetId }) => origins.get(targetId)),
  );
  return probes.map((probe) => {
    const last = probe.attempts.at(-1);
    if (last === undefined || !isGivenUpEarly(last) || !silent.has(origins.get(probe.targetId))) return probe;
    const outcome: Failure = {
      class: 'server',
      kind: 'too-slow',
      detail:
        'given up after 10 s, since others of this origin waited over 60 s in vain while connections could be set up',
    };
    return withOutcome(probe, outcome);
  });
}

/** A probe's outcome is that of its last attempt, also in the record. */
function withOutcome(probe: Probe, outcome: Failure): Probe {
  const last = probe.attempts.at(-1);
  const attempts = last === undefined ? [] : [...probe.attempts.slice(0, -1), { ...last, outcome }];
  return { ...probe, outcome, attempts };
}

function isGivenUpEarly({ observation, outcome }: Attempt): boolean {
  const code = observation.error?.code;
  const isSilence = code === SHARED_SILENCE_CODE || code === DEADLINE_CODES.response;
  return isSilence && observation.pathProven === true && outcome.class === 'network';
}
