import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Annotations, App } from 'aws-cdk-lib/core';
import { renderFaults, resolveSettings } from '../functions/core/settings.ts';
import { HealthMonitorStack } from '../lib/health-monitor-stack.ts';

class BadSettingsError extends Error {
  override readonly name = 'BadSettingsError';
}

const app = new App({ autoSynth: false });
try {
  const { settings, warnings } = await readSettings(String(app.node.tryGetContext('config') ?? 'monitor.config.ts'));
  const stack = new HealthMonitorStack(app, 'ApiV2HealthMonitor', settings);
  warnings.forEach((warning, index) => {
    Annotations.of(stack).addWarningV2(`apiv2-health-monitor:settings-${index + 1}`, warning);
  });
  app.synth();
} catch (error) {
  if (!(error instanceof BadSettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function readSettings(file: string) {
  const result = resolveSettings(await importConfig(file), 'lambda');
  if (!result.ok) throw new BadSettingsError(renderFaults(result.faults, file));
  return result;
}

async function importConfig(file: string): Promise<unknown> {
  const path = resolve(file);
  if (!existsSync(path)) {
    throw new BadSettingsError(`${file} does not exist; name the config with: cdk synth -c config=FILE`);
  }
  let module: object;
  try {
    module = (await import(pathToFileURL(path).href)) as object;
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    const ownLines = reason.replace(/\n {4}at .*\bnode:internal\b.*/g, '');
    throw new BadSettingsError(`${file} cannot be loaded: ${ownLines}`, { cause });
  }
  if (!('default' in module)) {
    throw new BadSettingsError(`${file} has no default export; it must say: export default defineMonitor({ … })`);
  }
  return module.default;
}
