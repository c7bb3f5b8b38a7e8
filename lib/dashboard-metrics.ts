import { Duration } from 'aws-cdk-lib/core';
import { MathExpression, Metric, type IMetric, type MathExpressionOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { METRICS, METRIC_NAMESPACE, PERIOD_OF_ENDS_MS, type MetricName } from '../functions/core/metrics.ts';
import { FAILURE_CLASSES, type FailureClass } from '../functions/core/model/outcome.ts';

/** More lines in a graph cannot be told apart, and CloudWatch draws 500 at most: then one search stands for all of them. */
const MOST_LINES = 100;
/** Dashboards choose a longer one by themselves where the time range asks for it. */
const PERIOD = Duration.minutes(1);

/** The colours of the strips in the custom widget (functions/core/picture/picture-style.ts). */
const CLASS_COLOURS: Readonly<Record<FailureClass, string>> = {
  network: '#0072b2',
  content: '#7a6200',
  authorization: '#a8308c',
  server: '#d1350f',
  throttled: '#3aa0d8',
  intercepted: '#16191f',
  inconclusive: '#7c8696',
};

/** What a series is told apart by. */
type Dimensions = Readonly<Record<string, string>>;

/** A series of the catalogue with its own statistic, unless another one is named. */
export function seriesOf(name: MetricName, dimensions: Dimensions, label: string, statistic?: string): Metric {
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName: name,
    dimensionsMap: { ...dimensions },
    statistic: statistic ?? METRICS[name].statistic,
    period: PERIOD,
    label,
  });
}

/** A line for each target and vantage, named after the target; above a hundred, a search for all that there are. */
export function targetSeries(
  name: 'Availability' | 'Latency',
  targets: readonly string[],
  vantages: readonly string[],
  region: string,
): IMetric[] {
  if (targets.length * vantages.length > MOST_LINES) {
    const expression = `SEARCH('{${METRIC_NAMESPACE},Target,Vantage} MetricName="${name}"', '${METRICS[name].statistic}')`;
    return [new MathExpression({ expression, usingMetrics: {}, label: '', period: PERIOD, searchRegion: region })];
  }
  return targets.flatMap((target) =>
    vantages.map((vantage) =>
      seriesOf(name, { Vantage: vantage, Target: target }, vantages.length > 1 ? `${target} from ${vantage}` : target),
    ),
  );
}

/** The share of probes that were healthy, of all targets together: a line for each vantage. */
export function fleetAvailability(vantages: readonly string[]): IMetric[] {
  return vantages.map((vantage) => seriesOf('FleetAvailability', { Vantage: vantage }, `all targets from ${vantage}`));
}

/** Points are hours apart, see `PERIOD_OF_ENDS_MS`: with so long a period they are one line. */
const PERIOD_OF_ENDS = Duration.millis(PERIOD_OF_ENDS_MS);

/** Days until something ends, a line for each; which there are is known when they are published. */
export function endsOf(
  name: 'TokenDaysLeft' | 'CertificateDaysLeft',
  dimension: 'Account' | 'Host',
  region: string,
): IMetric[] {
  const expression = `SEARCH('{${METRIC_NAMESPACE},${dimension}} MetricName="${name}"', '${METRICS[name].statistic}')`;
  return [
    new MathExpression({ expression, usingMetrics: {}, label: '', period: PERIOD_OF_ENDS, searchRegion: region }),
  ];
}

/** The share of probes that failed, a line for each class; from several vantages of the runs of all. */
export function failuresByClass(vantages: readonly string[]): IMetric[] {
  const places = [...vantages.entries()];
  return FAILURE_CLASSES.map((one) =>
    shareOfRuns(places, one, (vantage) => seriesOf('FailingRatio', { Vantage: vantage, Class: one }, one), {
      label: one,
      color: CLASS_COLOURS[one],
    }),
  );
}

/** The share of probes that were healthy only after a retry, a line for each vantage. */
export function maskedFailures(vantages: readonly string[]): IMetric[] {
  return [...vantages.entries()].map((place) =>
    shareOfRuns([place], 'masked', (vantage) => seriesOf('MaskedRatio', { Vantage: vantage }, vantage), {
      label: place[1],
    }),
  );
}

/**
 * What is published when it is above 0, by the number of runs: right for points of any length. Where there was no run there is
 * no point; a call that counted twice did so above and below.
 *
 * @param places vantages with their numbers
 * @param id of lower-case letters, unlike any other in a graph
 */
function shareOfRuns(
  places: readonly (readonly [number, string])[],
  id: string,
  ratioOf: (vantage: string) => Metric,
  options: MathExpressionOptions,
): MathExpression {
  const ratios = places.map(([place, vantage]) => [`${id}${place}`, ratioOf(vantage)] as const);
  const runs = places.map(([place, vantage]) => {
    return [`runs${place}`, seriesOf('ProbeRun', { Vantage: vantage }, vantage, 'Sum')] as const;
  });
  // A sum of a list leaves out what has no data at all, like a class that never failed from one of the vantages.
  const failed = ratios.map(([name]) => `FILL(${name}, 0)`).join(', ');
  const all = runs.map(([name]) => name).join(', ');
  return new MathExpression({
    ...options,
    expression: `SUM([${failed}]) / SUM([${all}])`,
    usingMetrics: Object.fromEntries([...ratios, ...runs]),
    period: PERIOD,
  });
}

/** What is published while a notice is untold; 0 where a pass says nothing of it, and no point where there was no pass. */
export function untoldSeries(name: 'OldestUnsentMinutes' | 'DeadNotices', label: string): IMetric {
  const usingMetrics = {
    [`value_${name}`]: seriesOf(name, {}, label),
    [`passes_${name}`]: seriesOf('DetectRun', {}, 'passes'),
  };
  const expression = `FILL(value_${name}, 0) * passes_${name}`;
  return new MathExpression({ expression, usingMetrics, label, period: PERIOD });
}
