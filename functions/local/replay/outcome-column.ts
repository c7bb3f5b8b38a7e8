import {
  EARLY_WARNINGS,
  FAILURE_CLASSES,
  HEALTHY,
  KINDS,
  SKIP_REASONS,
  type Failure,
  type FailureClass,
  type Outcome,
} from '../../core/model/outcome.ts';

/** A bare class of a record says no more than the class: the kind for what is not known closer. */
const KIND_OF_BARE_CLASS = {
  network: 'other',
  content: 'other',
  authorization: 'unauthorized',
  server: 'other',
  throttled: 'too-many-requests',
  intercepted: 'foreign-body',
  inconclusive: 'own-fault',
} as const satisfies Readonly<Record<FailureClass, string>>;

const EARLY: readonly string[] = EARLY_WARNINGS;

/**
 * Every text that the column `outcome` may hold. A bare class stands for a kind that says no more: `other` where the class
 * has it, else `authorization/unauthorized`, `throttled/too-many-requests`, `intercepted/foreign-body` and
 * `inconclusive/own-fault`. A bare `not-probed` has the reason `not-due`; `not-probed/paused` is a pause after a 429.
 */
export const OUTCOMES: ReadonlyMap<string, Outcome> = new Map<string, Outcome>([
  ['healthy', HEALTHY],
  ['not-probed', { class: 'not-probed', reason: 'not-due', until: null }],
  ...SKIP_REASONS.map((reason) => [`not-probed/${reason}`, { class: 'not-probed', reason, until: null }] as const),
  ...FAILURE_CLASSES.flatMap((name) => [
    [name, failure(name, KIND_OF_BARE_CLASS[name])] as const,
    ...kindsOf(name).map((kind) => [`${name}/${kind}`, failure(name, kind)] as const),
  ]),
]);

/** What is allowed where this stands, for people. */
export function outcomeRule(found: unknown): string {
  const text = typeof found === 'string' ? found : '';
  const known = FAILURE_CLASSES.find((name) => text.startsWith(`${name}/`));
  return known === undefined
    ? `must be healthy, not-probed, class/kind or a class; classes are ${FAILURE_CLASSES.join(', ')}`
    : `must be a kind that ${known} has: ${kindsOf(known).join(', ')}`;
}

/** No probe ends in an early warning. */
function kindsOf(name: FailureClass): readonly string[] {
  return KINDS[name].filter((kind) => !EARLY.includes(`${name}/${kind}`));
}

function failure(name: FailureClass, kind: string): Failure {
  return { class: name, kind, detail: null } as Failure;
}
