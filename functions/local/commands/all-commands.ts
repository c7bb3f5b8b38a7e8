import type { CommandResult, CommandWorld } from './command.ts';
import { costCommand } from './cost/command.ts';
import { notifyCommand } from './notify/command.ts';
import { probeCommand } from './probe/command.ts';
import { problemsCommand } from './problems/command.ts';
import { replayCommand } from './replay/command.ts';
import { startCommand } from './start/command.ts';

/** A command: reads its own part of the command line and does what it says. */
export type Command = (args: readonly string[], world: CommandWorld) => Promise<CommandResult>;

/** All commands by name, in the order in which they are told. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['start', startCommand],
  ['probe', probeCommand],
  ['replay', replayCommand],
  ['problems', problemsCommand],
  ['notify', notifyCommand],
  ['cost', costCommand],
]);
