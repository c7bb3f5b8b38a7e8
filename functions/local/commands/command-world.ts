import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { AWS_TIMEOUTS } from '../../adapters/aws-timeouts.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import type { CommandWorld } from './command.ts';

/** The world as it is: this process, and AWS as the environment and the user's settings for it say. */
export function commandWorld(folder: string): CommandWorld {
  const inRegion = (region: string | null) => (region === null ? {} : { region });
  return {
    environment: process.env,
    folder,
    defaultConfig: 'monitor.config.ts',
    clock: systemClock,
    standardInput: process.stdin,
    standardOutput: process.stdout,
    standardError: process.stderr,
    untilInterrupted,
    say: (line) => {
      console.log(line);
    },
    dynamo: (region) => new DynamoDBClient({ ...AWS_TIMEOUTS, ...inRegion(region) }),
    // Tried once: a repeat that came twice would be a second message.
    sns: (region) => new SNSClient({ ...AWS_TIMEOUTS, ...inRegion(region), maxAttempts: 1 }),
  };
}

/** Aborts at the first Ctrl-C or TERM, so that the run under way is finished; the second one ends at once. */
function untilInterrupted(): AbortSignal {
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (interrupted.signal.aborted) process.exit(130);
      interrupted.abort();
      console.log('\nFinishing the run under way; Ctrl-C again ends at once.');
    });
  }
  return interrupted.signal;
}
