import { patternAnchor } from '../chronic/pattern-meanings.ts';
import type { Problem } from '../model/problem.ts';
import { runbookAnchor } from '../probing/failures.ts';
import type { MessageContext } from './message-context.ts';
import type { TextLink } from './notice-text.ts';
import { chiefFailure } from './problem-words.ts';

/** Where to look further: what is happening, what was logged, what to do. */
export function linksOf(problem: Problem, { dashboardUrl, logsUrl, runbookUrl }: MessageContext): TextLink[] {
  const { pattern } = problem;
  const logs = logsUrl(problem);
  return [
    ...(dashboardUrl === null ? [] : [{ label: 'Dashboard', url: dashboardUrl }]),
    ...(logs === null ? [] : [{ label: 'Log of the failing probes', url: logs }]),
    { label: 'Runbook', url: `${runbookUrl}#${runbookAnchor(chiefFailure(problem))}` },
    ...(pattern === null
      ? []
      : [{ label: 'Runbook of the pattern', url: `${runbookUrl}#${patternAnchor(pattern.kind)}` }]),
  ];
}
