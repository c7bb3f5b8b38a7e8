import { parseArgs } from 'node:util';
import { loadSettings } from '../functions/local/load-config.ts';
import { startDemonstration, startMonitor, type StartOptions } from '../functions/local/start.ts';

const HELP = `APIv2 Health Monitor

  npm start                        watch the built-in APIv2 simulator: no account, no internet
  npm start -- --config FILE       watch a real API with the settings in FILE (see monitor.config.ts)

Options
  --config FILE   settings to use
  --help          this text

History and log are kept in the folder .monitor. Exit codes: 0 fine, 2 wrong usage or settings, 3 a fault of the monitor.`;

/** Ends with a message and exit code 2: wrong usage or settings. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

async function main(args: readonly string[]): Promise<void> {
  const { command, config, help } = readArguments(args);
  if (help) {
    console.log(HELP);
    return;
  }
  if (command !== 'start') throw new UsageError(`unknown command "${command}"; allowed is start`);
  const options: StartOptions = {
    terminal: process.stdout,
    isColoured: process.stdout.isTTY && (process.env.NO_COLOR ?? '') === '',
    folder: '.monitor',
    environment: process.env,
    signal: untilInterrupted(),
  };
  if (config === undefined) {
    await startDemonstration(options);
  } else {
    const loaded = await loadSettings(config);
    if (!loaded.ok) throw new UsageError(loaded.message);
    await startMonitor(loaded.settings, loaded.warnings, options);
  }
  console.log('\nStopped.');
}

function readArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { config: { type: 'string' }, help: { type: 'boolean' } },
    });
    return { command: positionals[0] ?? 'start', config: values.config, help: values.help === true };
  } catch (cause) {
    throw new UsageError(`${cause instanceof Error ? cause.message : String(cause)}\n\n${HELP}`, { cause });
  }
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

try {
  await main(process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof UsageError;
  console.error(isUsage ? error.message : error);
  process.exitCode = isUsage ? 2 : 3;
}
