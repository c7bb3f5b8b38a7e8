import { HEALTHY, parseFailureName, type Failure, type Outcome } from '../../../functions/core/model/outcome.ts';
import type { EpochMs } from '../../../functions/core/model/time.ts';
import type { RecordedProbe } from '../../../functions/core/run-record.ts';
import { START_OFFSET_MS } from '../../support/timeline.ts';

/** Failures by letter: small ones are the usual kind of their class, capitals another kind of the same class. */
export const FAILURE_MARKS: Readonly<Record<string, string>> = {
  n: 'network/connect-refused',
  N: 'network/connect-timeout',
  s: 'server/internal-error',
  S: 'server/bad-gateway',
  i: 'intercepted/foreign-body',
  I: 'intercepted/redirect',
  c: 'content/not-found',
  C: 'content/invalid-value',
  u: 'authorization/token-invalid',
  U: 'authorization/forbidden',
  l: 'throttled/too-many-requests',
  f: 'inconclusive/own-fault',
  o: 'inconclusive/own-network',
};

const SKIPPED: Readonly<Record<string, Outcome>> = {
  p: { class: 'not-probed', reason: 'paused', until: null },
  '-': { class: 'not-probed', reason: 'not-due', until: null },
};

/** A timeline with `x(30)` written out; spaces are there to be read. */
export function unfold(timeline: string): string {
  return timeline.replaceAll(' ', '').replace(/(.)\((\d+)\)/g, (_, mark: string, times: string) => {
    return mark.repeat(Number(times));
  });
}

/** The probe that a mark stands for: `.` healthy, `p` paused, `-` not due, a letter of `FAILURE_MARKS`. `null`: none is recorded. */
export function probeOf(
  mark: string,
  targetId: string,
  tickAt: EpochMs,
  offsetMs = START_OFFSET_MS,
): RecordedProbe | null {
  const outcome = outcomeOf(mark);
  if (outcome === null) return null;
  const startedAt = tickAt + offsetMs;
  const base = { targetId, startedAt, durationMs: 40, address: '203.0.113.9', outcome, masked: false };
  if (outcome.class === 'not-probed') return { ...base, attempts: [] };
  const attempt = { startedAt, durationMs: 40, address: '203.0.113.9', outcome, phase: null, status: null };
  return { ...base, attempts: [attempt] };
}

function outcomeOf(mark: string): Outcome | null {
  const skipped = SKIPPED[mark];
  if (skipped !== undefined) return skipped;
  if (mark === '.') return HEALTHY;
  const name = FAILURE_MARKS[mark];
  if (name === undefined) return null;
  return { ...parseFailureName(name), detail: name } as Failure;
}
