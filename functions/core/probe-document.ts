import type { PhaseTimes } from './model/observation.ts';
import { isFailure, type Outcome } from './model/outcome.ts';
import type { Attempt, Probe, Run } from './model/run.ts';
import type { Target } from './model/target.ts';
import { isoTime } from './model/time.ts';
import type { AddressExamination, PathExamination } from './ports.ts';
import { diagnosisText } from './probing/diagnosis.ts';
import { explain, runbookAnchor } from './probing/failures.ts';

/** An outcome with what it means. */
export type OutcomeDocument =
  | { readonly class: 'healthy' }
  | { readonly class: 'not-probed'; readonly reason: string; readonly until: string | null }
  | {
      readonly class: string;
      readonly kind: string;
      readonly cause: string;
      readonly remedy: string;
      readonly runbook: string;
      readonly detail: string | null;
    };

/** One attempt, for machines. Times are ISO 8601 in UTC, durations in milliseconds. */
export interface AttemptDocument {
  readonly startedAt: string;
  readonly durationMs: number;
  readonly outcome: OutcomeDocument;
  readonly address: string | null;
  readonly addresses: readonly string[];
  readonly certificate: { readonly issuer: string; readonly fingerprint: string; readonly validTo: string } | null;
  readonly pathProven: boolean | null;
  readonly delivery: string;
  readonly phasesMs: PhaseTimes;
  readonly status: number | null;
  readonly errorName: string | null;
  readonly errorCode: string | null;
  readonly bodyBytes: number;
}

/** One run, for machines: what `npm run -s probe -- --json` prints. Fields are added, never renamed or dropped. */
export interface ProbeDocument {
  readonly vantage: string;
  readonly tickAt: string;
  readonly probes: readonly {
    readonly target: string;
    readonly url: string;
    readonly outcome: OutcomeDocument;
    readonly masked: boolean;
    readonly durationMs: number;
    readonly attempts: readonly AttemptDocument[];
  }[];
  /** One for each origin that failed on the network. */
  readonly diagnoses: readonly {
    readonly origin: string;
    readonly text: string;
    readonly isControlReached: boolean | null;
    readonly nameErrors: PathExamination['nameErrors'];
    readonly addresses: readonly AddressExamination[];
  }[];
}

/** A run as a document. */
export function probeDocument(run: Run, targets: readonly Target[]): ProbeDocument {
  const urls = new Map(targets.map(({ id, url }) => [id, url]));
  return {
    vantage: run.key.vantage,
    tickAt: isoTime(run.key.tickAt),
    probes: run.probes.map((probe: Probe) => ({
      target: probe.targetId,
      url: urls.get(probe.targetId) ?? '',
      outcome: outcomeDocument(probe.outcome),
      masked: probe.masked,
      durationMs: round(probe.durationMs),
      attempts: probe.attempts.map(attemptDocument),
    })),
    diagnoses: run.diagnoses.map((diagnosis) => ({
      origin: diagnosis.origin,
      text: diagnosisText(diagnosis),
      isControlReached: diagnosis.isControlReached,
      ...diagnosis.examination,
    })),
  };
}

function outcomeDocument(outcome: Outcome): OutcomeDocument {
  if (outcome.class === 'healthy') return { class: 'healthy' };
  if (!isFailure(outcome)) {
    return {
      class: 'not-probed',
      reason: outcome.reason,
      until: outcome.until === null ? null : isoTime(outcome.until),
    };
  }
  const { cause, remedy } = explain(outcome);
  const { class: failureClass, kind, detail } = outcome;
  return { class: failureClass, kind, cause, remedy, runbook: runbookAnchor(outcome), detail };
}

function attemptDocument({ observation, outcome }: Attempt): AttemptDocument {
  const phases = Object.entries(observation.phasesMs).map(([phase, ms]) => [phase, ms === null ? null : round(ms)]);
  return {
    startedAt: isoTime(observation.startedAt),
    durationMs: round(observation.durationMs),
    outcome: outcomeDocument(outcome),
    address: observation.address,
    addresses: observation.addresses,
    certificate:
      observation.certificate === null
        ? null
        : { ...observation.certificate, validTo: isoTime(observation.certificate.validTo) },
    pathProven: observation.pathProven,
    delivery: observation.delivery,
    phasesMs: Object.fromEntries(phases) as PhaseTimes,
    status: observation.answer?.status ?? null,
    errorName: observation.error?.name ?? null,
    errorCode: observation.error?.code ?? null,
    bodyBytes: observation.answer?.bodyBytes ?? 0,
  };
}

/** Microseconds are as fine as the clock is good for. */
function round(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
