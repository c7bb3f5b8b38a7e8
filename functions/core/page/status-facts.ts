import type { Problem } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import type { OutcomeSeries } from '../picture/fold-cells.ts';
import type { Theme } from '../picture/picture-style.ts';
import type { TimeRange } from '../picture/time-range.ts';
import type { Care } from '../problems/care.ts';
import type { Settings } from '../settings-model.ts';
import type { SubscriptionState } from '../subscriptions.ts';

/** How the monitor stands at one of its vantages. */
export interface VantageStanding {
  readonly vantage: string;
  /** The newest run that is on record; `null` when there is none of the last hours. */
  readonly newestRun: EpochMs | null;
  /** Detection has looked at all ticks up to this one; `null` before its first pass. */
  readonly examinedTo: EpochMs | null;
}

/** How the monitor stands itself. */
export interface MonitorStanding {
  readonly vantages: readonly VantageStanding[];
  readonly unsentNotices: number;
  /** When the oldest of them was decided; `null` without any. */
  readonly oldestUnsentAt: EpochMs | null;
  readonly deadNotices: number;
  /** How the addresses stood when they were looked at last; `null` before that. */
  readonly subscriptions: SubscriptionState | null;
}

/** Something that could not be read, told to whoever looks at the page. Plain text, not escaped. */
export interface PageFault {
  readonly what: string;
  readonly error: string;
  readonly remedy: string;
}

/** Everything that a status page shows; `null` is what could not be read. */
export interface StatusFacts {
  readonly now: EpochMs;
  /** Those that are open, and those that were over lately. */
  readonly problems: readonly Problem[] | null;
  readonly cares: ReadonlyMap<string, Care>;
  readonly standing: MonitorStanding | null;
  /** The time that the strips show. */
  readonly range: TimeRange;
  readonly series: readonly OutcomeSeries[];
  /** Heat maps as they are drawn, the gravest problem first. */
  readonly figures: readonly string[];
  /** Chronic problems that have no heat map here. */
  readonly figuresLeftOut: number;
  /** What was asked for and is left out. */
  readonly notes: readonly string[];
  readonly faults: readonly PageFault[];
}

/** How a status page is written. */
export interface PageOptions {
  readonly theme: Theme;
  readonly settings: Pick<Settings, 'timeZone' | 'runbookUrl' | 'tickMs' | 'targets'>;
}
