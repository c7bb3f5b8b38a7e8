import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

/** How `npm run bench -- detection` is used. */
export const DETECTION_HELP = `npm run bench -- detection [SET] [N] [--family REGEX] [--own] [--budget X] [--baselines] [--list-false] [--jobs N] [--json FILE] [--write]

Runs the detector over labelled scenarios and prints how it did, family by family, beside the targets.

  SET            name that the scenarios are drawn under; default public
  N              series per chronic family, 1 to 1000, and twice as many per benign one; default 20
  --family REGEX only families whose name, or group/name, matches; groups are chronic, hard, own, benign, ambiguous
  --own          our own scenarios, also when there are others beside the repository
  --budget X     tolerated false chronic alarms per target-year; default 0.02
  --baselines    other monitors' rules beside it
  --list-false   each false alarm, with what it rests on
  --jobs N       worker threads; default one per core
  --json FILE    writes all figures to a file as well
  --write        also writes the report to docs/bench-detection-SET.md

Scenarios are those of generator.ts in the folder DETECTION_SCENARIOS, or of ../shared/reference/detection, or our own.
`;

/** Default of `falseAlarmsPerTargetYear`. */
export const DEFAULT_BUDGET = 0.02;

/** What is wanted of the detection bench. */
export interface DetectionOptions {
  readonly set: string;
  readonly count: number;
  readonly family: RegExp;
  readonly isOwn: boolean;
  readonly budget: number;
  readonly withBaselines: boolean;
  readonly isFalseListed: boolean;
  readonly jobs: number;
  readonly jsonFile: string | null;
  readonly isWritten: boolean;
}

/** What is wanted, or what is wrong with the arguments. */
export function detectionOptions(args: readonly string[]): DetectionOptions | string {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        family: { type: 'string', default: '' },
        own: { type: 'boolean', default: false },
        budget: { type: 'string', default: String(DEFAULT_BUDGET) },
        baselines: { type: 'boolean', default: false },
        'list-false': { type: 'boolean', default: false },
        jobs: { type: 'string', default: String(availableParallelism()) },
        json: { type: 'string' },
        write: { type: 'boolean', default: false },
      },
    });
    const [set = 'public', count = '20', ...rest] = positionals;
    if (rest.length > 0) return `unexpected "${rest.join(' ')}"`;
    return {
      set,
      count: numberIn('N', count, 1, 1_000),
      family: new RegExp(values.family),
      isOwn: values.own,
      budget: numberIn('--budget', values.budget, 0.000_001, 1_000, false),
      withBaselines: values.baselines,
      isFalseListed: values['list-false'],
      jobs: numberIn('--jobs', values.jobs, 1, 256),
      jsonFile: values.json ?? null,
      isWritten: values.write,
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Throws when the text is no number of the range. */
function numberIn(name: string, text: string, lowest: number, highest: number, isWhole = true): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= lowest && value <= highest && (!isWhole || Number.isInteger(value))) return value;
  throw new Error(`${name} is "${text}"; allowed is a ${isWhole ? 'whole ' : ''}number from ${lowest} to ${highest}`);
}
