import { probeDocument } from '../../../core/probe-document.ts';
import type { Settings } from '../../../core/settings-model.ts';
import { exitCodeOf, probeOnce, runText } from '../../probe-once.ts';
import { terminalStyle } from '../../terminal/terminal-style.ts';
import { settingsIn, type CommandResult, type CommandWorld } from '../command.ts';
import { didYouMean } from '../nearest-word.ts';
import { settingsOfOptions } from '../settings-of-options.ts';
import { UsageError } from '../usage-error.ts';
import { PROBE_HELP, probeOptions, type ProbeOptions } from './options.ts';

/**
 * Makes one run and shows it; ends with 1 when something failed, with 3 for a fault of our own.
 *
 * @throws {UsageError} for wrong usage or settings
 */
export async function probeCommand(args: readonly string[], world: CommandWorld): Promise<CommandResult> {
  const options = probeOptions(args);
  if (options === null) return { exitCode: 0, output: PROBE_HELP, complaints: [] };
  const settings = onlyTarget(await settingsFor(options, world), options.target);
  const result = await probeOnce(settings, world.environment);
  const exitCode = exitCodeOf(result);
  const style = terminalStyle(world.standardOutput, world.environment);
  if (!options.isJson) return { exitCode, output: runText(result, settings.runbookUrl, style), complaints: [] };
  const complaints = result.faults.map(({ what, error, remedy }) => `${what}: ${error}. ${remedy}`);
  return { exitCode, output: JSON.stringify(probeDocument(result.run, settings.targets), null, 2), complaints };
}

async function settingsFor({ from }: ProbeOptions, world: CommandWorld): Promise<Settings> {
  if ('config' in from) return (await settingsIn(from.config ?? world.defaultConfig)).settings;
  const id = from.path
    .toLowerCase()
    .replace(/\?.*/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 64);
  const targets = [{ id: id === '' ? 'root' : id, account: 'main', path: from.path }];
  return settingsOfOptions({ accounts: { main: { origin: from.origin } }, targets, controlHost: false });
}

function onlyTarget(settings: Settings, id: string | null): Settings {
  if (id === null) return settings;
  const targets = settings.targets.filter((target) => target.id === id);
  const known = settings.targets.map((target) => target.id);
  if (targets.length === 0) {
    throw new UsageError(`--target: there is no "${id}"${didYouMean(id, known)}; allowed are ${known.join(', ')}`);
  }
  return { ...settings, targets };
}
