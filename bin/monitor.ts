import { UnusableDatabaseError } from '../functions/adapters/sqlite/database.ts';
import { listText } from '../functions/core/chronic/quantity-words.ts';
import { probeDocument } from '../functions/core/probe-document.ts';
import type { MonitorConfig } from '../functions/core/config-model.ts';
import { renderFaults, resolveSettings } from '../functions/core/settings.ts';
import type { Settings } from '../functions/core/settings-model.ts';
import type { CommandResult } from '../functions/local/commands/command.ts';
import { OWN_COMMANDS, commandWorld } from '../functions/local/commands/own-commands.ts';
import { readOptions } from '../functions/local/commands/read-options.ts';
import { UsageError } from '../functions/local/commands/usage-error.ts';
import { loadSettings } from '../functions/local/load-config.ts';
import { exitCodeOf, probeOnce, runText } from '../functions/local/probe-once.ts';
import { replayCommand } from '../functions/local/replay/command.ts';
import { startChoices } from '../functions/local/start-options.ts';
import { startDemonstration, startMonitor, type StartOptions } from '../functions/local/start.ts';

const HELP = `APIv2 Health Monitor

  npm start                        watch the built-in APIv2 simulator: no account, no internet
  npm start -- --config FILE       watch a real API with the settings in FILE
  npm run -s probe                 one run with the settings in monitor.config.ts, now
  npm run -s probe -- --base-url URL [--path PATH]
                                   one request to URL + PATH (default /server-time), without any settings
  npm run -s replay -- FILE        examine recorded probes (JSON Lines or CSV; - for standard input) as if they came in now
  npm run problems -- --help       what is open; acknowledge and snooze it
  npm run notify -- --help         try the alerts: one message of each kind, marked as a test
  npm run cost -- --help           what a month in AWS costs, line by line

Options
  --config FILE    settings to use (probe: default monitor.config.ts; replay: default settings)
  --base-url URL   https, or http for this machine only
  --path PATH      with --base-url
  --target ID      only this target of the settings
  --time-zone ZONE with replay: IANA zone of the times, instead of that of the settings
  --explain TARGET with replay: why each test for patterns fired or not, from each vantage; own-network for our own
  --skip-bad-lines with replay: leave out lines that cannot be read, and count them
  --port N         with start: where the page is served; default 8417, or the next free one
  --no-page        with start: without the page
  --topic ARN      with start --config: tells this SNS topic too, with your AWS credentials
  --json           one JSON document on standard output
  --help           this text

start keeps history and log in the folder .monitor, and shows a page in the browser. Alerts go to slack.webhookParameter of the
settings when its environment variable holds the URL, and to --topic; else they are shown only. Tokens come from environment variables: /apiv2-health/token from
APIV2_HEALTH_TOKEN. Exit codes: 0 fine and healthy (replay: whatever was found), 1 a probe failed, 2 wrong usage or settings, 3 a fault of the monitor.`;

type Arguments = NonNullable<ReturnType<typeof readArguments>>;

const FOLDER = '.monitor';

async function main(args: readonly string[]): Promise<number> {
  const [first = '', ...rest] = args;
  const ownCommand = OWN_COMMANDS.get(first);
  if (ownCommand !== undefined) return perform(ownCommand(rest, commandWorld(process.env, FOLDER)));
  const read = readArguments(args);
  if (read === null) {
    console.log(HELP);
    return 0;
  }
  const { command, files, options } = read;
  switch (command) {
    case 'start':
      noFiles(files);
      return start(options);
    case 'probe':
      noFiles(files);
      return probe(options);
    case 'replay':
      return replay(files, options);
  }
}

async function perform(command: Promise<CommandResult>): Promise<number> {
  const { exitCode, output, complaints } = await command;
  for (const complaint of complaints) console.error(complaint);
  if (output !== '') console.log(output);
  return exitCode;
}

async function start(given: Arguments['options']): Promise<number> {
  const isDumb = process.env.TERM === 'dumb';
  const options: StartOptions = {
    terminal: process.stdout,
    isColoured: process.stdout.isTTY && !isDumb && (process.env.NO_COLOR ?? '') === '',
    canMoveCursor: !isDumb,
    folder: FOLDER,
    environment: process.env,
    signal: untilInterrupted(),
    ...startChoices(given),
  };
  if (given.config === undefined) {
    await startDemonstration(options);
  } else {
    const { settings, warnings } = await settingsFrom(given.config);
    await startMonitor({ settings, warnings, configFile: given.config }, options);
  }
  console.log('\nStopped.');
  return 0;
}

async function probe(given: Arguments['options']): Promise<number> {
  const settings = onlyTarget(await probeSettings(given), given.target);
  const result = await probeOnce(settings, process.env);
  for (const { what, error, remedy } of given.json === true ? result.faults : []) {
    console.error(`${what}: ${error}. ${remedy}`);
  }
  const document = () => JSON.stringify(probeDocument(result.run, settings.targets), null, 2);
  console.log(given.json === true ? document() : runText(result, settings.runbookUrl));
  return exitCodeOf(result);
}

async function replay(files: readonly string[], given: Arguments['options']): Promise<number> {
  const [file, ...others] = files;
  if (file === undefined) throw new UsageError('replay needs a FILE, or - for standard input');
  noFiles(others);
  const { config, 'time-zone': timeZone, 'skip-bad-lines': skipBadLines = false, json: isJson = false } = given;
  const settings = config === undefined ? settingsOf({}) : (await settingsFrom(config)).settings;
  const zoned = timeZone === undefined ? settings : { ...settings, timeZone: settingsOf({ timeZone }).timeZone };
  const options = {
    file,
    settings: zoned,
    configFile: config ?? null,
    explain: given.explain ?? null,
    skipBadLines,
    isJson,
  };
  const result = await replayCommand(options, { input: process.stdin, error: process.stderr });
  if (!result.ok) throw new UsageError(result.message);
  console.log(result.output);
  return 0;
}

async function probeSettings(given: Arguments['options']): Promise<Settings> {
  const { config, path, 'base-url': origin } = given;
  if (origin === undefined) {
    if (path !== undefined) throw new UsageError('--path goes with --base-url');
    return (await settingsFrom(config ?? 'monitor.config.ts')).settings;
  }
  if (config !== undefined) throw new UsageError('--base-url and --config exclude each other');
  const wanted = path ?? '/server-time';
  const id = wanted
    .toLowerCase()
    .replace(/\?.*/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 64);
  const targets = [{ id: id === '' ? 'root' : id, account: 'main', path: wanted }];
  return settingsOf({ accounts: { main: { origin } }, targets, controlHost: false });
}

/** Where in the settings an option ends up. */
const OPTION_OF: Readonly<Record<string, string>> = {
  'accounts.main.origin': '--base-url',
  'targets.0.path': '--path',
  timeZone: '--time-zone',
};

/** Settings made of options. */
function settingsOf(config: MonitorConfig): Settings {
  const result = resolveSettings(config, 'local');
  if (result.ok) return result.settings;
  const faults = result.faults.map((fault) => ({ ...fault, path: OPTION_OF[fault.path] ?? fault.path }));
  throw new UsageError(renderFaults(faults, 'the command line'));
}

function onlyTarget(settings: Settings, id: string | undefined): Settings {
  if (id === undefined) return settings;
  const targets = settings.targets.filter((target) => target.id === id);
  const known = settings.targets.map((target) => target.id).join(', ');
  if (targets.length === 0) throw new UsageError(`--target: there is no "${id}"; allowed are ${known}`);
  return { ...settings, targets };
}

async function settingsFrom(file: string) {
  const loaded = await loadSettings(file);
  if (!loaded.ok) throw new UsageError(loaded.message);
  return loaded;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  ...{ config: text, 'base-url': text, path: text, target: text, 'time-zone': text, explain: text },
  ...{ port: text, topic: text, 'no-page': flag },
  ...{ 'skip-bad-lines': flag, json: flag, help: flag },
} as const;

/** The options of each command. */
const ALLOWED = {
  start: ['config', 'port', 'no-page', 'topic', 'help'],
  probe: ['config', 'base-url', 'path', 'target', 'json', 'help'],
  replay: ['config', 'time-zone', 'explain', 'skip-bad-lines', 'json', 'help'],
} as const satisfies Readonly<Record<string, readonly (keyof typeof OPTIONS)[]>>;

type Command = keyof typeof ALLOWED;

function isCommand(word: string): word is Command {
  return Object.hasOwn(ALLOWED, word);
}

/** The command and its options; `null`: the help is wanted. */
function readArguments(args: readonly string[]) {
  const { values, positionals, faults } = readOptions(args, OPTIONS, ([word = 'start']) =>
    isCommand(word) ? { name: word, allowed: ALLOWED[word] } : { name: word, allowed: Object.keys(OPTIONS) },
  );
  const [command = 'start', ...files] = positionals;
  if (values.help === true) return null;
  if (!isCommand(command)) {
    const names = [...Object.keys(ALLOWED), ...OWN_COMMANDS.keys()];
    throw new UsageError(`unknown command "${command}"; allowed are ${listText(names)}`);
  }
  if (faults.length > 0) throw new UsageError(faults.join('\n'));
  return { command, files, options: values };
}

/** Refuses what a command has no use for. */
function noFiles(files: readonly string[]): void {
  if (files.length > 0) throw new UsageError(`unexpected "${files.join(' ')}"\n\n${HELP}`);
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

// A reader that has seen enough (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 3);
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof UsageError;
  const isExpected = isUsage || error instanceof UnusableDatabaseError;
  console.error(isExpected ? error.message : error);
  process.exitCode = isUsage ? 2 : 3;
}
