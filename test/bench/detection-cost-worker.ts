import { newDetector, type DetectorState } from '../../functions/core/chronic/detector-state.ts';
import { observe } from '../../functions/core/chronic/detector.ts';
import { evidenceAt, loadOf, mixOf, type Load, type TargetKind } from './detection-cost-load.ts';
import { DEFAULT_BUDGET } from './detection-options.ts';

/** What a fresh process is asked to fold: a mix of so many targets, or one target of a kind. */
export type CostQuestion = { readonly targets: number } | { readonly kind: TargetKind };

/** What it took. */
export interface CostAnswer {
  /** User and system time of the process while it folded, its helper threads included. */
  readonly foldCpuMs: number;
  /** Most resident memory of the process, Node.js and the record itself included. */
  readonly peakBytes: number;
  /** Resident memory before folding. */
  readonly beforeBytes: number;
  /** What each further minute took, in elapsed time. */
  readonly minutesMs: readonly number[];
  readonly findings: number;
  /** Characters of each target's state as JSON. */
  readonly snapshotBytes: readonly number[];
}

const POLICY = { falseAlarmsPerTargetYear: DEFAULT_BUDGET, zone: 'Europe/Amsterdam' };

process.once('message', (question: CostQuestion) => {
  const load = loadOf('kind' in question ? [question.kind] : mixOf(question.targets));
  process.send?.(measure(load));
  process.disconnect();
});
process.send?.('ready');

function measure(load: Load): CostAnswer {
  const states = load.failing.map(() => newDetector());
  const beforeBytes = process.memoryUsage().rss;
  const before = process.cpuUsage();
  let findings = 0;
  for (let tick = 0; tick < load.foldedTicks; tick++) findings += foldTick(load, states, tick);
  const { user, system } = process.cpuUsage(before);
  const peakBytes = process.resourceUsage().maxRSS * 1_024;
  const minutesMs = Array.from({ length: load.extraTicks }, (_, extra) => {
    const startedAt = performance.now();
    foldTick(load, states, load.foldedTicks + extra);
    return performance.now() - startedAt;
  });
  const snapshotBytes = states.map((state) => JSON.stringify(state).length);
  return { foldCpuMs: (user + system) / 1_000, peakBytes, beforeBytes, minutesMs, findings, snapshotBytes };
}

/** One tick of all targets, as records come. */
function foldTick({ failing }: Load, states: readonly DetectorState[], tick: number): number {
  let confirmed = 0;
  for (let target = 0; target < states.length; target++) {
    const state = states[target];
    if (state === undefined) continue;
    const events = observe(state, evidenceAt(tick, target, failing[target]?.[tick] === 1), POLICY);
    for (const { type } of events) if (type === 'confirmed') confirmed += 1;
  }
  return confirmed;
}
