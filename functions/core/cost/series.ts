import {
  METRICS,
  MOST_ENDS,
  PERIOD_OF_ENDS_MS,
  type MetricDefinition,
  type MetricDimension,
  type MetricPresence,
} from '../metrics.ts';
import { FAILURE_CLASSES } from '../model/outcome.ts';
import { HOUR_MS } from '../model/time.ts';
import { needsToken } from '../probing/request-headers.ts';
import type { Settings } from '../settings-model.ts';

/**
 * The series of a month. CloudWatch charges for a custom metric by the hour, and only for hours in which a value of it is sent
 * (CloudWatch pricing, "Metrics": all custom metrics charges are prorated by the hour and metered only when you send metrics),
 * so that what is published when it is above 0 costs what its hours cost.
 */
export interface SeriesOfMonth {
  readonly perTarget: number;
  /** Of a vantage; at its worst, see `CLASSES_AN_HOUR`. */
  readonly perVantage: number;
  readonly ofMonitor: number;
  /** With a value in one hour of six. */
  readonly hourInSix: number;
  /** Values that one probe run can have besides those of its targets: every class may fail in the same. */
  readonly mostValuesPerRun: number;
}

/** In every hour of the month, some probe fails with so many classes, and some other is healthy only after a retry. */
const CLASSES_AN_HOUR = 1;

/** Of six hours, those in which what is published in one of them has a value. */
export const HOUR_IN_SIX_RATIO = HOUR_MS / PERIOD_OF_ENDS_MS;

/** What a month of these settings publishes: by one vantage, and by the monitor. No notice is late. */
export function seriesOfMonth(settings: Pick<Settings, 'targets' | 'metrics'>): SeriesOfMonth {
  const all = Object.values<MetricDefinition>(METRICS);
  const has = (name: MetricDimension) => (metric: MetricDefinition) => metric.dimensions.includes(name);
  const ofTarget = all.filter(has('Target'));
  const ofVantage = all.filter((metric) => has('Vantage')(metric) && !has('Target')(metric));
  const others = all.filter((metric) => !has('Vantage')(metric));
  const isSparse = ({ published }: MetricDefinition) => SPARSE.includes(published);
  const count = (metrics: readonly MetricDefinition[], classes: number) =>
    metrics.reduce((sum, { dimensions }) => sum + seriesBy(dimensions, settings, classes), 0);
  return {
    perTarget: settings.metrics === 'fleet' ? 0 : ofTarget.length,
    perVantage: count(ofVantage, CLASSES_AN_HOUR),
    ofMonitor: count(
      others.filter((metric) => !isSparse(metric)),
      CLASSES_AN_HOUR,
    ),
    hourInSix: count(others.filter(isSparse), CLASSES_AN_HOUR),
    mostValuesPerRun: count(ofVantage, FAILURE_CLASSES.length),
  };
}

const SPARSE: readonly MetricPresence[] = ['hour-in-six', 'untold'];

/** Series of a metric with these dimensions, of one vantage. */
function seriesBy(
  dimensions: readonly MetricDimension[],
  { targets }: Pick<Settings, 'targets'>,
  classes: number,
): number {
  return dimensions.reduce((product, name) => product * valuesOf(name, targets, classes), 1);
}

function valuesOf(name: MetricDimension, targets: Settings['targets'], classes: number): number {
  switch (name) {
    case 'Class':
      return classes;
    case 'Account':
      return Math.min(MOST_ENDS, new Set(targets.filter(needsToken).map(({ account }) => account)).size);
    case 'Host':
      return Math.min(MOST_ENDS, new Set(targets.flatMap(({ url }) => hostWithCertificate(url))).size);
    case 'Target':
      return targets.length;
    case 'Vantage':
      return 1;
  }
}

function hostWithCertificate(url: string): readonly string[] {
  const { protocol, host } = new URL(url);
  return protocol === 'https:' ? [host] : [];
}
