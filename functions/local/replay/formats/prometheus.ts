import { SECOND_MS, isoTime } from '../../../core/model/time.ts';
import {
  UnusableRecordError,
  isObject,
  type DocumentFormat,
  type EntryPlaces,
  type EntrySink,
} from './import-format.ts';
import { seriesNames, type Labels } from './prometheus-names.ts';
import { STATUS_ASSUMED, isHttpStatus, statusOutcome } from './status-outcome.ts';

/** What a query tells of each probe: success, and what else was asked for in the same file. */
const STATUS = 'probe_http_status_code';
const DURATION = 'probe_duration_seconds';
/** A query that takes the metric's name away (a sum, a comparison) is taken for the success. */
const SUCCESS: readonly unknown[] = ['probe_success', 'up', undefined];

interface Series {
  readonly path: string;
  readonly metric: Labels;
  readonly values: readonly unknown[];
}

/**
 * Answers of Prometheus to `query_range` (HTTP API v1): one of `probe_success`, alone or with `probe_http_status_code` and
 * `probe_duration_seconds` of the blackbox exporter, as one answer, a list of them, or one a line.
 */
export const prometheus: DocumentFormat = {
  kind: 'document',
  name: 'prometheus',
  what: 'Prometheus query_range of probe_success, as JSON',
  looksLike: (document) => answersIn(document).length > 0,
  read: (document, sink, places) => {
    const series = answersIn(document).flatMap(({ path, answer }) => seriesIn(path, answer));
    const isNamed = (metric: Labels, name: string) => metric.__name__ === name;
    const success = series.filter(({ metric }) => SUCCESS.includes(metric.__name__));
    const statuses = byTime(series.filter(({ metric }) => isNamed(metric, STATUS)));
    const durations = byTime(series.filter(({ metric }) => isNamed(metric, DURATION)));
    const others = new Set(
      series.map(({ metric }) => metric.__name__).filter((name) => ![...SUCCESS, STATUS, DURATION].includes(name)),
    );
    for (const name of others) sink.assumed(`the series of ${name ?? ''} say nothing of probes and are left out`);
    if (success.length === 0) {
      throw new UnusableRecordError('the answer has no series of probe_success: query that, or up');
    }
    const nameOf = seriesNames(success.map(({ metric }) => metric));
    for (const one of success) {
      const key = keyOf(one.metric);
      readSeries(one, nameOf(one.metric), { statuses: statuses.get(key), durations: durations.get(key) }, sink, places);
    }
    sink.assumed('each sample is taken for one probe, so the step of the query should be the scrape interval');
    sink.assumed(
      statuses.size > 0
        ? STATUS_ASSUMED
        : 'why a probe failed is not in it, so failures count as network; a query of probe_http_status_code in the same file tells more',
    );
  },
};

interface Beside {
  readonly statuses: ReadonlyMap<number, number> | undefined;
  readonly durations: ReadonlyMap<number, number> | undefined;
}

function readSeries(
  { path, values }: Series,
  target: string,
  beside: Beside,
  sink: EntrySink,
  places: EntryPlaces,
): void {
  places.begin(`${path}.values`);
  for (const sample of values) {
    const entry = places.next();
    const [seconds, value] = Array.isArray(sample) ? (sample as readonly unknown[]) : [];
    if (typeof seconds !== 'number' || !(Math.abs(seconds) < 8.64e12)) {
      sink.faulty({ line: entry, reason: 'must be [seconds since 1970, "value"]' });
      continue;
    }
    // Prometheus leaves out what it did not scrape; a query may make NaN of nothing.
    if (value === 'NaN') continue;
    if (value !== '1' && value !== '0') {
      const rule = 'must be "0" or "1": query the metric itself, no average';
      sink.faulty({ line: entry, reason: `${rule}; found ${JSON.stringify(value)}` });
      continue;
    }
    const status = beside.statuses?.get(seconds) ?? 0;
    const durationSeconds = beside.durations?.get(seconds);
    sink.raw(
      {
        at: isoTime(Math.round(seconds * SECOND_MS)),
        target,
        outcome: value === '1' ? 'healthy' : isHttpStatus(status) ? statusOutcome(status, true) : 'network',
        status: isHttpStatus(status) ? status : null,
        latencyMs: durationSeconds === undefined ? null : Math.round(durationSeconds * 1_000_000) / 1_000,
      },
      entry,
    );
  }
}

function answersIn(document: unknown): { readonly path: string; readonly answer: Readonly<Record<string, unknown>> }[] {
  const list: readonly unknown[] = Array.isArray(document) ? document : [document];
  return list.flatMap((one, index) => {
    const path = Array.isArray(document) ? `[${index}].data.result` : 'data.result';
    const isAnswer = isObject(one) && isObject(one.data) && typeof one.data.resultType === 'string';
    return isAnswer && isObject(one.data) ? [{ path, answer: one.data }] : [];
  });
}

function seriesIn(path: string, { resultType, result }: Readonly<Record<string, unknown>>): Series[] {
  if (resultType !== 'matrix' || !Array.isArray(result)) {
    throw new UnusableRecordError(
      `the answer is a ${String(resultType)}: ask /api/v1/query_range, which answers with a matrix`,
    );
  }
  return (result as readonly unknown[]).map((one, index) => {
    const { metric, values } = isObject(one) ? one : {};
    if (!isObject(metric) || !Array.isArray(values)) {
      throw new UnusableRecordError(`${path}[${index}] must have metric and values`);
    }
    return { path: `${path}[${index}]`, metric: metric as Labels, values };
  });
}

/** Samples by the labels of their series, then by time. */
function byTime(series: readonly Series[]): ReadonlyMap<string, ReadonlyMap<number, number>> {
  return new Map(
    series.map(({ metric, values }) => [
      keyOf(metric),
      new Map((values as readonly (readonly unknown[])[]).map(([seconds, value]) => [Number(seconds), Number(value)])),
    ]),
  );
}

/** The labels without the metric's name, which is what series of one scrape have in common. */
function keyOf(metric: Labels): string {
  const labels = Object.entries(metric).filter(([name]) => name !== '__name__');
  return JSON.stringify(labels.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
