import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderFaults, resolveSettings, type SettingsResult } from '../core/settings.ts';

/** Settings of a config file, or the one message that says everything that is wrong with it. */
export type LoadedSettings = Extract<SettingsResult, { ok: true }> | Unusable;

interface Unusable {
  readonly ok: false;
  readonly message: string;
}

/** Loads a config file (TypeScript or JavaScript, default export) and resolves it for use on this machine. */
export async function loadSettings(file: string): Promise<LoadedSettings> {
  const loaded = await importConfig(file);
  return loaded.ok ? usable(resolveSettings(loaded.config, 'local'), file) : loaded;
}

/**
 * The settings of a config file as they would be deployed, also where they cost more than their ceiling, which is told apart
 * from them.
 */
export async function deployedSettings(
  file: string,
): Promise<(Extract<SettingsResult, { ok: true }> & { readonly ceilingUsd: number | null }) | Unusable> {
  const loaded = await importConfig(file);
  if (!loaded.ok) return loaded;
  const { costCeiling: ceilingUsd } = (loaded.config ?? {}) as { readonly costCeiling?: unknown };
  const isCeiling = typeof ceilingUsd === 'number' && ceilingUsd > 0;
  const config: unknown = isCeiling ? { ...(loaded.config as object), costCeiling: undefined } : loaded.config;
  const result = usable(resolveSettings(config, 'lambda'), file);
  return result.ok ? { ...result, ceilingUsd: isCeiling ? ceilingUsd : null } : result;
}

function usable(result: SettingsResult, file: string): LoadedSettings {
  return result.ok ? result : { ok: false, message: renderFaults(result.faults, file) };
}

async function importConfig(file: string): Promise<{ readonly ok: true; readonly config: unknown } | Unusable> {
  try {
    const module = (await import(pathToFileURL(resolve(file)).href)) as { readonly default?: unknown };
    return { ok: true, config: module.default };
  } catch (cause) {
    return {
      ok: false,
      message: `${file} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
    };
  }
}
