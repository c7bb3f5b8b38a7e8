import { fault, type Fault } from '../settings-fault.ts';
import type { Settings } from '../settings-model.ts';
import { monthlyBill } from './bill.ts';
import { stackResources } from './resources.ts';

/** The fault of settings whose month costs more than their ceiling; none where there is no ceiling. */
export function ceilingFaults(settings: Settings, vantages: number): Fault[] {
  const { costCeilingUsd } = settings;
  if (costCeilingUsd === null) return [];
  const { totalUsd, lines } = monthlyBill(settings, vantages, stackResources(settings, vantages));
  if (totalUsd <= costCeilingUsd) return [];
  const [dearest] = lines;
  const most = dearest === undefined ? '' : `, ${usdText(dearest.usd)} of it ${dearest.item} (${dearest.formula})`;
  const way = settings.metrics === 'fleet' ? '' : "choose metrics: 'fleet', ";
  return [
    fault(
      ['costCeiling'],
      costCeilingUsd,
      `a month would cost ${usdText(totalUsd)} at list price${most}; ${way}probe fewer targets or less often, or raise it; ` +
        'npm run cost shows every line',
    ),
  ];
}

/** An amount in USD, to the cent. */
export function usdText(usd: number): string {
  return `$${usd.toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',')}`;
}
