import type { Bill, BillLine } from '../../../core/cost/bill.ts';
import { usdText } from '../../../core/cost/ceiling.ts';
import { PRICES, type Price, type PriceName } from '../../../core/cost/prices.ts';
import { MINUTE_MS } from '../../../core/model/time.ts';
import { shortDuration } from '../../../core/settings-duration.ts';
import type { Estimate } from './estimate.ts';

/** An estimate for people. */
export function costText({ settings, vantages, bill, synthetics, ratio, other, ceilingUsd }: Estimate): string {
  const { targets, metrics } = settings;
  const intervals = [...new Set(targets.map(({ everyMs }) => everyMs))].toSorted((a, b) => a - b);
  const every = intervals.map((ms) => (ms === MINUTE_MS ? 'minute' : shortDuration(ms))).join(', ');
  const places = vantages === 1 ? 'one region' : `${vantages} regions`;
  const paragraphs = [
    `A month of 730 hours at list price (us-east-1, before free tiers): ${targets.length} ` +
      `${targets.length === 1 ? 'target' : 'targets'} each ${every} from ${places}, metrics '${metrics}'`,
    tableOf(bill),
    '* at its worst: every attempt of every target fails all month, and all are chronic; of the series, one class and some retries that helped in every hour, and no notice is late. Mail, secrets and traffic between regions are cents more.',
    `What drives it: ${driversOf(bill)}.`,
    ...(ceilingUsd === null ? [] : [ceilingText(bill.totalUsd, ceilingUsd)]),
    `CloudWatch Synthetics doing the same, its files in S3, logs and alarms left out:\n\n${tableOf(synthetics)}`,
    `That is ${timesText(ratio)} as much; with metrics '${other.metrics}' the monitor costs ${usdText(other.totalUsd)}, and Synthetics ${timesText(other.ratio)} as much.`,
    pricesOf([bill, synthetics]),
  ];
  return paragraphs.join('\n\n');
}

function ceilingText(totalUsd: number, ceilingUsd: number): string {
  return totalUsd > ceilingUsd
    ? `That is above costCeiling, ${usdText(ceilingUsd)}: cdk synth and deploy refuse it.`
    : `costCeiling is ${usdText(ceilingUsd)}.`;
}

function tableOf({ lines, totalUsd }: Bill): string {
  const width = Math.max(...lines.map(({ item }) => item.length), 'in all'.length) + 1;
  const row = (item: string, usd: number, rest: string) =>
    `  ${item.padEnd(width)} ${usdText(usd).padStart(10)}  ${rest}`.trimEnd();
  const rows = lines.map((line) => row(line.item + (line.isWorstCase ? '*' : ''), line.usd, formulaOf(line)));
  return [...rows, row('in all', totalUsd, '')].join('\n');
}

function formulaOf({ formula, price, units }: BillLine): string {
  const { steps, unit }: Price = PRICES[price];
  const isStepped = units > (steps[0]?.units ?? Infinity);
  return `${formula}; ${isStepped ? 'at first ' : ''}${unitPrice(steps[0]?.usd ?? 0)} ${unit}`;
}

/** Prices of a millionth are told by the million. */
function unitPrice(usd: number): string {
  return usd < 0.00001 ? `$${Number((usd * 1e6).toFixed(4))} per million` : `$${Number(usd.toFixed(10))} per`;
}

function driversOf({ lines, totalUsd }: Bill): string {
  return lines
    .slice(0, 4)
    .map(({ item, usd }) => `${item} ${Math.round((100 * usd) / totalUsd)} %`)
    .join(', ');
}

function timesText(ratio: number): string {
  return `${ratio < 10 ? ratio.toFixed(1) : Math.floor(ratio)} times`;
}

function pricesOf(bills: readonly Bill[]): string {
  const used = new Set(bills.flatMap(({ lines }) => lines.map(({ price }) => price)));
  const sources = new Map<string, string>();
  for (const name of used) {
    const { source, readOn }: Price = PRICES[name satisfies PriceName];
    sources.set(source, readOn);
  }
  return ['Prices from', ...[...sources].sort().map(([source, readOn]) => `  ${source} (${readOn})`)].join('\n');
}
