import type { CostReport } from './detection-cost-bench.ts';
import type { TargetKind } from './detection-cost-load.ts';
import type { CostAnswer } from './detection-cost-worker.ts';
import { quantile } from './detection-intervals.ts';
import { markdownTable } from './markdown-table.ts';
import { median } from './statistics.ts';

const MEBIBYTE = 1_024 * 1_024;
/** Minutes of 28 days. */
const MINUTES = 40_320;
/** How much more per target a thousand may take than fifty and still be called linear. */
const LINEAR_RATIO = 1.25;

/** One limit, and how it was kept. */
export interface CostLine {
  readonly what: string;
  readonly found: number;
  readonly limit: number;
  readonly unit: string;
}

/** The limits that issue 4 sets for detection. */
export function costLines({ fifty, thousand, single }: CostReport): readonly CostLine[] {
  const cpuMs = median(fifty.map(({ foldCpuMs }) => foldCpuMs));
  const healthy = single.find(({ kind }) => kind === 'clean')?.answer;
  const worst = Math.max(...single.map(({ answer }) => answer.foldCpuMs));
  return [
    { what: '28 days x 1 min x 50 targets, folded cold: CPU', found: cpuMs, limit: 1_500, unit: 'ms' },
    {
      what: 'the same: peak resident memory of the process',
      found: Math.max(...fifty.map(({ peakBytes }) => peakBytes)) / MEBIBYTE,
      limit: 160,
      unit: 'MiB',
    },
    {
      what: '1,000 targets: CPU per target to that of 50',
      found: thousand.foldCpuMs / 1_000 / (cpuMs / 50),
      limit: LINEAR_RATIO,
      unit: 'times',
    },
    { what: "a minute's increment, 50 targets: slowest of 120", found: slowest(fifty), limit: 20, unit: 'ms' },
    { what: "a minute's increment, 1,000 targets: median of 120", found: typical(thousand), limit: 20, unit: 'ms' },
    { what: "a minute's increment, 1,000 targets: slowest of 120", found: slowest([thousand]), limit: 20, unit: 'ms' },
    { what: 'worst single target, 28 days folded cold: CPU', found: worst, limit: 500, unit: 'ms' },
    {
      what: 'healthy minute of one target',
      found: ((healthy?.foldCpuMs ?? Number.NaN) / MINUTES) * 1_000,
      limit: 5,
      unit: 'us',
    },
  ];
}

/** The report as Markdown. */
export function costText(report: CostReport): string {
  const { machine, takenOn, command, thousand } = report;
  return [
    '# Bench: what detection costs',
    'Written by `npm run bench -- detection-cost --write`; not by hand.',
    '## Limits',
    markdownTable(
      ['', 'found', 'limit', 'found to limit', 'met'],
      costLines(report).map(({ what, found, limit, unit }) => [
        what,
        `${found.toFixed(2)} ${unit}`,
        `${limit} ${unit}`,
        `${(found / limit).toFixed(2)} times`,
        found <= limit ? 'yes' : 'no',
      ]),
    ),
    'The 50 targets are 40 clean ones, 5 with 0.5 % of noise, 3 that fail every 30 minutes, 1 with 10 % of loss and 1 that ' +
      'is down since day 10; the 1,000 are twenty times those. Each fold is a fresh process that starts from empty states ' +
      'and reads minute by minute, all targets in turn. CPU is its user and system time, the compiler and garbage ' +
      'collector included, without making the record; of 50 targets the median of the rounds counts. ' +
      'Peak memory includes Node.js and the record. A healthy minute is the mean over the clean target, cold start included.',
    '## By kind of target',
    kinds(report),
    `1,000 targets took ${(thousand.foldCpuMs / 1_000).toFixed(1)} s of CPU and ${(thousand.peakBytes / MEBIBYTE).toFixed(0)} MiB, ` +
      `of which ${(thousand.beforeBytes / MEBIBYTE).toFixed(0)} MiB are Node.js and the record.`,
    '## Where',
    [
      `${machine.cpu}, ${machine.cores} cores, ${(machine.memoryBytes / MEBIBYTE).toFixed(0)} MiB, load ${machine.load.toFixed(1)} at the start`,
      machine.system,
      machine.node,
      `${takenOn}, \`${command}\``,
    ]
      .map((line) => `- ${line}`)
      .join('\n'),
    '',
  ].join('\n\n');
}

function kinds({ single }: CostReport): string {
  const row = (kind: TargetKind, answer: CostAnswer) => [
    kind,
    `${answer.foldCpuMs.toFixed(0)} ms`,
    `${((answer.foldCpuMs / MINUTES) * 1_000).toFixed(2)} us`,
    `${slowest([answer]).toFixed(2)} ms`,
    `${((answer.snapshotBytes[0] ?? 0) / 1_024).toFixed(1)} KiB`,
    `${answer.findings}`,
  ];
  return markdownTable(
    ['one target', 'CPU, 28 days cold', 'a minute', 'slowest of 120 minutes', 'state as JSON', 'confirmed findings'],
    single.map(({ kind, answer }) => row(kind, answer)),
  );
}

function slowest(answers: readonly CostAnswer[]): number {
  return median(answers.map(({ minutesMs }) => Math.max(...minutesMs)));
}

function typical({ minutesMs }: CostAnswer): number {
  return quantile(minutesMs, 0.5);
}
