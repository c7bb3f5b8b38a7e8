import type { FoundExplanation, Judged, RhythmExplanation, TestExplanation } from '../../core/chronic/explanation.ts';
import { evidenceText, guardText, statisticText, thresholdText } from '../../core/chronic/explain-words.ts';
import { periodText } from '../../core/chronic/quantity-words.ts';
import { printable } from '../../core/probing/printable.ts';
import { timeText } from '../../core/messages/time-words.ts';
import type { SubjectExplanation } from './explain-document.ts';

/** Coincidences that are shown of each stream. */
const SHOWN = 3;
const HEADER = ['test', 'statistic', 'threshold', 'verdict', 'evidence'];

/** An explanation as a person reads it: what was found and by what, then a table of all tests. Times are told in `zone`. */
export function explainReport(
  { target, isOwnNetwork, vantage, explanation }: SubjectExplanation,
  zone: string,
): string {
  const name = isOwnNetwork ? 'the monitor’s own network' : printable(target);
  const time = (at: number | null) => (at === null ? '-' : timeText(at, zone));
  const { tests, found } = explanation;
  const rows = [...streamsIn(tests).flatMap((own) => lookRows(own)), ...restOf(tests).map((test) => row(test))];
  return [
    `Why: ${name}, seen from ${printable(vantage)}`,
    '',
    ...found.flatMap((one) => foundLines(one, time)),
    ...table([HEADER, ...rows]),
  ].join('\n');
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
function streamsIn(tests: readonly TestExplanation[]): readonly (readonly TestExplanation[])[] {
  const looks = tests.filter(({ test }) => test === 'look-back');
  return [...new Set(looks.map(({ stream }) => stream))].map((name) => looks.filter(({ stream }) => stream === name));
}

function restOf(tests: readonly TestExplanation[]): readonly TestExplanation[] {
  return tests.filter(({ test }) => test !== 'look-back');
}

/** What was found in a stream, and its least probable coincidences; the layer nearest to one when there are none. */
function lookRows(looks: readonly TestExplanation[]): string[][] {
  const found = looks.filter(({ verdict }) => verdict === 'found');
  const candidates = looks
    .flatMap((look) => look.candidates)
    .toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0))
    .slice(0, SHOWN);
  const shown: readonly Judged[] = [...found, ...candidates];
  if (shown.length > 0) return shown.map((one) => row(one));
  const rank = ({ statistic, value, threshold }: Judged) => (statistic === 'lnChance' ? 0 : (value ?? 0) / threshold);
  return looks
    .toSorted((a, b) => rank(b) - rank(a))
    .slice(0, 1)
    .map((one) => row(one));
}

function row(test: Judged): string[] {
  const held = test.guard === null ? [] : [guardText(test.guard)];
  const evidence = [evidenceText(test), ...held].filter((text) => text !== '').join('; ');
  return [nameOf(test), statisticText(test), thresholdText(test), test.verdict, printable(evidence, 300)];
}

function nameOf({ test, stream, variant }: Pick<Judged, 'test' | 'stream' | 'variant'>): string {
  return [test, ...(test === 'look-back' ? [stream] : []), ...(variant === null ? [] : [variant])].join(', ');
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADER.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
