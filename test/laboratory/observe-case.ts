import { httpProber } from '../../functions/adapters/http/prober.ts';
import type { Observation } from '../../functions/core/model/observation.ts';
import type { AttemptOutcome } from '../../functions/core/model/outcome.ts';
import type { Prober } from '../../functions/core/ports.ts';
import { classify } from '../../functions/core/probing/classify.ts';
import { TICK_AT } from '../support/builders.ts';
import { AMPLE_MS, PLANTED_HEADERS, deadlinesWith, findingOf } from '../support/finding.ts';
import { NO_EXPECTATION } from '../support/observations.ts';
import type { Expected, LabCase, OpenCase } from './case.ts';

/** What our prober made of a case. */
export interface Observed {
  readonly observation: Observation;
  readonly outcome: AttemptOutcome;
  /** The same in the words of `LabCase.expect`. */
  readonly found: Expected;
}

/** Our prober, set up for an open case. */
export function proberFor({ nameServer, authority }: OpenCase): Prober {
  return httpProber({
    now: () => TICK_AT,
    ...(nameServer === null ? {} : { nameServers: [nameServer] }),
    ...(authority === null ? {} : { trustedCertificates: [authority] }),
  });
}

/** One attempt of our prober against the listeners of a case, with a planted token. */
export async function observeCase(lab: LabCase, open: OpenCase): Promise<Observed> {
  const observation = await proberFor(open).attempt({
    url: open.url,
    deadlines: deadlinesWith(lab.deadlines),
    turn: 0,
    signal: new AbortController().signal,
    headers: PLANTED_HEADERS,
    onSilence: { afterMs: AMPLE_MS, isPathProven: () => Promise.resolve(false), isHopeless: () => false },
  });
  const outcome = classify(observation, { ...NO_EXPECTATION, ...lab.context });
  const { error, reached, delivery, answer, ...finding } = findingOf(observation, outcome);
  const found: Expected = {
    ...{ outcome: finding.outcome, error, reached, delivery },
    status: answer?.[0] ?? null,
    bodyEnd: answer?.[1] ?? null,
    isCertificateSeen: observation.certificate !== null,
  };
  return { observation, outcome, found };
}
