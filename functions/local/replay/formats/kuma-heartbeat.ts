import type { RawLine } from '../recorded-line.ts';
import { toldFailure } from './error-text.ts';
import { FOREIGN_TIME_RULE, foreignTime } from './foreign-time.ts';
import type { EntrySink } from './import-format.ts';
import { STATUS_ASSUMED } from './status-outcome.ts';

/** A heartbeat of Uptime Kuma as its table, its API or its socket has it. */
export type Heartbeat = Readonly<Record<string, unknown>>;

/** `status` of a heartbeat (Uptime Kuma, server/model/heartbeat.js). */
const [DOWN, UP, PENDING, MAINTENANCE] = [0, 1, 2, 3];

/** Hands on a heartbeat of the target. */
export function addHeartbeat(beat: Heartbeat, target: string, entry: number, sink: EntrySink): void {
  const at = foreignTime(beat.time);
  if (at === null) {
    sink.faulty({ line: entry, reason: `time: ${FOREIGN_TIME_RULE}; found ${JSON.stringify(beat.time ?? null)}` });
    return;
  }
  const result = resultOf(Number(beat.status ?? NaN), typeof beat.msg === 'string' ? beat.msg : '', sink);
  if (result === null) {
    const rule = 'status: must be 0 down, 1 up, 2 pending or 3 maintenance';
    sink.faulty({ line: entry, reason: `${rule}; found ${JSON.stringify(beat.status ?? null)}` });
    return;
  }
  const ping = beat.ping === null || beat.ping === undefined || beat.ping === '' ? null : Number(beat.ping);
  sink.raw({ at: at.iso, target, latencyMs: ping, ...result }, entry);
}

function resultOf(status: number, message: string, sink: EntrySink): RawLine | null {
  switch (status) {
    case UP: {
      const code = Number(/^(\d{3}) - /.exec(message)?.[1]);
      return { outcome: 'healthy', status: code >= 100 && code <= 599 ? code : null };
    }
    case PENDING:
      sink.assumed('pending is a check that failed and will be tried again, and counts as a failure');
      return failed(message, sink);
    case DOWN:
      return failed(message, sink);
    case MAINTENANCE:
      sink.assumed('maintenance counts as not probed');
      return { outcome: 'not-probed' };
    default:
      return null;
  }
}

function failed(message: string, sink: EntrySink): RawLine {
  sink.assumed(STATUS_ASSUMED);
  const told = toldFailure(message);
  if (told !== null) return told;
  sink.assumed('failures whose message says no more count as network');
  return { outcome: 'network' };
}
