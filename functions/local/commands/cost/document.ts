import type { Bill } from '../../../core/cost/bill.ts';
import { PRICES, type PriceName } from '../../../core/cost/prices.ts';
import type { Estimate } from './estimate.ts';

/** An estimate for scripts. Amounts are in USD a month. */
export function costDocument({ settings, vantages, bill, synthetics, ratio, other, ceilingUsd }: Estimate): string {
  const used = new Set<PriceName>([bill, synthetics].flatMap(({ lines }) => lines.map(({ price }) => price)));
  return JSON.stringify(
    {
      targets: settings.targets.length,
      vantages,
      tickMs: settings.tickMs,
      metrics: settings.metrics,
      ceilingUsd,
      bill: linesOf(bill),
      synthetics: linesOf(synthetics),
      ratio,
      other,
      prices: Object.fromEntries([...used].map((name) => [name, priceOf(name)])),
    },
    null,
    2,
  );
}

function linesOf({ lines, totalUsd }: Bill) {
  return { totalUsd, lines };
}

/** JSON has no infinity: the last step has no end. */
function priceOf(name: PriceName) {
  const { steps, ...rest } = PRICES[name];
  return { ...rest, steps: steps.map(({ units, usd }) => ({ units: Number.isFinite(units) ? units : null, usd })) };
}
