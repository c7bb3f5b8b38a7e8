import { PHASES } from '../../functions/core/model/observation.ts';
import { WIDTH } from './contender.ts';
import type { Role } from './entrants.ts';
import type { Machine } from './machine.ts';
import type { PeakMemory } from './node-process.ts';
import { PHASE_SAMPLES, type PhaseComparison, type PhaseMedians } from './phases.ts';
import { ratio, spread } from './statistics.ts';

/** The most memory that a round may take: half of what the function is given (`lib/scheduled-function.ts`). */
export const MEMORY_TARGET_BYTES = 128 * 1024 * 1024;

/** What one contender was found to take. */
export interface Result {
  readonly name: string;
  readonly role: Role;
  /** `null`: not installed. */
  readonly found: {
    /** CPU time of its process per probe, a value for each round. */
    readonly cpuMs: readonly number[];
    readonly wallMs: readonly number[];
    /** TLS version and cipher, as the server saw them. */
    readonly tls: string;
  } | null;
}

/** All that the probe bench found. */
export interface ProbeReport {
  readonly takenOn: string;
  readonly command: string;
  readonly machine: Machine;
  readonly peerVersions: readonly string[];
  /** Debian packages of the peers that are not installed. */
  readonly missingPackages: readonly string[];
  readonly count: number;
  readonly rounds: number;
  readonly results: readonly Result[];
  readonly peakMemory: PeakMemory;
  /** The key exchange of the contenders that run in Node. */
  readonly keyExchange: string;
  readonly phases: readonly PhaseComparison[];
}

/** Whether each target is met; `null` where it could not be measured. */
export function verdicts(report: ProbeReport): { readonly cpu: boolean | null; readonly memory: boolean } {
  const cpuRatio = oursTo(report, 'target');
  return {
    cpu: cpuRatio === null ? null : cpuRatio <= 1,
    memory: report.peakMemory.bundledBytes < MEMORY_TARGET_BYTES,
  };
}

/** The report as Markdown. */
export function reportText(report: ProbeReport): string {
  return [
    '# Bench: what a probe costs',
    'Written by `npm run bench -- probe --write`; not by hand.',
    '## Targets',
    targets(report),
    '## CPU per probe',
    method(report),
    contenders(report),
    ...missing(report),
    '## Phases beside curl',
    `Medians of ${PHASE_SAMPLES} requests, in milliseconds. curl's are the differences between the times of its \`--write-out\`; ` +
      'its handshake includes reading the certificate authority, and each of its runs is a process of its own. The target is an address, so that there is no name to resolve.',
    phases(report.phases),
    '## Where',
    where(report),
    '',
  ].join('\n\n');
}

function targets(report: ProbeReport): string {
  const { cpu, memory } = verdicts(report);
  return table(
    ['target', 'found', 'met'],
    [
      ['CPU per probe at or below that of blackbox_exporter', times(oursTo(report, 'target')), yesNo(cpu)],
      [
        `peak memory of ${report.count} probes in a fresh process, bundled as deployed, below ${mebibytes(MEMORY_TARGET_BYTES)}`,
        mebibytes(report.peakMemory.bundledBytes),
        yesNo(memory),
      ],
      [
        'the same from the TypeScript sources, which Node compiles itself',
        mebibytes(report.peakMemory.sourcesBytes),
        'no target',
      ],
      [
        'distance to the limit: CPU per probe to that of a connection of `openssl s_time -new`',
        times(oursTo(report, 'limit')),
        'no target',
      ],
    ],
  );
}

function method({ count, rounds, keyExchange }: ProbeReport): string {
  return (
    `${count} healthy HTTPS targets on loopback, a new connection and full handshake for each, ${WIDTH} at a time, no pacing. ` +
    'One server for all, in a process of its own; its certificate (ECDSA P-256, signed by an authority of the bench) is ' +
    `verified by all. ${rounds} rounds after a warm-up, the contenders taking turns. CPU is user and system time of the ` +
    "contender's own process: ours, bundled as deployed, with the classification of each observation, blackbox_exporter with its HTTP API, openssl one " +
    'connection at a time. The ratio is the median of those within each round; below 1 we take less. ' +
    `Node and the server agree on the key exchange ${keyExchange}.`
  );
}

function contenders(report: ProbeReport): string {
  const rows = report.results.map(({ name, role, found }) => {
    if (found === null) return [name, 'not measured', '', '', '', ''];
    const cpu = spread(found.cpuMs);
    return [
      name,
      ms(cpu.median),
      `${ms(cpu.lowest)} to ${ms(cpu.highest)}`,
      ms(spread(found.wallMs).median),
      role === 'ours' ? '' : times(ratio(ours(report), found.cpuMs)),
      found.tls,
    ];
  });
  return table(['', 'CPU ms per probe', 'lowest to highest round', 'wall ms per probe', 'ours to this', 'TLS'], rows);
}

function missing({ missingPackages }: ProbeReport): readonly string[] {
  if (missingPackages.length === 0) return [];
  return [
    `Not installed here: ${missingPackages.join(', ')} (Debian packages; \`test/bench/install-peers.sh\` installs them).`,
  ];
}

function phases(comparisons: readonly PhaseComparison[]): string {
  const columns = [...PHASES, 'total'] as const;
  const row = (who: string, found: PhaseMedians | null) => [
    who,
    ...columns.map((column) => (found === null ? 'not measured' : ms(found[column]))),
  ];
  return table(
    ['', ...columns],
    comparisons.flatMap(({ target, ours, curl }) => [row(`${target}: ours`, ours), row(`${target}: curl`, curl)]),
  );
}

function where({ machine, peerVersions, takenOn, command }: ProbeReport): string {
  return [
    `${machine.cpu}, ${machine.cores} cores, ${mebibytes(machine.memoryBytes)}, load ${machine.load.toFixed(1)} at the start`,
    machine.system,
    [machine.node, ...peerVersions].join(', '),
    `${takenOn}, \`${command}\``,
  ]
    .map((line) => `- ${line}`)
    .join('\n');
}

/** The ratio of our CPU time to that of the entrant in this role; `null` when it was not measured. */
function oursTo(report: ProbeReport, role: Role): number | null {
  const other = report.results.find((result) => result.role === role)?.found;
  return other === undefined || other === null ? null : ratio(ours(report), other.cpuMs);
}

function ours({ results }: ProbeReport): readonly number[] {
  const found = results.find(({ role }) => role === 'ours')?.found;
  if (found === undefined || found === null) throw new Error('our own prober was not measured');
  return found.cpuMs;
}

function ms(value: number): string {
  return value.toFixed(2);
}

function times(value: number | null): string {
  return value === null ? 'not measured' : `${value.toFixed(2)} times`;
}

function yesNo(value: boolean | null): string {
  if (value === null) return 'not measured';
  return value ? 'yes' : 'no';
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
