import { monthlyBill, type Bill } from '../../../core/cost/bill.ts';
import { withFleet } from '../../../core/cost/fleet.ts';
import { stackResources } from '../../../core/cost/resources.ts';
import { syntheticsBill } from '../../../core/cost/synthetics.ts';
import type { MetricsMode } from '../../../core/metrics.ts';
import type { Settings } from '../../../core/settings-model.ts';
import type { CostOptions } from './options.ts';

/** A month's bill beside that of Synthetics. */
export interface Estimate {
  readonly settings: Settings;
  readonly vantages: number;
  readonly bill: Bill;
  readonly synthetics: Bill;
  /** What Synthetics costs, to what the monitor costs. */
  readonly ratio: number;
  /** The same with the other mode of metrics. */
  readonly other: { readonly metrics: MetricsMode; readonly totalUsd: number; readonly ratio: number };
  /** `null` for none. */
  readonly ceilingUsd: number | null;
}

/** What a month costs with these settings, or with what is asked for instead. */
export function estimate(given: Settings, ceilingUsd: number | null, options: CostOptions): Estimate {
  const vantages = options.vantages ?? Math.max(1, given.vantages.length);
  const settings = withFleet(given, options);
  const billFor = (metrics: MetricsMode) =>
    monthlyBill({ ...settings, metrics }, vantages, stackResources(settings, vantages));
  const bill = billFor(settings.metrics);
  const synthetics = syntheticsBill(settings, vantages);
  const metrics = settings.metrics === 'fleet' ? 'per-target' : 'fleet';
  const { totalUsd } = billFor(metrics);
  return {
    settings,
    vantages,
    bill,
    synthetics,
    ratio: synthetics.totalUsd / bill.totalUsd,
    other: { metrics, totalUsd, ratio: synthetics.totalUsd / totalUsd },
    ceilingUsd,
  };
}
