import { HEALTHY, type Failure, type Outcome } from '../../../functions/core/model/outcome.ts';
import { MINUTE_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import type { RecordedProbe, RecordedRun } from '../../../functions/core/run-record.ts';
import { REFUSED } from '../../support/builders.ts';

/** `.` healthy, `m` masked, `x` refused, `s` status 500, `o` our own network, `f` our own fault, `p` paused, `-` not due. */
export type Mark = '.' | 'm' | 'x' | 's' | 'o' | 'f' | 'p' | '-';
export const MARKS: readonly Mark[] = ['.', 'm', 'x', 's', 'o', 'f', 'p', '-'];

const OUTCOMES: Readonly<Record<Mark, Outcome>> = {
  '.': HEALTHY,
  m: HEALTHY,
  x: REFUSED,
  s: { class: 'server', kind: 'internal-error', detail: null },
  o: { class: 'inconclusive', kind: 'own-network', detail: null },
  f: { class: 'inconclusive', kind: 'own-fault', detail: null },
  p: { class: 'not-probed', reason: 'paused', until: null },
  '-': { class: 'not-probed', reason: 'not-due', until: null },
};

/** What a probe came to; a masked one failed with `failure` first, at `address`. */
export function digestProbe(
  targetId: string,
  mark: Mark,
  startedAt: EpochMs,
  failure: Failure = REFUSED,
  address = '203.0.113.9',
): RecordedProbe {
  const outcome = OUTCOMES[mark];
  const masked = mark === 'm';
  const base = { startedAt, durationMs: 40, address, phase: null, status: null };
  const last = outcome.class === 'not-probed' ? [] : [{ ...base, outcome }];
  const attempts = masked ? [{ ...base, outcome: failure }, ...last] : last;
  return { targetId, startedAt, durationMs: 40, address, outcome, masked, attempts };
}

/** The run of one tick: marks by target. */
export function digestRun(tickAt: EpochMs, marks: Readonly<Record<string, Mark>>, vantage = 'local'): RecordedRun {
  const probes = Object.entries(marks).map(([target, mark]) => digestProbe(target, mark, tickAt + 300));
  return { key: { vantage, tickAt, shard: 0 }, diagnoses: {}, probes };
}

/** Runs of one target, a mark a minute. */
export function digestRuns(from: EpochMs, marks: string, target = 'a', vantage = 'local'): readonly RecordedRun[] {
  return Array.from(marks, (mark, index) =>
    digestRun(from + index * MINUTE_MS, { [target]: MARKS.find((one) => one === mark) ?? '-' }, vantage),
  );
}
