import type { Problem } from '../core/model/problem.ts';
import { SECOND_MS, type EpochMs } from '../core/model/time.ts';
import { patternsToShow } from '../core/page/grave-first.ts';
import { planReading, wantedFrom, type ReadingPlan } from '../core/page/reading-plan.ts';
import type { PageFault, StatusFacts } from '../core/page/status-facts.ts';
import type { TimeRange } from '../core/picture/time-range.ts';
import type { CareStore, Clock, Log, ProblemBook } from '../core/ports.ts';
import type { RecordedRun } from '../core/run-record.ts';
import type { Settings } from '../core/settings-model.ts';
import { fillPictures } from './fill-pictures.ts';
import { readStanding, type StandingPorts } from './read-standing.ts';

/** What a status page is made of. It is read, and nothing is changed. */
export interface StatusPorts extends StandingPorts {
  readonly problems: Pick<ProblemBook, 'recent'>;
  readonly cares: Pick<CareStore, 'all'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/** Which page, and of what. */
export interface StatusOrder {
  readonly range: TimeRange;
  readonly vantages: readonly string[];
  readonly now: EpochMs;
  readonly settings: Settings;
  /** Problems, and the heat maps of chronic ones, are told for so long after they are over. */
  readonly recentMs: number;
  /** What somebody does about what could not be read. */
  readonly remedy: string;
  /** Takes in what is read for the strips too, for pictures of its own. */
  readonly alsoFold?: (plan: ReadingPlan) => (record: RecordedRun) => void;
}

/** Somebody waits: what is not read by then is left out. With what comes before and after, less than 10 s. */
const PATIENCE_MS = 8 * SECOND_MS;

/** Reads everything that a status page shows. What cannot be read is `null`, told in `faults`, and logged with its cause. */
export async function gatherFacts(order: StatusOrder, ports: StatusPorts): Promise<StatusFacts> {
  const { range, vantages, now, settings } = order;
  const faults: PageFault[] = [];
  const attempt = attempting(faults, order.remedy, ports.log);
  const [problems, cares, standing] = await Promise.all([
    attempt('The problems could not be read.', () => recentProblems(ports.problems, now - order.recentMs)),
    attempt('What was acknowledged and snoozed could not be read.', () => ports.cares.all()),
    attempt('How the monitor itself does could not be read.', () => readStanding(vantages, now, settings, ports)),
  ]);
  const patterns = patternsToShow(problems ?? []);
  const since = patterns.map((problem) => wantedFrom(problem, now));
  const patternsFrom = since.length === 0 ? null : Math.min(...since);
  const plan = planReading({ asked: range, now, vantages: vantages.length, patternsFrom }, settings);
  const pictures = await fillPictures(
    { plan, patterns, vantages, now, settings, onRecord: order.alsoFold?.(plan) ?? null },
    {
      history: ports.history,
      isLate: () => ports.clock.now() - now > PATIENCE_MS,
      attempt,
    },
  );
  return { now, problems, cares: cares ?? new Map(), standing, range: plan.strips, ...pictures, faults };
}

/** Does some work; when it fails, that is told and logged, and the answer is `null`. */
export type Attempt = <T>(what: string, work: () => Promise<T>) => Promise<T | null>;

function attempting(faults: PageFault[], remedy: string, log: Log): Attempt {
  return async (what, work) => {
    try {
      return await work();
    } catch (cause) {
      log.error('widget-fault', { what, fault: describeCause(cause) });
      // Messages of the SDK name accounts and roles: those are for the log.
      const error = cause instanceof Error ? cause.name : 'Error';
      faults.push({ what, error, remedy });
      return null;
    }
  };
}

/** What went wrong, for a log. */
export function describeCause(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
}

async function recentProblems(book: StatusPorts['problems'], since: EpochMs): Promise<readonly Problem[]> {
  return (await book.recent(since)).map(({ problem }) => problem);
}
