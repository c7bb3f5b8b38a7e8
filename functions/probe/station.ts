import { runFault, type RunFault } from '../core/fault-report.ts';

/** Something that a run needs from outside: what failed when it fails, and what to do then. */
export interface Station {
  readonly what: string;
  readonly remedy: string;
}

/** Reserving the tick, before probing. */
export const STORE_CLAIM: Station = {
  what: 'The tick could not be claimed in the store',
  remedy:
    'The probes were made all the same; their record is handed in with a later run, and stands in the log line probe-run. Check the table and the grants.',
};

/** Storing the record, after probing. */
export const STORE_FINISH: Station = {
  what: 'The run record could not be stored',
  remedy:
    'It is handed in with a later run, and stands in the log line probe-run. Check the table, its throttling and the grants.',
};

/** Storing what earlier runs could not. */
export const HAND_IN: Station = {
  what: 'A run that the store has missed could not be handed in',
  remedy: 'The next run tries again. Check the table, its throttling and the grants.',
};

/** Reading what the runs of the vantage pass on. */
export const MEMORY_LOAD: Station = {
  what: 'What earlier runs learned could not be read',
  remedy:
    'Probes were made with what this process learned itself, so a pause may have been missed. Check the table and the grants.',
};

/** Reading what detection wants to be probed closer. */
export const HINTS_LOAD: Station = {
  what: 'What to probe more closely could not be read',
  remedy: 'Targets were probed as often as always. Check the table and the grants.',
};

/** Storing what the runs of the vantage pass on. */
export const MEMORY_SAVE: Station = {
  what: 'What this run learned could not be stored',
  remedy: 'The next run learns it again. Check the table and the grants.',
};

/** Publishing the metrics. */
export const METRICS_PUT: Station = {
  what: 'The metrics could not be published',
  remedy: 'The run is recorded all the same. Check the grant for cloudwatch:PutMetricData.',
};

/** Does the work; `null` when it failed, which is reported. */
export async function attempt<T>(
  work: () => Promise<T>,
  station: Station,
  report: (fault: RunFault) => void,
): Promise<T | null> {
  try {
    return await work();
  } catch (cause) {
    report(runFault(station.what, station.remedy, cause));
    return null;
  }
}
