import { UnusableDatabaseError } from '../functions/adapters/sqlite/database.ts';
import { commandWorld } from '../functions/local/commands/command-world.ts';
import { runCommand } from '../functions/local/commands/run-command.ts';
import { UsageError } from '../functions/local/commands/usage-error.ts';

/** Where history and log of this machine are kept. */
const FOLDER = '.monitor';

// A reader that has seen enough (`| head`) is no fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 3);
  });
}

try {
  const { exitCode, output, complaints } = await runCommand(process.argv.slice(2), commandWorld(FOLDER));
  for (const complaint of complaints) console.error(complaint);
  if (output !== '') console.log(output);
  process.exitCode = exitCode;
} catch (error) {
  const isUsage = error instanceof UsageError;
  const isExpected = isUsage || error instanceof UnusableDatabaseError;
  console.error(isExpected ? error.message : error);
  process.exitCode = isUsage ? 2 : 3;
}
