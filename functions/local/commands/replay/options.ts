import { FORMATS, FORMAT_NAMES } from '../../replay/formats/registry.ts';
import { didYouMean } from '../nearest-word.ts';
import { readOptions } from '../read-options.ts';
import { UsageError } from '../usage-error.ts';

/** What `npm run -s replay -- --help` says. */
export const REPLAY_HELP = `Examine recorded probes as if they came in now, with the very detection that runs in AWS

  npm run -s replay -- FILE                    what was wrong, what repeats, and what would have been told; - for standard input
  npm run -s replay -- FILE --explain TARGET   why each test for patterns fired or not

FILE is one of these, told by its content:
${FORMATS.map(({ name, what }) => `  ${name.padEnd(12)} ${what}`).join('\n')}
  and files of SQLite: the history of this monitor (.monitor/history.sqlite), kuma.db of Uptime Kuma; text may be packed with gzip

Options
  --format NAME     read FILE as that, where its content is not clear
  --config FILE     settings to use: thresholds, maintenance, zone; default: the default settings
  --time-zone ZONE  IANA zone of the times, instead of that of the settings
  --explain TARGET  statistic, threshold and evidence of each test, from each vantage; own-network for our own
  --skip-bad-lines  leave out lines that cannot be read, and count them
  --html FILE       write one page that stands alone: problems, strips, heat maps, the messages; needs no script
  --json            one JSON document on standard output
  --help            this text

Exit codes: 0 whatever was found, 2 wrong usage or a record that cannot be used, 3 a fault of the monitor.`;

/** A command line that asks for a replay, understood. */
export interface ReplayCommandOptions {
  /** `-` for standard input. */
  readonly file: string;
  readonly config: string | undefined;
  readonly timeZone: string | undefined;
  readonly explain: string | null;
  /** Where a page is written; `null` for none. */
  readonly html: string | null;
  /** `null`: as the record shows. */
  readonly format: string | null;
  readonly skipBadLines: boolean;
  readonly isJson: boolean;
}

/**
 * Reads a command line that asks for a replay; `null`: the help is wanted.
 *
 * @throws {UsageError} saying what is wrong and what is allowed
 */
export function replayOptions(args: readonly string[]): ReplayCommandOptions | null {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    ...{ config: text, 'time-zone': text, explain: text, format: text, html: text },
    ...{ 'skip-bad-lines': flag, json: flag, help: flag },
  } as const;
  const command = { name: 'replay', allowed: Object.keys(options) };
  const { values, positionals, faults } = readOptions(args, options, () => command);
  if (values.help === true) return null;
  const [file, ...others] = positionals;
  const wrong = [
    ...faults,
    ...(file === undefined ? ['replay needs a FILE, or - for standard input'] : []),
    ...others.map((word) => `unexpected "${word}"`),
    ...formatFaults(values.format),
  ];
  if (file === undefined || wrong.length > 0) throw new UsageError(wrong.join('\n'));
  return {
    file,
    config: values.config,
    timeZone: values['time-zone'],
    explain: values.explain ?? null,
    format: values.format ?? null,
    html: values.html ?? null,
    skipBadLines: values['skip-bad-lines'] === true,
    isJson: values.json === true,
  };
}

function formatFaults(name: string | undefined): string[] {
  if (name === undefined || FORMAT_NAMES.includes(name)) return [];
  return [`--format: there is no "${name}"${didYouMean(name, FORMAT_NAMES)}; allowed are ${FORMAT_NAMES.join(', ')}`];
}
