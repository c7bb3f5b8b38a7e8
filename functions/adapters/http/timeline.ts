import { PHASES, type Phase, type PhaseTimes } from '../../core/model/observation.ts';

/** Measures the phases of one attempt on the monotonic clock. */
export class Timeline {
  private readonly startedMs = performance.now();
  private readonly spentMs = new Map<Phase, number>();
  private enteredMs = this.startedMs;
  private current: Phase | null = null;

  /** The phase under way, or the one that ended last. */
  get phase(): Phase {
    return this.current ?? 'resolve';
  }

  /** Ends the phase under way and starts another. */
  enter(phase: Phase): void {
    const nowMs = this.stop();
    this.current = phase;
    this.enteredMs = nowMs;
  }

  /** Ends the phase under way; a failed phase keeps the time it took until then. */
  stop(): number {
    const nowMs = performance.now();
    if (this.current !== null && !this.spentMs.has(this.current))
      this.spentMs.set(this.current, nowMs - this.enteredMs);
    return nowMs;
  }

  get durationMs(): number {
    return performance.now() - this.startedMs;
  }

  get phasesMs(): PhaseTimes {
    return Object.fromEntries(PHASES.map((phase) => [phase, this.spentMs.get(phase) ?? null])) as Record<
      Phase,
      number | null
    >;
  }
}
