import { mkdirSync, rmSync, appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { SNSClient } from '@aws-sdk/client-sns';
import { AWS_TIMEOUTS } from '../adapters/aws-timeouts.ts';
import { environmentSecrets, variableName } from '../adapters/environment-secrets.ts';
import { httpHeartbeat } from '../adapters/heartbeat.ts';
import { httpProber } from '../adapters/http/prober.ts';
import { jsonLog } from '../adapters/json-log.ts';
import { openDatabase } from '../adapters/sqlite/database.ts';
import { freeLeases } from '../adapters/sqlite/free-leases.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { shellWord } from '../core/messages/shell-word.ts';
import { countText } from '../core/messages/words.ts';
import { SECOND_MS } from '../core/model/time.ts';
import type { Settings } from '../core/settings-model.ts';
import { openDemo } from './demo/demo.ts';
import { DEMO_MARK_MS, demoHeader } from './demo/demo-header.ts';
import { STORY_DAYS } from './demo/story.ts';
import { demoTempo, type Tempo } from './demo/tempo.ts';
import { LOCAL_VANTAGE, localHost, type HostOptions } from './host.ts';
import { scheduleLoop } from './loop.ts';
import type { DeskSubject } from './page/gather-desk.ts';
import { openPage, type DeskPage } from './page/open-page.ts';
import { openScreen, type Terminal } from './screen.ts';
import { localChannels } from './telling/channels.ts';
import { localContext } from './telling/local-context.ts';
import type { TopicChoice } from './topic-option.ts';
import type { Progress, ViewModel } from './view.ts';

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
  /** Where the page is served; `null` for the usual port. */
  readonly port: number | null;
  readonly hasPage: boolean;
  /** Told beside what the settings name; `null` for none. */
  readonly topic: TopicChoice | null;
}

const DEMONSTRATION_TOLD = 'A demonstration: alerts are shown here only; nobody is sent any.';

/** Plays a fortnight against the built-in simulator, then goes on from now. Each demonstration starts with an empty history. */
export async function startDemonstration(options: StartOptions): Promise<void> {
  const folder = join(options.folder, 'demo');
  rmSync(folder, { recursive: true, force: true });
  const demo = await openDemo(systemClock, Intl.DateTimeFormat().resolvedOptions().timeZone);
  const tempo = demoTempo(demo.clock, systemClock, options.signal, options.terminal.isTTY === true);
  try {
    await watch(
      { ...options, folder },
      {
        ...demo,
        tempo,
        turningPoint: demo.clock.caughtUp,
        header: demoHeader(demo),
        problemsOptions: '',
        markMs: DEMO_MARK_MS,
        told: DEMONSTRATION_TOLD,
        pageQuery: `?range=${STORY_DAYS}d`,
      },
    );
  } finally {
    await demo.close();
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
  const problemsOptions = `--config ${shellWord(configFile)}`;
  const channels = localChannels({
    ...options,
    settings,
    context: localContext(settings, problemsOptions),
    // Tried once: a repeat that came twice would be a second message.
    sns: (region) => new SNSClient({ ...AWS_TIMEOUTS, region, maxAttempts: 1 }),
  });
  const header = [
    `APIv2 Health Monitor: ${countText(settings.targets.length, 'target')} at ${origins}`,
    `${channels.told} Ctrl-C ends it.`,
    ...[...warnings, ...channels.warnings].map((warning) => `Warning: ${warning}`),
    ...missingSecrets(settings, options.environment),
  ];
  const secrets = environmentSecrets(options.environment);
  const channel = channels.notifier;
  try {
    await watch(options, {
      ...{ settings, secrets, header, problemsOptions, channel, told: channels.told },
      clock: systemClock,
      prober: httpProber({ now: () => systemClock.now() }),
      heartbeat: httpHeartbeat({ timeoutMs: 5 * SECOND_MS }),
      random: Math.random,
    });
  } finally {
    channels.close();
  }
}

/** What is watched, and how. */
interface Watched extends Omit<HostOptions, 'database' | 'log'> {
  /** Who is told, in a sentence. */
  readonly told: string;
  /** Follows the page's address where it is told: what it is to show first. Default: a day. */
  readonly pageQuery?: string;
  /** Called before each run. */
  readonly prepare?: () => Promise<void>;
  /** How far a story has been played. */
  readonly progress?: () => Progress;
  /** Resolves when that is to be shown though no run has ended. */
  readonly turningPoint?: Promise<void>;
  /** How fast it goes past; absent: each run is shown, and time goes as it does. */
  readonly tempo?: Tempo;
}

async function watch(options: StartOptions, watched: Watched): Promise<void> {
  const { settings, clock, tempo } = watched;
  mkdirSync(options.folder, { recursive: true });
  const log = fileLog(join(options.folder, 'monitor.log'), (message) => {
    console.error(message);
  });
  const databasePath = join(options.folder, 'history.sqlite');
  const database = openDatabase(databasePath);
  const now = () => clock.now();
  let page: DeskPage | null = null;
  try {
    await freeLeases(database);
    page = options.hasPage
      ? await openPage({ subject: deskSubject(watched), databasePath, port: options.port, now, log })
      : null;
    const screen = openScreen(options.terminal, options.isColoured, options.canMoveCursor, settings.timeZone);
    const url = page?.url ?? null;
    const header = url === null ? watched.header : [...watched.header, `The page: ${url}${watched.pageQuery ?? ''}`];
    const host = localHost({ ...watched, header, database, log });
    const model = (): ViewModel => {
      const view = host.view();
      page?.update(view.faults);
      const trouble = page?.trouble() ?? null;
      const faults = trouble === null ? view.faults : [...view.faults, trouble];
      return watched.progress === undefined ? { ...view, faults } : { ...view, faults, progress: watched.progress() };
    };
    screen.update(model());
    void watched.turningPoint?.then(() => {
      screen.update(model());
    });
    await scheduleLoop(settings.tickMs, clock, options.signal, async (tickAt) => {
      await watched.prepare?.();
      await host.tick(tickAt);
      const state = model();
      if (tempo?.isShown(state) ?? true) screen.update(state);
      await tempo?.dwell(state);
    });
  } finally {
    await page?.close();
    database.close();
  }
}

/** What the page says of what is watched. */
function deskSubject({ settings, header, told, problemsOptions }: Watched): DeskSubject {
  const watched = (header[0] ?? '').replace('APIv2 Health Monitor: ', '');
  return { settings, vantages: [LOCAL_VANTAGE], watched, told, problemsOptions };
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
