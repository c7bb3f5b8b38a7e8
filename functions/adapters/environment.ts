import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../core/settings-model.ts';

/**
 * The values of required environment variables.
 *
 * @throws {Error} naming every variable that is missing
 */
export function requiredVariables<const N extends string>(
  environment: Readonly<Record<string, string | undefined>>,
  names: readonly N[],
): Record<N, string> {
  const missing = names.filter((name) => (environment[name] ?? '') === '');
  if (missing.length > 0) throw new Error(`Cannot start: environment variables not set: ${missing.join(', ')}`);
  return Object.fromEntries(names.map((name) => [name, environment[name] ?? ''])) as Record<N, string>;
}

/**
 * The settings that synth wrote beside the bundled handler.
 *
 * @throws {Error} when the file is missing or is not JSON
 */
export function bundledSettings(folder: string): Settings {
  const path = join(folder, 'settings.json');
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Settings;
  } catch (cause) {
    throw new Error('Cannot start: settings.json beside the function cannot be read; deploy again', { cause });
  }
}
