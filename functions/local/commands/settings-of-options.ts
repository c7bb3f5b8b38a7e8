import type { MonitorConfig } from '../../core/config-model.ts';
import type { Settings } from '../../core/settings-model.ts';
import { renderFaults, resolveSettings } from '../../core/settings.ts';
import { UsageError } from './usage-error.ts';

/** Where in the settings an option ends up. */
const OPTION_OF: Readonly<Record<string, string>> = {
  'accounts.main.origin': '--base-url',
  'targets.0.path': '--path',
  timeZone: '--time-zone',
};

/**
 * Settings made of options.
 *
 * @throws {UsageError} saying what is wrong, by the names of the options
 */
export function settingsOfOptions(config: MonitorConfig): Settings {
  const result = resolveSettings(config, 'local');
  if (result.ok) return result.settings;
  const faults = result.faults.map((fault) => ({ ...fault, path: OPTION_OF[fault.path] ?? fault.path }));
  throw new UsageError(renderFaults(faults, 'the command line'));
}
