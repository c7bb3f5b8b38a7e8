import type { FailureClass } from './outcome.ts';
import type { EpochMs } from './time.ts';

export type Severity = 'critical' | 'warning' | 'info';

/** An open matter with a life, as people hear of it. */
export interface Problem {
  /** Stable: the stream and the tick of its first failure. */
  readonly id: string;
  /** The stream it was found in; at most one problem of a stream is open at a time. */
  readonly stream: string;
  /** What is broken, as it stands in a sentence: the target, or e.g. "the token of account main". */
  readonly subject: string;
  readonly nature: 'incident';
  readonly severity: Severity;
  /** The class of the newest failure. */
  readonly class: FailureClass;
  /** Every failure seen so far as `class/kind`, with its count. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly scope: { readonly targets: readonly string[]; readonly vantages: readonly string[] };
  /** The newest detail, see `Failure.detail`. */
  readonly detail: string | null;
  /** The origin that failed, `https://…`; `null` for what is about none. */
  readonly origin: string | null;
  /** What trying every address of the origin showed when it was opened; `null` when nothing was tried. */
  readonly diagnosis: string | null;
  readonly failedProbes: number;
  /** When the first failing probe started. */
  readonly firstFailureAt: EpochMs;
  /** The tick at which it was opened. */
  readonly openedAt: EpochMs;
  /** The tick of the newest notice of it. */
  readonly toldAt: EpochMs;
  /** When the first healthy probe of the recovery started; `null` while open. */
  readonly resolvedAt: EpochMs | null;
  readonly closedAs: 'resolved' | 'no-longer-monitored' | null;
}

/** Why people are told. */
export const NOTICE_REASONS = ['opened', 'changed', 'resolved', 'no-longer-monitored'] as const;
export type NoticeReason = (typeof NOTICE_REASONS)[number];

/** One message to people. Its id names the fact: the same fact never has two. */
export interface Notice {
  /** `<problem id>/<reason>`, for a change with its tick. */
  readonly id: string;
  readonly at: EpochMs;
  readonly reason: NoticeReason;
  /** The problem as it stood when the notice was decided. */
  readonly problem: Problem;
}
