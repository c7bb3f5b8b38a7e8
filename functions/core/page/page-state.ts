import { chiefKind, isChronic, subjectOf } from '../messages/problem-words.ts';
import { patternInBrief } from '../messages/pattern-words.ts';
import { graveFirst } from './grave-first.ts';
import { monitorTroubles } from './monitor-health.ts';
import type { PageOptions, StatusFacts } from './status-facts.ts';

/** How a page's state is shown in a glance. */
export type PageTone = 'ok' | 'warn' | 'bad';

/** Told by name; the page lists all. */
const MOST_NAMED = 3;

/** The state in a line, the same as long as nothing changes, and its tone. Plain text, not escaped. */
export function pageState(
  { now, problems, standing }: Pick<StatusFacts, 'now' | 'problems' | 'standing'>,
  { settings }: PageOptions,
): { readonly words: string; readonly tone: PageTone } {
  const isTroubled = standing === null || monitorTroubles(standing, now, settings.tickMs).length > 0;
  const open = graveFirst((problems ?? []).filter(({ closedAs }) => closedAs === null));
  const trouble = isTroubled ? 'The monitor itself is in trouble. ' : '';
  if (problems === null) return { words: `${trouble}The problems could not be read.`, tone: 'bad' };
  if (open.length === 0) {
    return isTroubled
      ? { words: `${trouble}No open problem that it knows of.`, tone: 'bad' }
      : { words: 'All well.', tone: 'ok' };
  }
  const names = open.slice(0, MOST_NAMED).map((problem) => {
    const how = isChronic(problem) ? patternInBrief(problem) : chiefKind(problem).replace('/', ', ');
    return `${subjectOf(problem).start}: ${how}`;
  });
  const more = open.length > MOST_NAMED ? ` and ${open.length - MOST_NAMED} more` : '';
  const count = `${open.length} open ${open.length === 1 ? 'problem' : 'problems'}`;
  const isBad = isTroubled || open.some(({ severity }) => severity === 'critical');
  return { words: `${trouble}${count}: ${names.join('; ')}${more}.`, tone: isBad ? 'bad' : 'warn' };
}
