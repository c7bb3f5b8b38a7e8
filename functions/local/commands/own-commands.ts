import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { AWS_TIMEOUTS } from '../../adapters/aws-timeouts.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import type { CommandResult, CommandWorld } from './command.ts';
import { costCommand } from './cost/command.ts';
import { notifyCommand } from './notify/command.ts';
import { problemsCommand } from './problems/command.ts';

/** The commands that read their own options, by name. */
export const OWN_COMMANDS: ReadonlyMap<
  string,
  (args: readonly string[], world: CommandWorld) => Promise<CommandResult>
> = new Map([
  ['problems', problemsCommand],
  ['notify', notifyCommand],
  ['cost', costCommand],
]);

/** The world as it is: AWS as the environment and the user's settings for it say. */
export function commandWorld(environment: CommandWorld['environment'], folder: string): CommandWorld {
  const inRegion = (region: string | null) => (region === null ? {} : { region });
  return {
    environment,
    folder,
    defaultConfig: 'monitor.config.ts',
    clock: systemClock,
    say: (line) => {
      console.log(line);
    },
    dynamo: (region) => new DynamoDBClient({ ...AWS_TIMEOUTS, ...inRegion(region) }),
    // Tried once: a repeat that came twice would be a second message.
    sns: (region) => new SNSClient({ ...AWS_TIMEOUTS, ...inRegion(region), maxAttempts: 1 }),
  };
}
