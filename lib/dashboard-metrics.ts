import { Duration } from 'aws-cdk-lib/core';
import { MathExpression, Metric, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { METRICS, METRIC_NAMESPACE, type MetricName } from '../functions/core/metrics.ts';
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

/** Days until something ends, a line for each; which there are is known when they are published. */
export function endsOf(
  name: 'TokenDaysLeft' | 'CertificateDaysLeft',
  dimension: 'Account' | 'Host',
  region: string,
): IMetric[] {
  const expression = `SEARCH('{${METRIC_NAMESPACE},${dimension}} MetricName="${name}"', '${METRICS[name].statistic}')`;
  return [new MathExpression({ expression, usingMetrics: {}, label: '', period: PERIOD, searchRegion: region })];
}

/** The share of probes that failed, a line for each class; from several vantages their average. */
export function failuresByClass(vantages: readonly string[]): IMetric[] {
  return FAILURE_CLASSES.map((one) => {
    const metrics = vantages.map((vantage) => seriesOf('FailingRatio', { Vantage: vantage, Class: one }, one));
    const [only] = metrics;
    const color = CLASS_COLOURS[one];
    if (only !== undefined && metrics.length === 1) return only.with({ color });
    const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`${one}${index}`, metric]));
    const expression = `AVG([${Object.keys(usingMetrics).join(', ')}])`;
    return new MathExpression({ expression, usingMetrics, label: one, color, period: PERIOD });
  });
}
