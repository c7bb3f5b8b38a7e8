import type { Problem } from '../core/model/problem.ts';
import { DAY_MS, SECOND_MS, type EpochMs } from '../core/model/time.ts';
import { patternsToShow } from '../core/page/grave-first.ts';
import { planReading, wantedFrom } from '../core/page/reading-plan.ts';
import type { PageFault, PageOptions } from '../core/page/status-facts.ts';
import { faultPage, statusPage } from '../core/page/status-page.ts';
import type { CareStore, Clock, Log, ProblemBook } from '../core/ports.ts';
import type { Settings } from '../core/settings-model.ts';
import { WIDGET_DESCRIPTION } from './describe.ts';
import { fillPictures } from './fill-pictures.ts';
import { readStanding, type StandingPorts } from './read-standing.ts';
import { widgetRequest } from './widget-event.ts';

/** What the widget needs from outside. It reads, and changes nothing. */
export interface WidgetPorts extends StandingPorts {
  readonly problems: Pick<ProblemBook, 'recent'>;
  readonly cares: Pick<CareStore, 'all'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/** A chronic problem's heat map stays for so long after it is over. */
const RECENT_MS = 7 * DAY_MS;
/** Somebody waits: what is not read by then is left out. With what comes before and after, less than 10 s. */
const PATIENCE_MS = 8 * SECOND_MS;

/**
 * One view of the widget: HTML, or Markdown when asked to describe itself. It never rejects: what could not be read is told in the
 * page, in words, and logged with its cause.
 */
export async function runWidget(
  event: unknown,
  vantages: readonly string[],
  settings: Settings,
  ports: WidgetPorts,
): Promise<string> {
  const now = ports.clock.now();
  const { isDescribe, range, theme } = widgetRequest(event, now);
  if (isDescribe) return WIDGET_DESCRIPTION;
  const options: PageOptions = { theme, settings };
  try {
    const faults: PageFault[] = [];
    const attempt = attempting(faults, ports.log);
    const [problems, cares, standing] = await Promise.all([
      attempt('The problems could not be read.', () => recentProblems(ports.problems, now)),
      attempt('What was acknowledged and snoozed could not be read.', () => ports.cares.all()),
      attempt('How the monitor itself does could not be read.', () => readStanding(vantages, now, settings, ports)),
    ]);
    const patterns = patternsToShow(problems ?? []);
    const since = patterns.map((problem) => wantedFrom(problem, now));
    const patternsFrom = since.length === 0 ? null : Math.min(...since);
    const plan = planReading({ asked: range, now, vantages: vantages.length, patternsFrom }, settings);
    const pictures = await fillPictures(
      { plan, patterns, vantages, now, settings },
      {
        history: ports.history,
        isLate: () => ports.clock.now() - now > PATIENCE_MS,
        attempt,
      },
    );
    return statusPage(
      { now, problems, cares: cares ?? new Map(), standing, range: plan.strips, ...pictures, faults },
      options,
    );
  } catch (cause) {
    ports.log.error('widget-fault', { fault: describe(cause), stack: cause instanceof Error ? cause.stack : null });
    const what = 'The page could not be made: a fault of the monitor.';
    return faultPage({ what, error: '', remedy: 'The log of the widget function says more.' }, options);
  }
}

/** Does some work; when it fails, that is told and logged, and the answer is `null`. */
export type Attempt = <T>(what: string, work: () => Promise<T>) => Promise<T | null>;

function attempting(faults: PageFault[], log: Log): Attempt {
  return async (what, work) => {
    try {
      return await work();
    } catch (cause) {
      log.error('widget-fault', { what, fault: describe(cause) });
      // Messages of the SDK name accounts and roles: those are for the log.
      const error = cause instanceof Error ? cause.name : 'Error';
      faults.push({ what, error, remedy: 'Check the table and the grants; the log of the widget function says more.' });
      return null;
    }
  };
}

function describe(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
}

async function recentProblems(book: WidgetPorts['problems'], now: EpochMs): Promise<readonly Problem[]> {
  return (await book.recent(now - RECENT_MS)).map(({ problem }) => problem);
}
