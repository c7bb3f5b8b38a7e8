import { asOf } from '../chronic/next-window.ts';
import { endedPatternText, patternInBrief, patternText } from '../messages/pattern-words.ts';
import { subjectOf } from '../messages/problem-words.ts';
import { timeText } from '../messages/time-words.ts';
import type { FailureClass } from '../model/outcome.ts';
import type { Pattern } from '../model/pattern.ts';
import type { Problem } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';

/** A chronic problem, as far as its picture needs it. */
export interface HeatSubject {
  /** `server-time: every day at 02:00 Europe/Amsterdam`. Plain text, not escaped. */
  readonly title: string;
  /** How it repeats, in one sentence. */
  readonly sentence: string;
  /** With its next window after now. */
  readonly pattern: Pattern;
  /** Nothing is expected any more. */
  readonly isOver: boolean;
  /** Failures of other classes are shown apart. */
  readonly classes: readonly FailureClass[];
  /** The targets, or own networks, whose probes are counted, each as seen from a vantage. */
  readonly members: readonly { readonly vantage: string; readonly subject: string }[];
}

/**
 * What is drawn of a problem as it stands at `now`; `null` for one that has no pattern.
 *
 * @param zone in which the next window is told
 */
export function heatSubjectOf(problem: Problem, now: EpochMs, zone: string): HeatSubject | null {
  if (problem.pattern === null) return null;
  const isOver = problem.resolvedAt !== null;
  const pattern = asOf(problem.pattern, now);
  return {
    title: `${subjectOf(problem).start}: ${patternInBrief(problem)}`,
    sentence:
      problem.resolvedAt === null
        ? patternText(pattern, zone)
        : `Over since ${timeText(problem.resolvedAt, zone)}; before that: ${endedPatternText(pattern, zone)}`,
    pattern,
    isOver,
    classes: problem.strikes.at(-1)?.classes ?? [problem.class],
    members: problem.members.map(({ vantage, subject }) => ({ vantage, subject })),
  };
}
