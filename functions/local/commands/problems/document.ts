import { patternSentence } from '../../../core/chronic/words.ts';
import type { FailureClass } from '../../../core/model/outcome.ts';
import type { Announcement, NoticeReason, Severity } from '../../../core/model/problem.ts';
import { isoTime, type EpochMs } from '../../../core/model/time.ts';
import { isAcknowledged, isSnoozed } from '../../../core/problems/care.ts';
import { kindsOf, lifeStateOf, type KnownProblem, type LifeState } from './known-problem.ts';
import type { ToldFor } from './text.ts';

/** A problem as `npm run -s problems` prints it with `--json`. Fields are added, never renamed or dropped. */
export interface KnownProblemDocument {
  readonly id: string;
  readonly shortId: string;
  readonly subject: string;
  readonly nature: 'incident' | 'chronic';
  readonly severity: Severity;
  readonly class: FailureClass;
  /** Of its class, the most frequent first. */
  readonly kinds: readonly string[];
  /** Every failure as `class/kind`, with its count. */
  readonly failures: Readonly<Record<string, number>>;
  readonly scope: {
    readonly targets: readonly string[];
    readonly vantages: readonly string[];
    readonly addresses: readonly string[];
  };
  readonly state: LifeState;
  readonly acknowledged: boolean;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAt: string | null;
  readonly snoozed: boolean;
  readonly snoozedUntil: string | null;
  readonly note: string | null;
  readonly firstFailureAt: string;
  /** Start of this occurrence. */
  readonly failingSince: string;
  readonly occurrences: number;
  readonly openedAt: string;
  readonly toldAt: string;
  readonly resolvedAt: string | null;
  /** How it repeats, as a sentence with times in the zone of the settings. */
  readonly pattern: string | null;
  readonly detail: string | null;
}

/** An announcement that nobody could be told. */
export interface DeadDocument {
  readonly id: string;
  readonly at: string;
  readonly reason: NoticeReason | 'digest';
  readonly problemId: string | null;
  readonly subject: string | null;
}

/** One problem, for machines. */
export function knownProblemDocument(
  { problem, shortId, care }: KnownProblem,
  { now, timeZone }: ToldFor,
): KnownProblemDocument {
  return {
    id: problem.id,
    shortId,
    subject: problem.subject,
    nature: problem.nature,
    severity: problem.severity,
    class: problem.class,
    kinds: kindsOf(problem),
    failures: problem.kinds,
    scope: problem.scope,
    state: lifeStateOf(problem),
    acknowledged: isAcknowledged(care),
    acknowledgedBy: care?.acknowledgedBy ?? null,
    acknowledgedAt: isoOrNull(care?.acknowledgedAt),
    snoozed: isSnoozed(care, now),
    snoozedUntil: isoOrNull(care?.snoozedUntil),
    note: care?.note ?? null,
    firstFailureAt: isoTime(problem.firstFailureAt),
    failingSince: isoTime(problem.failingSince),
    occurrences: problem.occurrences,
    openedAt: isoTime(problem.openedAt),
    toldAt: isoTime(problem.toldAt),
    resolvedAt: isoOrNull(problem.resolvedAt),
    pattern: problem.pattern === null ? null : patternSentence(problem.pattern, timeZone),
    detail: problem.detail,
  };
}

/** A dead letter, for machines. */
export function deadDocument(announcement: Announcement): DeadDocument {
  const problem = announcement.reason === 'digest' ? null : announcement.problem;
  return {
    id: announcement.id,
    at: isoTime(announcement.at),
    reason: announcement.reason,
    problemId: problem?.id ?? null,
    subject: problem?.subject ?? null,
  };
}

function isoOrNull(at: EpochMs | null | undefined): string | null {
  return typeof at === 'number' ? isoTime(at) : null;
}
