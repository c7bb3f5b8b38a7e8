import { METRICS, METRIC_NAMESPACE, type MetricDefinition, type MetricPresence } from '../../functions/core/metrics.ts';

/** Between these lines the README holds what `metricsTable` writes. */
export const METRICS_START = '<!-- metrics: written by `npm run docs` from functions/core/metrics.ts -->';
export const METRICS_END = '<!-- end of metrics -->';

const PRESENCE: Readonly<Record<MetricPresence, string>> = {
  always: 'each run',
  'above-0': 'when above 0',
  'hour-in-six': 'one hour in six',
  untold: 'while one is untold; one hour in six',
};

/** Every metric, from the one table in code. */
export function metricsTable(): string {
  const rows = Object.entries<MetricDefinition>(METRICS).map(
    ([name, { dimensions, statistic, published, meaning }]) =>
      `| \`${name}\` | ${dimensions.map((dimension) => `\`${dimension}\``).join(', ')} | ${statistic} | ${PRESENCE[published]} | ${meaning} |`,
  );
  const head = `Namespace \`${METRIC_NAMESPACE}\`:\n\n| metric | one series for each | statistic | published | value |\n| --- | --- | --- | --- | --- |`;
  return `${METRICS_START}\n\n${head}\n${rows.join('\n')}\n\n${METRICS_END}`;
}

/** A README with the metrics of this release. */
export function withMetrics(readme: string): string {
  const start = readme.indexOf(METRICS_START);
  const end = readme.indexOf(METRICS_END);
  if (start === -1 || end === -1) throw new Error('README.md has no place for the metrics');
  return readme.slice(0, start) + metricsTable() + readme.slice(end + METRICS_END.length);
}
