import { countText } from '../messages/words.ts';
import { DAY_MS, MINUTE_MS } from '../model/time.ts';
import { priceOf, type PriceName } from './prices.ts';
import type { StackResources } from './resources.ts';
import { HOUR_IN_SIX_RATIO } from './series.ts';
import { VIEWS, viewsOfMonth } from './views.ts';
import { MINUTES_A_MONTH, TAKES, workloadOf, type BilledSettings, type Workload } from './workload.ts';

/** One line of a month's bill. */
export interface BillLine {
  readonly item: string;
  /** How the units come about. */
  readonly formula: string;
  readonly units: number;
  readonly price: PriceName;
  readonly usd: number;
  /** Whether everything is taken to fail all month. */
  readonly isWorstCase: boolean;
}

/** A month's bill at list price, the dearest line first. */
export interface Bill {
  readonly lines: readonly BillLine[];
  readonly totalUsd: number;
}

/** Lines as a bill. */
export function billOf(lines: readonly BillLine[]): Bill {
  return {
    lines: lines.filter(({ units }) => units > 0).toSorted((a, b) => b.usd - a.usd),
    totalUsd: lines.reduce((sum, { usd }) => sum + usd, 0),
  };
}

/** A line; the formula says what is multiplied. */
export function billLine(
  item: string,
  price: PriceName,
  units: number,
  formula: string,
  isWorstCase = false,
): BillLine {
  return { item, formula, units, price, usd: priceOf(price, units), isWorstCase };
}

/**
 * What monitoring costs in a month of 730 hours, for so many regions as vantages. Runs and logs are those of a healthy month;
 * what the table writes, reads and keeps is taken at its worst: every attempt fails, and all are chronic; of the metrics, in every
 * hour some probes fail with one class and some after a retry only. Left out, being
 * cents: mail, secrets, the use of keys, traffic between regions.
 */
export function monthlyBill(settings: BilledSettings, vantages: number, resources: StackResources): Bill {
  const work = workloadOf(settings, vantages);
  return billOf([
    ...metricLines(work, vantages),
    billLine('alarms', 'alarm', resources.alarmMetrics, `${resources.alarmMetrics} metrics of alarms`),
    billLine('dashboards', 'dashboard', resources.dashboards, countText(resources.dashboards, 'dashboard')),
    billLine('keys', 'key', resources.keys, `${resources.keys} customer keys`),
    ...functionLines(work),
    ...tableLines(work, settings, vantages),
    ...trafficLines(work),
    ...viewLines(work, settings, vantages),
  ]);
}

function metricLines({ series, targets, runs, passes, callsPerRun }: Workload, vantages: number): BillLine[] {
  const { perTarget, perVantage, ofMonitor, hourInSix } = series;
  const ofTargets = perTarget === 0 ? '' : ` + ${perTarget} × ${count(targets)} targets`;
  const formula =
    `${vantages} × (${perVantage} of the fleet${ofTargets}) + ${ofMonitor} of the monitor ` +
    `+ ${hourInSix} for one hour in six`;
  const months = vantages * (perVantage + perTarget * targets) + ofMonitor + hourInSix * HOUR_IN_SIX_RATIO;
  const calls = runs * callsPerRun + passes;
  return [
    billLine('metric series', 'metricSeries', months, formula, true),
    billLine(
      'metric calls',
      'metricCall',
      calls,
      `${count(runs)} probe runs × ${callsPerRun} + ${count(passes)} detect runs`,
    ),
  ];
}

function functionLines(work: Workload): BillLine[] {
  const { runs, shards, passes, secondsPerRun, secondsPerPass, probeGb, detectGb } = work;
  const inShards = shards === 1 ? '' : ` in ${shards} shards`;
  const length = (seconds: number, gb: number) => `${seconds.toFixed(1)} s × ${gb} GB`;
  return [
    billLine(
      'probe function',
      'lambdaArmGbSecond',
      runs * secondsPerRun * probeGb,
      `${count(runs)} runs${inShards} × ${length(secondsPerRun, probeGb)}`,
    ),
    billLine(
      'detect function',
      'lambdaArmGbSecond',
      passes * secondsPerPass * detectGb,
      `${count(passes)} runs × ${length(secondsPerPass, detectGb)}`,
    ),
    billLine('invocations', 'invocation', runs + passes, `${count(runs)} + ${count(passes)} runs`),
    billLine('schedules', 'scheduledTick', runs + passes, `${count(runs)} + ${count(passes)} ticks`),
  ];
}

function tableLines(work: Workload, { retentionMs }: BilledSettings, vantages: number): BillLine[] {
  const { runs, passes, recordKb, recordBytes, recordsRead, smallReads, snapshotSaves, snapshotKb, targets } = work;
  const readsOf = (kb: number) => Math.ceil(kb / 4);
  const recordReads = passes * vantages * readsOf(recordsRead * recordKb);
  const coldStarts = TAKES.coldStartsADay * (MINUTES_A_MONTH / (DAY_MS / MINUTE_MS));
  const snapshotReads = coldStarts * readsOf(vantages * targets * snapshotKb);
  const kept = (runs / MINUTES_A_MONTH) * (retentionMs / MINUTE_MS);
  const gb = (kept * recordBytes + vantages * targets * TAKES.snapshotBytes) / 1e9;
  const storage = `${count(kept)} records × ${recordKb} KB + ${count(vantages * targets)} × ${snapshotKb} KB`;
  return [
    billLine(
      'records written',
      'tableWrite',
      runs * (1 + recordKb),
      `${count(runs)} runs × (1 KB claim + ${recordKb} KB, every attempt failing)`,
      true,
    ),
    billLine(
      'snapshots written',
      'tableWrite',
      snapshotSaves * snapshotKb,
      `${count(snapshotSaves)} saves × ${snapshotKb} KB, every target chronic`,
      true,
    ),
    billLine(
      'records read',
      'tableRead',
      recordReads,
      `${count(passes)} runs × ${recordsRead.toFixed(0)} records × ${recordKb} KB`,
      true,
    ),
    billLine(
      'snapshots read',
      'tableRead',
      snapshotReads,
      `${count(coldStarts)} cold starts × ${count(vantages * targets)} × ${snapshotKb} KB`,
      true,
    ),
    billLine('states read', 'tableRead', passes * smallReads, `${count(passes)} runs × ${smallReads} items`),
    billLine('table', 'tableStorage', gb, storage, true),
    billLine('point-in-time recovery', 'tableRecovery', gb, 'the same', true),
  ];
}

function trafficLines({ runs, shards, passes, probes, targets }: Workload): BillLine[] {
  const bytes = TAKES.logBytes + (TAKES.logBytesPerTarget * targets) / shards;
  const logGb = (runs * bytes) / 1e9;
  const formula = `${count(runs)} probe and ${count(passes)} detect runs, ${(bytes / 1_000).toFixed(1)} kB both`;
  return [
    billLine('logs', 'logIngest', logGb, formula),
    billLine('logs kept', 'logStorage', logGb, 'a month of them'),
    billLine(
      'requests sent',
      'transferOut',
      (probes * TAKES.sentBytesPerProbe) / 1e9,
      `${count(probes)} probes × ${TAKES.sentBytesPerProbe / 1_000} kB`,
    ),
  ];
}

function viewLines(work: Workload, { tickMs }: BilledSettings, vantages: number): BillLine[] {
  const { recordsAnew, seconds } = viewsOfMonth(work, tickMs, vantages);
  const { aMonth, anew, functionGb } = VIEWS;
  // At half the price, since what was written a moment ago may be missing.
  const reads = Math.ceil((recordsAnew * work.recordKb) / 4) / 2;
  return [
    billLine(
      'dashboard views',
      'tableRead',
      anew * reads,
      `${aMonth} views, ${anew} of them in a new process × ${count(recordsAnew)} records × ${work.recordKb} KB ÷ 2`,
      true,
    ),
    billLine(
      'widget function',
      'lambdaArmGbSecond',
      seconds * functionGb,
      `${count(seconds)} s of the same views × ${functionGb} GB`,
    ),
  ];
}

/** A number with separators. */
export function count(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}
