import type { FailureClass } from '../model/outcome.ts';
import type { Problem, SeenFrom } from '../model/problem.ts';
import { CLASSES } from '../probing/failures.ts';
import { waysNow } from '../problems/problem-spells.ts';
import { cutList } from './cut.ts';
import { named } from './foreign-text.ts';
import { chiefKind, failingVantages, seenFromNow } from './problem-words.ts';

/** What is about to be said of a problem's place; `null` where that makes no difference, see `CLASSES`. */
type Concern = ((from: string) => string) | null;

/** A row for each class, and one for certificates: the path to them works, though they fail on the network. */
type Row = Readonly<Record<Exclude<SeenFrom, 'some'>, Concern>>;

const SAME: Row = { 'only-vantage': null, 'one-of-several': null, all: null };

/**
 * Whom a failure concerns, by what it is and from where it is seen. Nobody is blamed for what a place cannot show: with a single
 * vantage, path and provider cannot be told apart; what one of several sees is a matter of that place.
 */
const CONCERNS: Readonly<Record<FailureClass | 'certificate', Row>> = {
  network: {
    'only-vantage': () =>
      'the network between this monitor and the API, or the provider: from a single vantage the two cannot be told apart',
    'one-of-several': (from) => `the network between ${from} and the API; the other vantages reach it`,
    all: () => "the network; every vantage fails, so probably at the provider's end",
  },
  certificate: {
    'only-vantage': () => 'the provider, whose certificate it is, or a wrong clock here',
    'one-of-several': (from) =>
      `the clock of ${from}, or the server that it reaches; the other vantages see nothing wrong`,
    all: () => 'the provider: every vantage is shown such a certificate',
  },
  server: {
    ...SAME,
    'one-of-several': () =>
      'the provider: IXON Cloud, perhaps only one of its sites; the other vantages are answered well',
  },
  content: SAME,
  authorization: {
    ...SAME,
    'one-of-several': (from) => `our credentials as they are stored in ${from}; the other vantages are let in`,
  },
  throttled: {
    ...SAME,
    'one-of-several': (from) => `us, or whoever shares the address of ${from}; the other vantages are let in`,
  },
  intercepted: {
    ...SAME,
    'one-of-several': (from) => `something between ${from} and the API that answers in its place`,
    all: () => "something that answers in place of the API; every vantage meets it, so probably at the provider's end",
  },
  inconclusive: SAME,
};

const VANTAGES_TOLD = 3;

/** What decides whom failures concern. */
export interface ConcernFacts {
  readonly class: FailureClass;
  /** The most frequent kind of the class. */
  readonly kind: string;
  /** `null` where places make no difference. */
  readonly seenFrom: SeenFrom | null;
  /** From where it is seen. */
  readonly vantages: readonly string[];
}

/** Whom failures concern, as it stands after "Concerns: ". */
export function concernsOf({ class: failureClass, kind, seenFrom, vantages }: ConcernFacts): string {
  const { concerns } = CLASSES[failureClass];
  if (seenFrom === null) return concerns;
  const from = cutList(vantages, VANTAGES_TOLD, (vantage) => named(vantage));
  const row = CONCERNS[rowOf(failureClass, kind)];
  return row[seenFrom === 'some' ? 'one-of-several' : seenFrom]?.(from) ?? concerns;
}

/** Whom a problem concerns. */
export function concernsText(problem: Problem): string {
  const seenFrom = seenFromNow(problem);
  const concerns = concernsOf({ ...factsOf(problem), seenFrom, vantages: failingVantages(problem) });
  const isDifferent = seenFrom === 'all' && problem.class === 'network' && waysNow(problem).length > 1;
  return isDifferent ? `${concerns}, though not all fail in the same way` : concerns;
}

/** Whom to ask before looking here, by what is seen; `null` when the remedy of the failure comes first. */
export function firstStep(problem: Problem): string | null {
  const { class: failureClass, kind } = factsOf(problem);
  if (rowOf(failureClass, kind) !== 'network' || seenFromNow(problem) !== 'all') return null;
  return 'Ask IXON first: look at its status page, then report it to support with the times below.';
}

function factsOf(problem: Problem): Pick<ConcernFacts, 'class' | 'kind'> {
  return { class: problem.class, kind: chiefKind(problem).replace(/^[^/]*\//, '') };
}

function rowOf(failureClass: FailureClass, kind: string): keyof typeof CONCERNS {
  return failureClass === 'network' && kind.startsWith('tls-certificate-') ? 'certificate' : failureClass;
}
