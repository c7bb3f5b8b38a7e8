import { DAY_MS, MINUTE_MS } from '../../../core/model/time.ts';
import { parseDuration } from '../../../core/settings-duration.ts';
import { readOptions } from '../read-options.ts';
import { UsageError } from '../usage-error.ts';

/** What `npm run cost -- --help` says. */
export const COST_HELP = `What a month in AWS costs at list price, line by line, beside CloudWatch Synthetics doing the same

  npm run cost                                             the settings in monitor.config.ts
  npm run cost -- --targets 50 --every 1m --vantages 2     what if: so many targets, so often, from so many regions

Options
  --config FILE    settings to use
  --targets N      instead of those in the settings, 1 to 1000000
  --every TIME     of all targets: whole minutes, like 1m or 1h
  --vantages N     regions to probe from, 1 to 40; default those in the settings
  --json           one JSON document on standard output
Exit codes: 0 fine, 1 above costCeiling, 2 wrong usage or settings, 3 a fault of the monitor.`;

/** A command line that asks for a bill, understood. */
export interface CostOptions {
  readonly config: string | undefined;
  readonly targets: number | null;
  readonly everyMs: number | null;
  /** `null`: as in the settings. */
  readonly vantages: number | null;
  readonly isJson: boolean;
}

/**
 * Reads a command line that asks for a bill; `null`: the help is wanted.
 *
 * @throws {UsageError} saying everything that is wrong and what is allowed
 */
export function costOptions(args: readonly string[]): CostOptions | null {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { config: text, targets: text, every: text, vantages: text, json: flag, help: flag } as const;
  const command = { name: 'cost', allowed: Object.keys(options) };
  const { values, positionals, faults: wrong } = readOptions(args, options, () => command);
  if (values.help === true) return null;
  const faults = [...wrong, ...positionals.map((word) => `unexpected "${word}"`)];
  const number = (name: 'targets' | 'vantages', most: number): number | null => {
    const given = values[name];
    if (given === undefined) return null;
    const value = /^\d{1,9}$/.test(given) ? Number(given) : 0;
    if (value < 1 || value > most) {
      faults.push(`--${name} must be a whole number from 1 to ${most}; found "${given}"`);
    }
    return value;
  };
  const targets = number('targets', 1_000_000);
  const vantages = number('vantages', 40);
  const everyMs = values.every === undefined ? null : (parseDuration(values.every) ?? 0);
  if (everyMs !== null && (everyMs < MINUTE_MS || everyMs > DAY_MS || everyMs % MINUTE_MS !== 0)) {
    faults.push(`--every must be whole minutes from 1m to 1d; found "${values.every ?? ''}"`);
  }
  if (faults.length > 0) throw new UsageError(faults.join('\n'));
  return { config: values.config, targets, everyMs, vantages, isJson: values.json === true };
}
