import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderFaults, resolveSettings, type SettingsResult } from '../core/settings.ts';

/** Settings of a config file, or the one message that says everything that is wrong with it. */
export type LoadedSettings = Extract<SettingsResult, { ok: true }> | { readonly ok: false; readonly message: string };

/** Loads a config file (TypeScript or JavaScript, default export) and resolves it for use on this machine. */
export async function loadSettings(file: string): Promise<LoadedSettings> {
  let module: { readonly default?: unknown };
  try {
    module = (await import(pathToFileURL(resolve(file)).href)) as { readonly default?: unknown };
  } catch (cause) {
    return {
      ok: false,
      message: `${file} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
    };
  }
  const result = resolveSettings(module.default, 'local');
  return result.ok ? result : { ok: false, message: renderFaults(result.faults, file) };
}
