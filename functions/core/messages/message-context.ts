import type { MaintenanceCalendar } from '../maintenance-calendar.ts';
import type { Problem } from '../model/problem.ts';

/** What a message needs beside the announcement. */
export interface MessageContext {
  /** IANA zone for times; UTC stands beside it. */
  readonly timeZone: string;
  /** Where the runbook's headings are. */
  readonly runbookUrl: string;
  /** `null` where there is no dashboard. */
  readonly dashboardUrl: string | null;
  /** Where the log of a problem's probes can be read; `null` where there is none. */
  readonly logsUrl: (problem: Problem) => string | null;
  /**
   * The options with which `npm run problems` opens the history that the problem is in, ready to be copied; empty where it opens that
   * by itself.
   */
  readonly problemsOptions: string;
  /** When failures are expected; `null` for never. */
  readonly maintenance: MaintenanceCalendar | null;
  /** Whether it is sent to try the channel: nothing is wrong. */
  readonly isTest: boolean;
  /** Which links of a test cannot be real. */
  readonly sampleLinks?: readonly string[];
}
