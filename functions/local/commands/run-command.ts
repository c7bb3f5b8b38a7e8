import { listText } from '../../core/chronic/quantity-words.ts';
import { COMMANDS } from './all-commands.ts';
import type { CommandResult, CommandWorld } from './command.ts';
import { MAIN_HELP } from './main-help.ts';
import { didYouMean } from './nearest-word.ts';
import { UsageError } from './usage-error.ts';

const HELP_WORDS: readonly string[] = ['--help', '-h', 'help'];

/**
 * Does what a command line says; `start` where it names no command.
 *
 * @throws {UsageError} for wrong usage or settings; whatever else a command throws is told in its own documentation
 */
export async function runCommand(args: readonly string[], world: CommandWorld): Promise<CommandResult> {
  const [first, ...rest] = args;
  if (first !== undefined && HELP_WORDS.includes(first)) {
    const [name, ...more] = rest;
    if (name === undefined || more.length > 0) return { exitCode: 0, output: MAIN_HELP, complaints: [] };
    return commandNamed(name)(['--help'], world);
  }
  if (first === undefined || first.startsWith('-')) return commandNamed('start')(args, world);
  return commandNamed(first)(rest, world);
}

function commandNamed(name: string) {
  const command = COMMANDS.get(name);
  if (command !== undefined) return command;
  const names = [...COMMANDS.keys()];
  throw new UsageError(`unknown command "${name}"${didYouMean(name, names)}; allowed are ${listText(names)}`);
}
