import { isFailure } from '../../functions/core/model/outcome.ts';
import { diagnosisText } from '../../functions/core/probing/diagnosis.ts';
import type { Attempt, Probe, Run } from '../../functions/core/model/run.ts';
import type { RecordedAttempt, RecordedProbe, RecordedRun } from '../../functions/core/run-record.ts';

/** What must be left of a run after it was packed and unpacked: times in whole milliseconds after the tick. */
export function roundedRecord(run: Run): RecordedRun {
  const diagnoses = Object.fromEntries(run.diagnoses.map((one) => [one.origin, diagnosisText(one)]));
  return { key: run.key, diagnoses, probes: run.probes.map((probe) => roundedProbe(run.key.tickAt, probe)) };
}

function roundedProbe(tickAt: number, probe: Probe): RecordedProbe {
  const { targetId, outcome } = probe;
  if (outcome.class === 'not-probed') {
    const until = outcome.until === null || outcome.reason === 'not-due' ? null : rounded(tickAt, outcome.until);
    const nothing = { startedAt: tickAt, durationMs: 0, address: null, masked: false, attempts: [] };
    return { targetId, ...nothing, outcome: { ...outcome, until } };
  }
  const startedAt = rounded(tickAt, probe.startedAt);
  const durationMs = wholeMs(probe.durationMs);
  // A failure before anything could be sent is kept as one attempt without address, phase or status.
  const unsent = { startedAt, durationMs, address: null, outcome, phase: null, status: null };
  const attempts =
    isFailure(outcome) && probe.attempts.length === 0
      ? [unsent]
      : probe.attempts.map((attempt) => roundedAttempt(tickAt, attempt));
  const address = attempts.at(-1)?.address ?? null;
  return { targetId, startedAt, durationMs, address, outcome, masked: probe.masked, attempts };
}

function roundedAttempt(tickAt: number, { observation, outcome }: Attempt): RecordedAttempt {
  return {
    startedAt: rounded(tickAt, observation.startedAt),
    durationMs: wholeMs(observation.durationMs),
    address: observation.address,
    outcome,
    phase: observation.error?.phase ?? null,
    status: observation.answer?.status ?? null,
  };
}

function rounded(tickAt: number, at: number): number {
  return tickAt + Math.round(at - tickAt);
}

/** JSON has no negative zero, which is what a clock that is set back by less than half a millisecond rounds to. */
function wholeMs(ms: number): number {
  return Math.round(ms) + 0;
}
