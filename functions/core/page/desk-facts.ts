import type { Problem } from '../model/problem.ts';
import type { LatencySeries } from '../picture/fold-latency.ts';
import type { ListedAlert } from './alert-list.ts';
import type { PageSpan } from './page-spans.ts';
import type { PageFault, StatusFacts } from './status-facts.ts';

/** What the page of a monitor on one machine shows beside what every status page does; `null` is what could not be read. */
export interface DeskFacts extends StatusFacts {
  readonly span: PageSpan;
  /** What is watched, in a line. */
  readonly watched: string;
  /** Who is told, in a sentence. */
  readonly told: string;
  readonly latency: readonly LatencySeries[];
  /** The newest first. */
  readonly alerts: readonly ListedAlert[] | null;
  /** Those that were told in the time shown, as they stood then. */
  readonly toldProblems: readonly Problem[];
  /** What the newest run could not do. */
  readonly ownFaults: readonly PageFault[];
}
