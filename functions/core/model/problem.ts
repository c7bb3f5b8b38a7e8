import type { CauseHint } from '../chronic/cause-rule.ts';
import type { Digest } from './digest.ts';
import type { FailureClass } from './outcome.ts';
import type { Pattern } from './pattern.ts';
import type { Spell } from './spell.ts';
import type { EpochMs } from './time.ts';

export type Severity = 'critical' | 'warning' | 'info';

/** A pattern that a chronic problem covers: what repeats at one target as seen from one vantage. */
export interface ProblemMember {
  readonly vantage: string;
  /** A target's id, or `OWN_NETWORK_SUBJECT`. */
  readonly subject: string;
  /** See `Finding.id`. */
  readonly findingId: string;
  /** The tick at which it was found to belong to the problem. */
  readonly joinedAt: EpochMs;
  /** The tick at which the pattern had ended there; `null` while it goes on. */
  readonly overAt: EpochMs | null;
}

/** A stream that an incident covers: a target as seen from one vantage, or the vantage's own network. */
export interface CoveredStream {
  readonly vantage: string;
  /** A target's id, or `OWN_NETWORK_SUBJECT`. */
  readonly subject: string;
  /** The tick of its first failing probe, and when that started. */
  readonly firstFailureTick: EpochMs;
  readonly firstFailureAt: EpochMs;
  /** When its first healthy probe started, or the tick at which it went on as another problem; `null` while it fails. */
  readonly recoveredAt: EpochMs | null;
  /** Its failing probes as `class/kind`, as of the newest write: those of earlier stretches, and all. */
  readonly pastKinds: Readonly<Record<string, number>>;
  readonly kinds: Readonly<Record<string, number>>;
  /** What it failed as, the oldest first; the newest reaches to the end or beyond where it fails on as another problem. */
  readonly spells: readonly Spell[];
}

/** How far a problem reached when people were told of it last. */
export interface ToldReach {
  /** The subject as it was told. */
  readonly subject: string;
  /** Targets: of an incident those that the lowest failing rung does not explain, itself counted. */
  readonly breadth: number;
  readonly vantages: number;
  /** Of a chronic problem's pattern; `null` for what has none. */
  readonly periodMs: number | null;
  /** When that was; `null` before the first notice. */
  readonly at: EpochMs | null;
  /** The class and, of a chronic problem, the pattern in brief, as they were told; `null` before the first notice. */
  readonly shape: string | null;
  /** Every class that people were told of in this occurrence. */
  readonly classes: readonly FailureClass[];
}

/** What failures a chronic problem accounted for from some tick on: those are counted there, and ring nobody. */
export interface KnownStrikes {
  /** The tick at which that was decided. */
  readonly since: EpochMs;
  /** When they come, and usually how long. */
  readonly pattern: Pattern;
  /** How far a strike's start may lie from its predicted time at any of the targets. */
  readonly toleranceMs: number;
  /** Failing probes in a strike, on average; `null` for what has no windows. */
  readonly probesPerStrike: number | null;
  readonly classes: readonly FailureClass[];
  /** The addresses that it is tied to; none when it is not tied to any. */
  readonly addresses: readonly string[];
}

/** Failing ticks among the newest ones of a stream that works now and then. */
export interface FailureRate {
  readonly failedTicks: number;
  readonly ofTicks: number;
}

/** The chronic problem within which an incident opened, and why it is not one of the usual failures of that. */
export interface ChronicLink {
  readonly problemId: string;
  /** Of the chronic problem, when the incident opened. */
  readonly pattern: Pattern;
  /** It lasts longer, began outside of the usual time, fails in another class, or at other addresses. */
  readonly beyond: 'longer' | 'wider' | 'other-class' | 'other-address';
}

/**
 * From how many of the vantages that probe its targets a chronic problem is seen. From one or some of several it is the path
 * there, from all the provider; with a single vantage the two cannot be told apart.
 */
export type SeenFrom = 'one-of-several' | 'some' | 'all' | 'only-vantage';

/** An open matter with a life, as people hear of it. */
export interface Problem {
  /** Stable: the stream and the tick of its first failure. */
  readonly id: string;
  /** The stream it was found in; at most one problem of a stream is open at a time. */
  readonly stream: string;
  /** What is broken, as it stands in a sentence: the target, or e.g. "the token of account main". */
  readonly subject: string;
  /** `incident`: it fails now; `chronic`: its failures repeat. */
  readonly nature: 'incident' | 'chronic';
  readonly severity: Severity;
  /** The class of the newest failure. */
  readonly class: FailureClass;
  /** Every failure seen so far as `class/kind`, with its count. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly scope: {
    readonly targets: readonly string[];
    readonly vantages: readonly string[];
    /** The remote addresses that it is tied to; none when it is not tied to any. */
    readonly addresses: readonly string[];
  };
  /** How it repeats; `null` for an incident. */
  readonly pattern: Pattern | null;
  /** What the pattern is consistent with, each with its test; none for an incident. */
  readonly hints: readonly CauseHint[];
  /** `null` for an incident, and for the monitor's own network. */
  readonly seenFrom: SeenFrom | null;
  /** The patterns it covers, the first found first; none for an incident. */
  readonly members: readonly ProblemMember[];
  /** The streams it covers, the lowest rung first; none for a chronic problem, and for a warning. */
  readonly covers: readonly CoveredStream[];
  /** What it failed as; of an incident its streams know that, and of a warning nothing is to be known. */
  readonly spells: readonly Spell[];
  /** Targets that are not probed while requests to the origin pause after a 429, of this occurrence; none for all else. */
  readonly pausedTargets: readonly string[];
  /** What it accounted for in the last day, the oldest first; none for an incident. */
  readonly strikes: readonly KnownStrikes[];
  /** Of an incident that opened within a chronic problem; `null` for all others. */
  readonly linkedTo: ChronicLink | null;
  /** The newest detail, see `Failure.detail`. */
  readonly detail: string | null;
  /** The origin that failed, `https://…`; `null` for what is about none. */
  readonly origin: string | null;
  /** What trying every address of the origin showed when it was opened; `null` when nothing was tried. */
  readonly diagnosis: string | null;
  readonly failedProbes: number;
  /** When the first failing probe started. */
  readonly firstFailureAt: EpochMs;
  /** The same of the occurrence under way, or of the last one: an incident may come back. */
  readonly failingSince: EpochMs;
  /** 1, and one more for each time it came back within the grace time. */
  readonly occurrences: number;
  /** The occurrence before the one under way, or before the last one; `null` when there was none. */
  readonly previous: { readonly from: EpochMs; readonly to: EpochMs } | null;
  /** How often in a row it came back soon after it was over, and people were told: from the second time on it goes on and off. */
  readonly soonAgain: number;
  /** How often it failed when it was opened, or came back; `null` for what failed in a row. */
  readonly rate: FailureRate | null;
  /** Whether nobody was told of the occurrence under way: it came back, and is no longer or wider than what was told. */
  readonly isQuiet: boolean;
  /** Occurrences that people were told of. */
  readonly toldOccurrences: number;
  /** The longest occurrence that people were told of; 0 before the first one ended. */
  readonly longestToldMs: number;
  /** Reminders since the newest notice of another reason. */
  readonly reminders: number;
  readonly told: ToldReach;
  /** The tick at which it was opened. */
  readonly openedAt: EpochMs;
  /** The tick of the newest notice of it. */
  readonly toldAt: EpochMs;
  /** The tick of the newest decision on it, told or not. */
  readonly decidedAt: EpochMs;
  /**
   * When the first healthy probe of the recovery started, or, of a chronic problem without one, its newest failure; the tick
   * for what was closed otherwise. `null` while open.
   */
  readonly resolvedAt: EpochMs | null;
  /** How it ended; `continued`: it goes on under the same id in another stream. `null` while open. */
  readonly closedAs: 'resolved' | 'no-longer-monitored' | 'continued' | null;
}

/** The newest tick that a problem knows of. */
export function newestTickOf({ decidedAt, toldAt, resolvedAt }: Problem): EpochMs {
  return Math.max(decidedAt, toldAt, resolvedAt ?? 0);
}

/** Why people are told of a problem. */
export const NOTICE_REASONS = ['opened', 'changed', 'reopened', 'reminded', 'resolved', 'no-longer-monitored'] as const;
export type NoticeReason = (typeof NOTICE_REASONS)[number];

/** One message to people about a problem. Its id names the fact: the same fact never has two. */
export interface Notice {
  /** `<problem id>/<reason>`, with its tick where the reason can come again. */
  readonly id: string;
  readonly at: EpochMs;
  readonly reason: NoticeReason;
  /** The problem as it stood when the notice was decided. */
  readonly problem: Problem;
}

/** The weekly message. */
export interface DigestNotice {
  /** `digest/<local date>`. */
  readonly id: string;
  readonly at: EpochMs;
  readonly reason: 'digest';
  readonly digest: Digest;
}

/** One message to people. */
export type Announcement = Notice | DigestNotice;

/** What is kept in order with each other: the notices of one problem, and the weekly messages. */
export function threadOf(announcement: Announcement): string {
  return announcement.reason === 'digest' ? 'digest' : announcement.problem.id;
}
