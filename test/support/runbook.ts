import { PATTERN_MEANINGS, patternAnchor } from '../../functions/core/chronic/pattern-meanings.ts';
import { PATTERN_KINDS, type PatternKind } from '../../functions/core/model/pattern.ts';
import { FAILURE_CLASSES, KINDS } from '../../functions/core/model/outcome.ts';
import { CLASSES, explain, runbookAnchor } from '../../functions/core/probing/failures.ts';

/** Between these lines the README holds what `runbook` writes. */
export const RUNBOOK_START =
  '<!-- runbook: written by `npm run docs` from functions/core/probing/failures.ts and functions/core/chronic/pattern-meanings.ts -->';
export const RUNBOOK_END = '<!-- end of runbook -->';

const PATHS = {
  works: 'the network path to the API works',
  broken: 'the network path to the API is broken',
  unproven: 'nothing certain about the network path',
} as const;

/** The runbook: a heading for every kind of pattern and every kind of failure, each from its one table in code. */
export function runbook(): string {
  const patterns = [
    '### Patterns\n\nHow failures repeat; each message names the kind of failure too.',
    ...PATTERN_KINDS.map(patternEntry),
  ];
  const failures = FAILURE_CLASSES.flatMap((failureClass) => {
    const { concerns, severity } = CLASSES[failureClass];
    const head = `### Class ${failureClass}\n\nConcerns ${concerns}. Severity: ${severity}.`;
    return [head, ...KINDS[failureClass].map((kind) => entry({ class: failureClass, kind }))];
  });
  return `${RUNBOOK_START}\n\n${[...patterns, ...failures].join('\n\n')}\n\n${RUNBOOK_END}`;
}

function patternEntry(kind: PatternKind): string {
  const { meaning, remedy } = PATTERN_MEANINGS[kind];
  return `#### ${patternAnchor(kind)}\n\n${meaning}\n\n**Do:** ${remedy}`;
}

function entry(failure: Parameters<typeof explain>[0]): string {
  const { cause, remedy, path } = explain(failure);
  return `#### ${runbookAnchor(failure)}\n\n${cause} Proves: ${PATHS[path]}.\n\n**Do:** ${remedy}`;
}

/** A README with the runbook of this release. */
export function withRunbook(readme: string): string {
  const start = readme.indexOf(RUNBOOK_START);
  const end = readme.indexOf(RUNBOOK_END);
  if (start === -1 || end === -1) throw new Error('README.md has no place for the runbook');
  return readme.slice(0, start) + runbook() + readme.slice(end + RUNBOOK_END.length);
}
