import { readOptions } from '../read-options.ts';
import { UsageError } from '../usage-error.ts';

/** What `npm start -- --help` says. */
export const START_HELP = `Watch an API from this machine

  npm start                      the built-in APIv2 simulator: no account, no internet
  npm start -- --config FILE     a real API, with the settings in FILE

Options
  --config FILE    settings to use
  --help           this text

History and log are kept in the folder .monitor. Tokens come from environment variables: /apiv2-health/token from
APIV2_HEALTH_TOKEN. Ctrl-C ends it after the run under way.
Other commands: npm run -s probe, replay, problems, notify, cost; each says more with -- --help.
Exit codes: 0 stopped, 2 wrong usage or settings, 3 a fault of the monitor.`;

/** A command line that asks to watch, understood. */
export interface StartCommandOptions {
  readonly config: string | undefined;
}

/**
 * Reads a command line that asks to watch; `null`: the help is wanted.
 *
 * @throws {UsageError} saying what is wrong and what is allowed
 */
export function startOptions(args: readonly string[]): StartCommandOptions | null {
  const options = { config: { type: 'string' }, help: { type: 'boolean' } } as const;
  const command = { name: 'start', allowed: Object.keys(options) };
  const { values, positionals, faults } = readOptions(args, options, () => command);
  if (values.help === true) return null;
  const wrong = [...faults, ...positionals.map((word) => `unexpected "${word}"`)];
  if (wrong.length > 0) throw new UsageError(wrong.join('\n'));
  return { config: values.config };
}
