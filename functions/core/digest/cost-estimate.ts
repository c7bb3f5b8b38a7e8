import { METRICS } from '../metrics.ts';
import { FAILURE_CLASSES } from '../model/outcome.ts';
import { MINUTE_MS } from '../model/time.ts';
import type { Settings } from '../settings-model.ts';

/** List prices in USD, before free tiers, of the pages aws.amazon.com/{cloudwatch,lambda,eventbridge,dynamodb}/pricing. */
const PRICES = {
  metricSeries: 0.3,
  alarm: 0.1,
  metricCall: 0.01 / 1_000,
  /** Arm. */
  lambdaGbSecond: 0.0000133334,
  invocation: 0.2 / 1_000_000,
  scheduledTick: 1 / 1_000_000,
  /** A written and a read item of up to 1 KB. */
  tableItem: 0.75 / 1_000_000,
};

function seriesBy(dimensions: string): number {
  return Object.values(METRICS).filter((metric) => metric.dimensions.join() === dimensions).length;
}

/** 730 hours. */
const MINUTES_A_MONTH = 43_800;
/** What the stacks set up: per target and vantage; per vantage beside the classes (share of masked probes, the run); in all. */
const SERIES = {
  perTarget: seriesBy('Vantage,Target'),
  perVantage: seriesBy('Vantage,Class') * FAILURE_CLASSES.length + seriesBy('Vantage'),
  ofDetection: seriesBy(''),
};
/** Of a vantage in another region, only whether its runs come in. */
const ALARMS = { atHome: 8, perFurtherVantage: 1 };
const FUNCTION_GB = 0.25;
/** A quiet run; a large monitor, or an outage, takes longer. */
const RUN_SECONDS = 1;
/** A claimed and a finished run, read twice. */
const ITEMS_A_RUN = 4;
/** Not an AWS region: a machine of one's own. */
const OWN_MACHINE = 'local';

/**
 * Estimated list price of running the monitor for a month, in USD; `null` on a machine of one's own. With E series, A alarms and R
 * runs: 0.30 E + 0.10 A + R (GB-seconds + invocation + tick + metric call) + items of the table. Storage, logs, mail and
 * secrets are left out: cents.
 */
export function monthlyCostUsd(
  { targets, tickMs }: Pick<Settings, 'targets' | 'tickMs'>,
  vantages: readonly string[],
): number | null {
  const regions = vantages.filter((vantage) => vantage !== OWN_MACHINE).length;
  if (regions === 0) return null;
  const series = regions * (SERIES.perTarget * targets.length + SERIES.perVantage) + SERIES.ofDetection;
  const alarms = ALARMS.atHome + (regions - 1) * ALARMS.perFurtherVantage;
  const probeRuns = regions * MINUTES_A_MONTH * (MINUTE_MS / tickMs);
  const run =
    RUN_SECONDS * FUNCTION_GB * PRICES.lambdaGbSecond + PRICES.invocation + PRICES.scheduledTick + PRICES.metricCall;
  return (
    series * PRICES.metricSeries +
    alarms * PRICES.alarm +
    (probeRuns + MINUTES_A_MONTH) * run +
    probeRuns * ITEMS_A_RUN * PRICES.tableItem
  );
}
