import type { Problem } from '../model/problem.ts';
import { DAY_MS, type EpochMs } from '../model/time.ts';
import { shownText } from '../picture/escape-xml.ts';
import { momentLabel } from '../picture/time-ticks.ts';
import { graveFirst } from './grave-first.ts';
import { monitorTroubles } from './monitor-health.ts';
import { openItem, overItem } from './problem-item.ts';
import type { PageOptions, StatusFacts } from './status-facts.ts';

/** Problems told in full; there are seldom more than a handful, since what fails for one reason is one problem. */
const MOST_OPEN = 20;
const MOST_OVER = 5;
const OVER_LATELY_MS = DAY_MS;

type StateFacts = Pick<StatusFacts, 'now' | 'problems' | 'cares' | 'standing'>;

/** What is wrong now, in the order in which somebody should look at it. */
export function stateSection(facts: StateFacts, { settings }: PageOptions): string {
  const { now, cares, standing } = facts;
  const { timeZone: zone, runbookUrl, tickMs } = settings;
  const troubles = standing === null ? [] : monitorTroubles(standing, now, tickMs);
  const problems = facts.problems ?? [];
  const open = graveFirst(problems.filter(({ closedAs }) => closedAs === null));
  const items = open
    .slice(0, MOST_OPEN)
    .map((problem) => openItem(problem, { now, zone, runbookUrl, care: cares.get(problem.id) }));
  const more = open.length > MOST_OPEN ? `<p class="note">and ${open.length - MOST_OPEN} more</p>` : '';
  return [
    ...troubles.map((trouble) => `<p class="banner bad">The monitor itself: ${shownText(trouble)}</p>`),
    facts.problems === null ? '' : banner(open, facts, troubles.length > 0, settings),
    items.length === 0 ? '' : `<ul class="problems">${items.join('')}</ul>${more}`,
    overList(problems, now, zone),
  ].join('');
}

function banner(
  open: readonly Problem[],
  { standing }: StateFacts,
  isTroubled: boolean,
  { timeZone, targets }: PageOptions['settings'],
): string {
  if (open.length > 0) {
    const gravest = open[0]?.severity === 'critical' ? 'bad' : 'warn';
    return `<p class="banner ${gravest}">${open.length} open ${open.length === 1 ? 'problem' : 'problems'}</p>`;
  }
  // Nothing is known to be wrong, which says little while nobody looks.
  if (isTroubled || standing === null) return '<p class="banner warn">No open problem that the monitor knows of</p>';
  const newest = Math.max(...standing.vantages.map(({ newestRun }) => newestRun ?? 0));
  const count = `${targets.length} ${targets.length === 1 ? 'target' : 'targets'}`;
  return `<p class="banner ok">All well: ${count}, newest run ${shownText(momentLabel(newest, timeZone))}</p>`;
}

function overList(problems: readonly Problem[], now: EpochMs, zone: string): string {
  const endOf = ({ resolvedAt, decidedAt }: Problem) => resolvedAt ?? decidedAt;
  const over = problems
    .filter(({ closedAs }) => closedAs === 'resolved' || closedAs === 'no-longer-monitored')
    .filter((problem) => now - endOf(problem) <= OVER_LATELY_MS)
    .toSorted((a, b) => endOf(b) - endOf(a));
  if (over.length === 0) return '';
  const items = over.slice(0, MOST_OVER).map((problem) => overItem(problem, zone));
  const more = over.length > MOST_OVER ? [`<li class="faint">and ${over.length - MOST_OVER} more</li>`] : [];
  return `<p class="title">Over within the last day</p><ul class="plain">${[...items, ...more].join('')}</ul>`;
}
