import { readOptions } from '../read-options.ts';
import { UsageError } from '../usage-error.ts';

/** What `npm run -s probe -- --help` says. */
export const PROBE_HELP = `One run now: every target is asked once, whether due or not, and nothing is kept

  npm run -s probe                           the targets of monitor.config.ts
  npm run -s probe -- --target agents        one of them
  npm run -s probe -- --base-url URL         one request to URL/server-time, without any settings
  npm run -s probe -- --base-url URL --path /agents

Options
  --config FILE    settings to use; default monitor.config.ts
  --target ID      only this target
  --base-url URL   https, or http for this machine only
  --path PATH      with --base-url; default /server-time
  --json           one JSON document on standard output
  --help           this text

Tokens come from environment variables: /apiv2-health/token from APIV2_HEALTH_TOKEN.
Exit codes: 0 all healthy, 1 a probe failed, 2 wrong usage or settings, 3 a fault of the monitor.`;

/** A command line that asks for one run, understood. */
export interface ProbeOptions {
  /** Settings in a file, or one request without any. */
  readonly from: { readonly config: string | undefined } | { readonly origin: string; readonly path: string };
  /** `null`: all. */
  readonly target: string | null;
  readonly isJson: boolean;
}

/**
 * Reads a command line that asks for one run; `null`: the help is wanted.
 *
 * @throws {UsageError} saying what is wrong and what is allowed
 */
export function probeOptions(args: readonly string[]): ProbeOptions | null {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { config: text, 'base-url': text, path: text, target: text, json: flag, help: flag } as const;
  const command = { name: 'probe', allowed: Object.keys(options) };
  const { values, positionals, faults } = readOptions(args, options, () => command);
  if (values.help === true) return null;
  const { config, path, target, 'base-url': origin } = values;
  const wrong = [
    ...faults,
    ...positionals.map((word) => `unexpected "${word}"`),
    ...(origin === undefined && path !== undefined ? ['--path goes with --base-url'] : []),
    ...(origin !== undefined && config !== undefined ? ['--base-url and --config exclude each other'] : []),
  ];
  if (wrong.length > 0) throw new UsageError(wrong.join('\n'));
  return {
    from: origin === undefined ? { config } : { origin, path: path ?? '/server-time' },
    target: target ?? null,
    isJson: values.json === true,
  };
}
