import { PATTERN_MEANINGS, patternAnchor } from '../../functions/core/chronic/pattern-meanings.ts';
import { PATTERN_KINDS, type PatternKind } from '../../functions/core/model/pattern.ts';
import { FAILURE_CLASSES, KINDS } from '../../functions/core/model/outcome.ts';
import { checkOf } from '../../functions/core/probing/checks.ts';
import { CLASSES, explain, runbookAnchor } from '../../functions/core/probing/failures.ts';

/** Between these lines a document holds a runbook. */
export const RUNBOOK_START =
  '<!-- runbook: written by `npm run docs` from functions/core/probing/failures.ts and functions/core/chronic/pattern-meanings.ts -->';
export const RUNBOOK_END = '<!-- end of runbook -->';

const PATHS = {
  works: 'the network path to the API works',
  broken: 'the network path to the API is broken',
  unproven: 'nothing certain about the network path',
} as const;

/** `short`: what it is and what to do, for the README. `full`: what it proves and how to make sure, too. */
export type RunbookDetail = 'short' | 'full';

/** The runbook: a heading for every kind of pattern and every kind of failure, each from its one table in code. */
export function runbook(detail: RunbookDetail): string {
  const patterns = [
    '### Patterns\n\nHow failures repeat; each message names the kind of failure too.',
    ...PATTERN_KINDS.map(patternEntry),
  ];
  const failures = FAILURE_CLASSES.flatMap((failureClass) => {
    const { concerns, severity } = CLASSES[failureClass];
    const head = `### Class ${failureClass}\n\nConcerns ${concerns}. Severity: ${severity}.`;
    return [head, ...KINDS[failureClass].map((kind) => entry({ class: failureClass, kind }, detail))];
  });
  return `${RUNBOOK_START}\n\n${[...patterns, ...failures].join('\n\n')}\n\n${RUNBOOK_END}`;
}

function patternEntry(kind: PatternKind): string {
  const { meaning, remedy } = PATTERN_MEANINGS[kind];
  return `#### ${patternAnchor(kind)}\n\n${meaning} **Do:** ${remedy}`;
}

function entry(failure: Parameters<typeof explain>[0], detail: RunbookDetail): string {
  const { cause, remedy, path } = explain(failure);
  const heading = `#### ${runbookAnchor(failure)}`;
  if (detail === 'short') return `${heading}\n\n${cause} **Do:** ${remedy}`;
  const full = [`${cause} Proves: ${PATHS[path]}.`, `**Do:** ${remedy}`, `**To be sure:** ${checkOf(failure)}`];
  return [heading, ...full].join('\n\n');
}

/**
 * A document with the runbook of this release.
 *
 * @throws Error when it has no place for one.
 */
export function withRunbook(text: string, detail: RunbookDetail): string {
  const start = text.indexOf(RUNBOOK_START);
  const end = text.indexOf(RUNBOOK_END);
  if (start === -1 || end === -1) throw new Error('the document has no place for the runbook');
  return text.slice(0, start) + runbook(detail) + text.slice(end + RUNBOOK_END.length);
}
