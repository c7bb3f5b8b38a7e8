import type { Settings } from '../../../core/settings-model.ts';
import { replayFile } from '../../replay/replay-file.ts';
import { terminalStyle } from '../../terminal/terminal-style.ts';
import { settingsIn, type CommandResult, type CommandWorld } from '../command.ts';
import { settingsOfOptions } from '../settings-of-options.ts';
import { UsageError } from '../usage-error.ts';
import { REPLAY_HELP, replayOptions, type ReplayCommandOptions } from './options.ts';

/**
 * Replays a record and shows what came of it.
 *
 * @throws {UsageError} for wrong usage or settings, and for a record that cannot be used
 */
export async function replayCommand(args: readonly string[], world: CommandWorld): Promise<CommandResult> {
  const given = replayOptions(args);
  if (given === null) return { exitCode: 0, output: REPLAY_HELP, complaints: [] };
  const { file, explain, format, html, skipBadLines, isJson } = given;
  const settings = await settingsFor(given);
  const style = terminalStyle(world.standardOutput, world.environment);
  const result = await replayFile(
    { file, settings, configFile: given.config ?? null, explain, format, html, skipBadLines, isJson, style },
    { input: world.standardInput, error: world.standardError },
  );
  if (!result.ok) throw new UsageError(result.message);
  return { exitCode: 0, output: result.output, complaints: [] };
}

async function settingsFor({ config, timeZone }: ReplayCommandOptions): Promise<Settings> {
  const settings = config === undefined ? settingsOfOptions({}) : (await settingsIn(config)).settings;
  return timeZone === undefined ? settings : { ...settings, timeZone: settingsOfOptions({ timeZone }).timeZone };
}
