import { runFault } from '../core/fault-report.ts';
import { heartbeatUrl } from '../core/heartbeat-url.ts';
import type { EpochMs } from '../core/model/time.ts';
import type { Heartbeat, Log, RunHistory, Secrets } from '../core/ports.ts';
import type { HeartbeatSettings, Settings } from '../core/settings-model.ts';
import { silentAfterMs, whyUnsound, type PassOutcome } from '../core/sound-pass.ts';
import type { DetectTick } from './run.ts';
import { newestFinished } from './stored-ticks.ts';

/** A dead-man service, and where its URL may be kept. */
export interface HeartbeatPorts {
  readonly service: Heartbeat;
  readonly secrets: Secrets;
}

/** What is needed to tell whether a pass was sound, and to say so. */
export interface AlivePorts {
  readonly heartbeat: HeartbeatPorts | null;
  readonly history: Pick<RunHistory, 'read'>;
  readonly log: Log;
}

const REMEDY =
  'Problems and notices are not affected; the next pass calls again. Check heartbeatUrl, its parameter and the grant for ssm:GetParameter.';

/**
 * Calls the dead-man service outside, once, after a sound pass: whoever waits for it in vain knows that nobody else can tell them. A
 * call that fails is logged and stops nothing, not even as a fault of the run: the service rings by itself when calls stay away, and
 * an alarm of ours would ring a second time.
 */
export async function reportAlive(
  outcome: Omit<PassOutcome, 'tickAt'>,
  { tickAt, vantages }: DetectTick,
  { heartbeatUrl: setting, tickMs }: Pick<Settings, 'heartbeatUrl' | 'tickMs'>,
  { heartbeat, history, log }: AlivePorts,
): Promise<void> {
  if (setting === null || heartbeat === null) return;
  try {
    const newestRun = outcome.newestRun ?? (await newestRunOf(vantages, tickAt, tickMs, history));
    const unsound = whyUnsound({ ...outcome, tickAt, newestRun }, tickMs);
    if (unsound !== null) {
      log.warn('heartbeat-withheld', { tickAt, why: unsound });
      return;
    }
    const answer = await heartbeat.service.call(await urlOf(setting, heartbeat.secrets));
    if (answer.result === 'failed') logFault(log, tickAt, new Error(answer.why));
  } catch (cause) {
    logFault(log, tickAt, cause);
  }
}

/** Asked when the pass read no new run: where targets are probed seldom, that says nothing. */
async function newestRunOf(
  vantages: readonly string[],
  tickAt: EpochMs,
  tickMs: number,
  history: AlivePorts['history'],
): Promise<EpochMs | null> {
  const runs = await Promise.all(
    vantages.map((vantage) => history.read(vantage, tickAt - silentAfterMs(tickMs), tickAt)),
  );
  const newest = runs.flatMap((ofVantage) => newestFinished(ofVantage) ?? []);
  return newest.length === 0 ? null : Math.max(...newest);
}

function logFault(log: Log, tickAt: EpochMs, cause: unknown): void {
  log.error('heartbeat-failed', { tickAt, ...runFault('The dead-man service could not be called', REMEDY, cause) });
}

/** @throws {Error} when the parameter cannot be read, or holds no URL; the message never holds a piece of the value */
async function urlOf(setting: HeartbeatSettings, secrets: Secrets): Promise<URL> {
  const text = typeof setting === 'string' ? setting : await secrets.read(setting.parameter, 'cached');
  const url = heartbeatUrl(text.trim());
  if (url !== null) return url;
  const place = typeof setting === 'string' ? 'heartbeatUrl' : `the parameter ${setting.parameter}`;
  throw new Error(`${place} holds no URL that starts with https://`);
}
