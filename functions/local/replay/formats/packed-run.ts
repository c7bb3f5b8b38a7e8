import { UnreadableRecordError, unpackRun, type RecordedRun } from '../../../core/run-record.ts';
import { targetId, vantageId } from '../recorded-names.ts';
import { isObject, type EntrySink } from './import-format.ts';

/** The event under which a run is logged with its record, see `functions/probe/run.ts`. */
const RUN_EVENT = 'probe-run';

/** What a log line holds for us. */
export type LoggedRun =
  | { readonly state: 'run'; readonly run: RecordedRun }
  /** Another event, or a line of the platform. */
  | { readonly state: 'other' }
  | { readonly state: 'faulty'; readonly reason: string };

/**
 * The run in a log line: as this process logs it (`{"event": "probe-run", …}`), or within `message` as Lambda's JSON format has it.
 */
export function loggedRun(line: unknown): LoggedRun {
  if (!isObject(line)) return { state: 'other' };
  const fields = isObject(line.message) ? line.message : line;
  if (fields.event !== RUN_EVENT) return { state: 'other' };
  const { vantage, tickAt, shard, targetIds, parts } = fields;
  if (typeof vantage !== 'string' || vantage === '') return faulty('vantage must be text');
  if (typeof tickAt !== 'number' || !Number.isSafeInteger(tickAt)) return faulty('tickAt must be epoch milliseconds');
  if (!isTexts(targetIds)) return faulty('targetIds must be a list of texts');
  if (!isTexts(parts)) return faulty('parts must be a list of texts');
  const key = { vantage, tickAt, shard: typeof shard === 'number' ? shard : 0 };
  try {
    return { state: 'run', run: unpackRun(key, targetIds, parts) };
  } catch (cause) {
    if (cause instanceof UnreadableRecordError) return faulty(cause.message);
    throw cause;
  }
}

/** Hands on every probe of a run. */
export function addRun({ key, probes, diagnoses }: RecordedRun, entry: number, sink: EntrySink): void {
  const vantage = vantageId(key.vantage);
  for (const probe of probes) {
    const named = { ...probe, targetId: targetId(probe.targetId) };
    sink.recorded({ line: entry, vantage, tickAt: key.tickAt, probe: named, diagnoses });
  }
}

function faulty(reason: string): LoggedRun {
  return { state: 'faulty', reason: `is a probe-run that cannot be read: ${reason}` };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
