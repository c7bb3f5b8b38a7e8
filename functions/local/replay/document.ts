import { asOf } from '../../core/chronic/next-window.ts';
import { isoOrNull, patternDocument, type PatternDocument } from '../../core/messages/pattern-document.ts';
import type { FailureClass } from '../../core/model/outcome.ts';
import type { Problem, SeenFrom } from '../../core/model/problem.ts';
import { isoTime, type EpochMs } from '../../core/model/time.ts';
import { heirOf } from './heir.ts';
import { nameInRecord } from './recorded-names.ts';
import type { Replayed } from './replay.ts';
import type { ToldProblem } from './told-problems.ts';

/** A problem with everything that people were told of it, for machines. */
export interface ProblemDocument {
  readonly id: string;
  readonly nature: string;
  readonly severity: string;
  readonly class: FailureClass;
  /** The kinds of its class, the most frequent first. */
  readonly kinds: readonly string[];
  /** Every failure as `class/kind`, with its count. */
  readonly failures: Readonly<Record<string, number>>;
  readonly failedProbes: number;
  readonly scope: {
    readonly targets: readonly string[];
    readonly vantages: readonly string[];
    readonly addresses: readonly string[];
  };
  /** Of a chronic problem: from how many of the vantages that probe its targets it is seen. */
  readonly seenFrom: SeenFrom | null;
  readonly openedAt: string;
  readonly firstFailureAt: string;
  /** Of the newest of its outages, which are `occurrences`: an incident may come back. */
  readonly failingSince: string;
  readonly occurrences: number;
  readonly resolvedAt: string | null;
  readonly closedAs: 'resolved' | 'no-longer-monitored' | null;
  /**
   * The problem of another id that this one is told in from `resolvedAt` on, when its failures turned out to be a part of
   * that; it is closed as resolved then. What goes on under its own id is told as one problem.
   */
  readonly continuedAs: string | null;
  readonly pattern: PatternDocument | null;
  readonly consistentWith: readonly string[];
  /** For each of `consistentWith`, how to confirm or refute it. */
  readonly tests: readonly string[];
  readonly notices: readonly { readonly id: string; readonly at: string; readonly reason: string }[];
}

/** What `npm run -s replay -- FILE --json` prints. Fields are added, never renamed or dropped. */
export interface ReplayDocument {
  /** The format that the record was read as, and what had to be assumed on the way. */
  readonly format?: string;
  readonly assumptions?: readonly string[];
  /** `null` for a record without lines. */
  readonly from: string | null;
  readonly to: string | null;
  /** Lines of the record, each counted once; `notProbed` of them tell that a target was skipped. */
  readonly probes: number;
  readonly notProbed: number;
  readonly targets: number;
  readonly vantages: readonly string[];
  readonly problems: readonly ProblemDocument[];
}

/** What a record came to, as a document. `zone` is the one that people are told times in. */
export function replayDocument(replayed: Replayed, zone: string): ReplayDocument {
  const { from, to, probes, notProbed, targetIds, vantages, problems } = replayed;
  return {
    from: isoOrNull(from),
    to: isoOrNull(to),
    probes,
    notProbed,
    targets: targetIds.length,
    vantages: vantages.map(nameInRecord).toSorted(),
    problems: problems.map((told) => problemDocument(told, heirOf(told.problem, problems), to ?? 0, zone)),
  };
}

function problemDocument(
  { problem, notices }: ToldProblem,
  heir: Problem | null,
  end: EpochMs,
  zone: string,
): ProblemDocument {
  const { scope, hints } = problem;
  const pattern = problem.pattern === null || problem.closedAs !== null ? problem.pattern : asOf(problem.pattern, end);
  return {
    id: problem.id,
    nature: problem.nature,
    severity: problem.severity,
    class: problem.class,
    kinds: kindsOf(problem),
    failures: problem.kinds,
    failedProbes: problem.failedProbes,
    scope: {
      targets: scope.targets.map(nameInRecord),
      vantages: scope.vantages.map(nameInRecord),
      addresses: scope.addresses,
    },
    seenFrom: problem.seenFrom,
    openedAt: isoTime(problem.openedAt),
    firstFailureAt: isoTime(problem.firstFailureAt),
    failingSince: isoTime(problem.failingSince),
    occurrences: problem.occurrences,
    resolvedAt: isoOrNull(problem.resolvedAt),
    closedAs: problem.closedAs === 'continued' ? 'resolved' : problem.closedAs,
    continuedAs: heir?.id ?? null,
    pattern: pattern === null ? null : patternDocument(pattern, zone),
    consistentWith: hints.map(({ consistentWith }) => consistentWith),
    tests: hints.map(({ test }) => test),
    notices: notices.map(({ id, at, reason }) => ({ id, at: isoTime(at), reason })),
  };
}

function kindsOf(problem: Problem): string[] {
  const prefix = `${problem.class}/`;
  return Object.entries(problem.kinds)
    .filter(([name]) => name.startsWith(prefix))
    .toSorted(([, a], [, b]) => b - a)
    .map(([name]) => name.slice(prefix.length));
}
