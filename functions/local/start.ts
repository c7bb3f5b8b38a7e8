import { mkdirSync, rmSync, appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentSecrets, variableName } from '../adapters/environment-secrets.ts';
import { httpHeartbeat } from '../adapters/heartbeat.ts';
import { httpProber } from '../adapters/http/prober.ts';
import { jsonLog } from '../adapters/json-log.ts';
import { openDatabase } from '../adapters/sqlite/database.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { shellWord } from '../core/messages/shell-word.ts';
import { countText } from '../core/messages/words.ts';
import { SECOND_MS } from '../core/model/time.ts';
import type { Settings } from '../core/settings-model.ts';
import { startDemo } from './demo.ts';
import { localHost, type HostOptions } from './host.ts';
import { scheduleLoop } from './loop.ts';
import { openScreen, type Terminal } from './screen.ts';
import { SIMULATOR_BANNER } from './simulator/simulator.ts';

export interface StartOptions {
  readonly terminal: Terminal;
  readonly isColoured: boolean;
  /** Whether the terminal understands cursor movements. */
  readonly canMoveCursor: boolean;
  /** Folder for history and log; made if missing. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends the monitor after the run under way. */
  readonly signal: AbortSignal;
}

/** Watches the built-in simulator. Each demonstration starts with an empty history. */
export async function startDemonstration(options: StartOptions): Promise<void> {
  const demo = await startDemo(() => systemClock.now());
  const folder = join(options.folder, 'demo');
  rmSync(folder, { recursive: true, force: true });
  const header = [
    'APIv2 Health Monitor: demonstration against the built-in simulator',
    SIMULATOR_BANNER,
    'It fails in eight ways within five minutes, over and over. Ctrl-C ends it.',
    'To watch the real API: npm start -- --config monitor.config.ts',
  ];
  try {
    await watch(
      { ...options, folder },
      { settings: demo.settings, secrets: demo.secrets, header, problemsOptions: '' },
    );
  } finally {
    await demo.simulator.close();
  }
}

/** What a user's settings file holds. */
export interface ConfiguredMonitor {
  readonly settings: Settings;
  readonly warnings: readonly string[];
  /** Where the settings are, as it was given. */
  readonly configFile: string;
}

/** Watches a real API with a user's settings; the history is kept from start to start. */
export async function startMonitor(
  { settings, warnings, configFile }: ConfiguredMonitor,
  options: StartOptions,
): Promise<void> {
  const origins = [...new Set(settings.targets.map(({ url }) => new URL(url).origin))].join(', ');
  const header = [
    `APIv2 Health Monitor: ${countText(settings.targets.length, 'target')} at ${origins}`,
    'Alerts are shown here only; the deployed monitor mails them. Ctrl-C ends it.',
    ...warnings.map((warning) => `Warning: ${warning}`),
    ...missingSecrets(settings, options.environment),
  ];
  const secrets = environmentSecrets(options.environment);
  await watch(options, { settings, secrets, header, problemsOptions: `--config ${shellWord(configFile)}` });
}

type Watched = Pick<HostOptions, 'settings' | 'secrets' | 'header' | 'problemsOptions'>;

async function watch(options: StartOptions, watched: Watched): Promise<void> {
  const { settings } = watched;
  mkdirSync(options.folder, { recursive: true });
  const logFile = join(options.folder, 'monitor.log');
  const database = openDatabase(join(options.folder, 'history.sqlite'));
  const screen = openScreen(options.terminal, options.isColoured, options.canMoveCursor, settings.timeZone);
  const host = localHost({
    ...watched,
    database,
    heartbeat: httpHeartbeat({ timeoutMs: 5 * SECOND_MS }),
    prober: httpProber({ now: () => systemClock.now() }),
    clock: systemClock,
    log: fileLog(logFile, (message) => {
      console.error(message);
    }),
    random: Math.random,
  });
  screen.update(host.view());
  try {
    await scheduleLoop(settings.tickMs, systemClock, options.signal, async (tickAt) => {
      await host.tick(tickAt);
      screen.update(host.view());
    });
  } finally {
    database.close();
  }
}

function missingSecrets({ accounts, heartbeatUrl }: Settings, environment: StartOptions['environment']): string[] {
  const isMissing = (parameter: string) => (environment[variableName(parameter)] ?? '') === '';
  const tokens = new Set(Object.values(accounts).flatMap(({ tokenParameter }) => tokenParameter ?? []));
  const heartbeats = heartbeatUrl === null || typeof heartbeatUrl === 'string' ? [] : [heartbeatUrl.parameter];
  return [
    ...[...tokens]
      .filter(isMissing)
      .map((parameter) => `Warning: ${variableName(parameter)} is not set, so the token ${parameter} cannot be sent.`),
    ...heartbeats
      .filter(isMissing)
      .map((parameter) => `Warning: ${variableName(parameter)} is not set, so the dead-man service cannot be called.`),
  ];
}

/** A log file; what it cannot take (a full disk, a folder that is gone) is said once and stops nothing. */
function fileLog(path: string, onFailure: (message: string) => void) {
  let hasFailed = false;
  const write = (level: string) => (record: object) => {
    try {
      appendFileSync(path, `${JSON.stringify({ at: new Date().toISOString(), level, ...record })}\n`);
      hasFailed = false;
    } catch (cause) {
      if (!hasFailed)
        onFailure(`The log ${path} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`);
      hasFailed = true;
    }
  };
  return jsonLog({ info: write('info'), warn: write('warn'), error: write('error') });
}
