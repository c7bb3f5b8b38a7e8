import { MOST_PER_SHARD } from '../../functions/core/model/shards.ts';
import { USUAL_MEMORY_MB } from '../../functions/core/model/function-memory.ts';
import { FLEET, type LoadReport } from './load-bench.ts';
import type { DetectLoad } from './load-detect-worker.ts';
import type { LoadRun } from './load-worker.ts';
import { markdownTable } from './markdown-table.ts';
import { median } from './statistics.ts';

/** What the platform and the settings allow. */
const LIMITS = {
  runMs: 110_000,
  memoryBytes: USUAL_MEMORY_MB * 2 ** 20,
  itemBytes: 400_000,
  /** Lambda Developer Guide, "Lambda quotas". */
  descriptors: 1_024,
  /** PutMetricData. */
  metricData: 1_000,
  tickMs: 60_000,
};
/** At so many MB a function has a whole processor (Lambda Developer Guide, "Configure Lambda function memory"). */
const MB_PER_PROCESSOR = 1_769;

/** A line of the summary. */
interface Aim {
  readonly what: string;
  readonly found: string;
  readonly isMet: boolean;
}

/** What the shards of the fleet were held to. */
export function aimsOf({ shards, counts }: LoadReport): readonly Aim[] {
  const most = (value: (run: LoadRun) => number) => Math.max(...shards.map(value));
  const { targets, requests } = counts;
  const isOnce = requests === FLEET.targets && targets === FLEET.targets && counts.most === 1;
  return [
    {
      what: `each of ${count(FLEET.targets)} targets is asked exactly once in a tick`,
      found: `${count(targets)} targets, ${count(requests)} requests`,
      isMet: isOnce && shards.every(({ targets: own, healthy }) => own === healthy),
    },
    aim('longest run of a shard, to the deadline of 110 s', most(elapsed), LIMITS.runMs, seconds),
    aim(`most memory of a shard, to ${USUAL_MEMORY_MB} MB`, most(memory), LIMITS.memoryBytes, megabytes),
    aim("largest item of a record, to DynamoDB's 400 KB", most(largestPart), LIMITS.itemBytes, kilobytes),
    aim('most file descriptors, to the 1,024 of Lambda', most(descriptors), LIMITS.descriptors, count),
    aim('most metric data of a run, to the 1,000 of one call', most(metricData), LIMITS.metricData, count),
  ];
}

/** The report as Markdown. */
export function loadText(report: LoadReport): string {
  const { shards, sweep, oneOrigin, silent, detect, machine, command, takenOn } = report;
  const sizes = shards.map(({ targets }) => targets);
  return [
    '# Bench: many targets',
    'Written by `npm run bench -- load --write`; not by hand.',
    markdownTable(
      ['target', 'found', 'met'],
      aimsOf(report).map(({ what, found, isMet }) => [what, found, isMet ? 'yes' : 'no']),
    ),
    '## The fleet',
    `${count(FLEET.targets)} targets at ${FLEET.origins} origins on loopback, plain HTTP, each a port of its own, in ${shards.length} shards of ` +
      `${Math.min(...sizes)} to ${Math.max(...sizes)} targets. Each shard is the probe run that Lambda hosts, bundled as deployed, in a fresh process, ` +
      'with records in memory and without the AWS SDK, which takes some 25 MB more; one after the other, every one from the beginning of the same tick. Times are those of the default pace: ' +
      'ten starts a second to an origin, eight of them for the run whose tick it is.',
    markdownTable(
      ['shards', 'run', 'CPU', 'CPU at 256 MB', 'peak memory', 'record as text', 'record as stored', 'descriptors'],
      (['median', 'highest'] as const).map((name) => {
        const of = (value: (run: LoadRun) => number) =>
          name === 'median' ? median(shards.map(value)) : Math.max(...shards.map(value));
        return [
          name,
          seconds(of(elapsed)),
          seconds(of(cpu)),
          seconds(inLambda(of(cpu))),
          megabytes(of(memory)),
          kilobytes(of(({ textBytes }) => textBytes)),
          kilobytes(of(({ storedBytes }) => storedBytes)),
          count(of(descriptors)),
        ];
      }),
    ),
    '## Where one function ends',
    'Targets in one function, at origins of 50, all healthy. CPU is that of the whole process, from its start; at 256 MB a function has a ' +
      `seventh of a processor (256 of ${count(MB_PER_PROCESSOR)} MB), so that it takes that many times longer there: the estimate beside it.`,
    sweepTable(sweep),
    'The same when nobody answers: connections open, and no answer ever comes. Ten targets of each origin wait for 61 s, the others for 10 s.',
    sweepTable(silent),
    `So descriptors end it, not time or memory: 1,000 targets that all wait need every one that Lambda gives. With ${MOST_PER_SHARD} half are in use, which leaves room for a second connection of each.`,
    'Targets at one origin, all healthy: here the pace is the limit, 480 in a tick of a minute.',
    sweepTable(oneOrigin),
    '## Detection',
    'One vantage, all healthy, each minute, from the TypeScript sources, over records and packed snapshots in memory, without reading and writing the table. ' +
      'Every 30 min a pass saves all snapshots. Memory is the most that was held after the first pass, with this bench in it (some 130 MB) and the heap as large as it likes.',
    detectTable(detect),
    '## Where',
    [
      `- ${machine.cpu}, ${machine.cores} cores, ${Math.round(machine.memoryBytes / 2 ** 20)} MiB, load ${machine.load.toFixed(1)} at the start`,
      `- ${machine.system}`,
      `- ${machine.node}`,
      `- ${takenOn}, \`${command}\``,
    ].join('\n'),
    '',
  ].join('\n\n');
}

function sweepTable(runs: readonly LoadRun[]): string {
  return markdownTable(
    [
      'targets',
      'run',
      'of 110 s',
      'CPU',
      'CPU at 256 MB',
      'peak memory',
      'of 256 MB',
      'descriptors',
      'of 1,024',
      'record',
    ],
    runs.map((run) => [
      count(run.targets),
      seconds(run.elapsedMs),
      share(run.elapsedMs, LIMITS.runMs),
      seconds(run.cpuMs),
      seconds(inLambda(run.cpuMs)),
      megabytes(run.peakMemoryBytes),
      share(run.peakMemoryBytes, LIMITS.memoryBytes),
      count(run.peakDescriptors),
      share(run.peakDescriptors, LIMITS.descriptors),
      kilobytes(run.storedBytes),
    ]),
  );
}

function detectTable(loads: readonly DetectLoad[]): string {
  return markdownTable(
    ['targets', 'shards', 'CPU of a pass', 'of 60 s', 'CPU of one that saves', 'peak memory'],
    loads.map(({ targets, shards, passMs, savingMs, peakMemoryBytes }) => [
      count(targets),
      count(shards),
      seconds(passMs),
      share(passMs, LIMITS.tickMs),
      seconds(savingMs),
      megabytes(peakMemoryBytes),
    ]),
  );
}

function aim(what: string, found: number, limit: number, text: (value: number) => string): Aim {
  return { what, found: `${text(found)}, ${share(found, limit)}`, isMet: found <= limit };
}

const elapsed = ({ elapsedMs }: LoadRun) => elapsedMs;
const cpu = ({ cpuMs }: LoadRun) => cpuMs;
const memory = ({ peakMemoryBytes }: LoadRun) => peakMemoryBytes;
const largestPart = ({ largestPartBytes }: LoadRun) => largestPartBytes;
const descriptors = ({ peakDescriptors }: LoadRun) => peakDescriptors;
const metricData = (run: LoadRun) => run.metricData;
const inLambda = (cpuMs: number) => (cpuMs * MB_PER_PROCESSOR) / USUAL_MEMORY_MB;
const seconds = (ms: number) => `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
const kilobytes = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB`;
const share = (found: number, limit: number) => `${Math.round((100 * found) / limit)} %`;
const count = (value: number) => value.toLocaleString('en');
