import { startDemonstration, startMonitor, type StartOptions } from '../../start.ts';
import { mayColour } from '../../terminal/terminal-style.ts';
import { settingsIn, type CommandResult, type CommandWorld } from '../command.ts';
import { START_HELP, startOptions } from './options.ts';

/**
 * Watches the simulator, or a real API when there are settings, until it is asked to stop.
 *
 * @throws {UsageError} for wrong usage or settings
 * @throws {UnusableDatabaseError} when the local history cannot be used
 */
export async function startCommand(args: readonly string[], world: CommandWorld): Promise<CommandResult> {
  const given = startOptions(args);
  if (given === null) return { exitCode: 0, output: START_HELP, complaints: [] };
  const { environment, standardOutput, folder } = world;
  const found = given.config === undefined ? null : await settingsIn(given.config);
  const options: StartOptions = {
    terminal: standardOutput,
    isColoured: mayColour(standardOutput, environment),
    canMoveCursor: environment.TERM !== 'dumb',
    folder,
    environment,
    signal: world.untilInterrupted(),
    port: given.port,
    hasPage: given.hasPage,
    topic: given.topic,
  };
  if (given.config === undefined || found === null) await startDemonstration(options);
  else await startMonitor({ ...found, configFile: given.config }, options);
  return { exitCode: 0, output: '\nStopped.', complaints: [] };
}
