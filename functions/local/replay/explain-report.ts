import type {
  FoundExplanation,
  Judged,
  RhythmExplanation,
  TestExplanation,
  TestName,
  Verdict,
} from '../../core/chronic/explanation.ts';
import { evidenceText, guardText, statisticText, thresholdText } from '../../core/chronic/explain-words.ts';
import { periodText } from '../../core/chronic/quantity-words.ts';
import { printable } from '../../core/probing/printable.ts';
import { timeText } from '../../core/messages/time-words.ts';
import { paintOf, type Paint } from '../terminal/paint.ts';
import type { TerminalStyle } from '../terminal/terminal-style.ts';
import { wrapLine } from '../terminal/wrap-text.ts';
import type { SubjectExplanation } from './explain-document.ts';

/** Coincidences that are shown of each stream. */
const SHOWN = 3;

/** Said above the tests, since it is what a reader has to know to read them. */
const READING =
  'Each test below measures a statistic and fires when it reaches its threshold, unless a rule holds it back. Failures that a found pattern explains are not counted again.';

const VERDICTS: Readonly<Record<Verdict, string>> = {
  found: 'FIRED',
  near: 'near',
  no: 'no',
  'not enough evidence': 'too little evidence',
};

/**
 * An explanation as a person reads it: what was found and by what, then every test with what it asks, and for each of its forms
 * statistic, threshold, verdict and evidence. Times are told in `zone`.
 */
export function explainReport(
  { target, isOwnNetwork, vantage, explanation }: SubjectExplanation,
  zone: string,
  style: TerminalStyle,
): string {
  const name = isOwnNetwork ? 'the monitor’s own network' : printable(target);
  const time = (at: number | null) => (at === null ? '-' : timeText(at, zone));
  const { tests, found } = explanation;
  const paint = paintOf(style.isColoured);
  const lines = [
    paint.bold(`Why: ${name}, seen from ${printable(vantage)}`),
    '',
    ...(found.length === 0 ? ['Nothing found: no test fired.', ''] : found.flatMap((one) => foundLines(one, time))),
    READING,
    ...namesOf(tests).flatMap((test) => testLines(test, tests, paint)),
  ];
  return lines.flatMap((line) => (line.includes('\u001b') ? [line] : wrapLine(line, style.columns, 2))).join('\n');
}

/** In the order of the explanation, each once. */
function namesOf(tests: readonly TestExplanation[]): readonly TestName[] {
  return [...new Set(tests.map(({ test }) => test))];
}

function testLines(name: TestName, tests: readonly TestExplanation[], paint: Paint): readonly string[] {
  const own = tests.filter(({ test }) => test === name);
  const shown: readonly Judged[] = name === 'look-back' ? streamsIn(own).flatMap((stream) => lookShown(stream)) : own;
  return [
    '',
    paint.bold(name),
    ...(own[0] === undefined ? [] : [`  ${own[0].asks}`]),
    ...shown.flatMap((one) => judgedLines(one, paint)),
  ];
}

function judgedLines(judged: Judged, paint: Paint): readonly string[] {
  const { verdict, guard } = judged;
  const word = VERDICTS[verdict];
  const colour = verdict === 'found' ? paint.green : verdict === 'near' ? paint.yellow : paint.dim;
  const form = formOf(judged);
  const measured = judged.value === null ? 'nothing to measure' : statisticText(judged);
  const evidence = evidenceText(judged);
  return [
    `  ${colour(word)}${form === '' ? '' : `  ${form}`}`,
    `    statistic ${measured}; threshold ${thresholdText(judged)}`,
    ...(evidence === '' || evidence === measured ? [] : [`    evidence: ${printable(evidence, 300)}`]),
    ...(guard === null ? [] : [`    held back: ${guardText(guard)}`]),
  ];
}

/** Which of a test's forms: the failures it looks at, and the strength it looks for. */
function formOf({ test, stream, variant }: Judged): string {
  return [
    ...(test === 'look-back' ? [stream === 'any' ? 'failures of any class' : stream] : []),
    ...(variant === null ? [] : [variant]),
  ].join(', ');
}

function foundLines({ kind, level, foundAt, endedAt, proof, since, rhythms }: FoundExplanation, time: Time): string[] {
  const until = endedAt === null ? '' : `, over since ${time(endedAt)}`;
  const proven =
    proof === null
      ? []
      : [
          `  proof: ${nameOf(proof)}: ${statisticText(proof)}, ${thresholdText(proof)}; ${evidenceText(proof)}`,
          `  measured ${time(proof.at)}`,
        ];
  const went = since === null ? [] : [`  since then: ${since.hits} of ${since.windows} predicted windows were hit`];
  return [
    `${level}: ${kind}, ${time(foundAt)}${until}`,
    ...proven,
    ...went,
    ...rhythms.map((one) => lifeLine(one, time)),
    '',
  ];
}

type Time = (at: number | null) => string;

function lifeLine({ periodMs, missesInRow, missesToEnd, endsAt }: RhythmExplanation, time: Time): string {
  const missed = missesInRow === 0 ? 'the last window was hit' : `${missesInRow} missed in a row`;
  return `  every ${periodText(periodMs, null)}: ${missed}; ends with ${missesToEnd} missed in a row, at ${time(endsAt)} at the earliest`;
}

/** The look-backs, by stream. */
function streamsIn(looks: readonly TestExplanation[]): readonly (readonly TestExplanation[])[] {
  return [...new Set(looks.map(({ stream }) => stream))].map((name) => looks.filter(({ stream }) => stream === name));
}

/** What was found in a stream, and its least probable coincidences; the layer nearest to one when there are none. */
function lookShown(looks: readonly TestExplanation[]): readonly Judged[] {
  const found = looks.filter(({ verdict }) => verdict === 'found');
  const candidates = looks
    .flatMap((look) => look.candidates)
    .toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0))
    .slice(0, SHOWN);
  const shown: readonly Judged[] = [...found, ...candidates];
  if (shown.length > 0) return shown;
  const rank = ({ statistic, value, threshold }: Judged) => (statistic === 'lnChance' ? 0 : (value ?? 0) / threshold);
  return looks.toSorted((a, b) => rank(b) - rank(a)).slice(0, 1);
}

function nameOf({ test, stream, variant }: Pick<Judged, 'test' | 'stream' | 'variant'>): string {
  return [test, ...(test === 'look-back' ? [stream] : []), ...(variant === null ? [] : [variant])].join(', ');
}
