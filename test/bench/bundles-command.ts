import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUNDLE_AIMS } from '../support/bundle-aims.ts';
import { measuredText } from './bench-document.ts';
import { leanBundle, naiveBundle, type Bundle } from './bundle-builds.ts';
import { loadOnce, type Load } from './bundle-load.ts';
import { quantile } from './detection-intervals.ts';
import { machine } from './machine.ts';
import { median, ratio } from './statistics.ts';

/** How `npm run bench -- bundles` is used. */
export const BUNDLES_HELP = `npm run bench -- bundles [--write]

Measures how large the functions are and how long they take to load, as deployed and as esbuild bundles them by default.

  --write        also writes it to docs/bench-bundles.md
`;

const DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'bench-bundles.md');
/** Loads of each bundle, the two of a function taking turns, after one of each that does not count. */
const LOADS = 60;
/** How long a load may take beside one of the naive bundle. */
const LOAD_AIM_RATIO = 0.5;
const PARTS_SHOWN = 8;

interface Measured {
  readonly name: string;
  readonly aimBytes: number;
  readonly lean: Bundle & { readonly loads: readonly Load[] };
  readonly naive: Bundle & { readonly loads: readonly Load[] };
}

/** Runs the bench with these arguments, or says what is wrong with them. */
export async function bundlesCommand(args: readonly string[]): Promise<number | string> {
  const [flag, ...rest] = args;
  if ((flag !== undefined && flag !== '--write') || rest.length > 0) return `unexpected "${args.join(' ')}"`;
  const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
  try {
    const all = BUNDLE_AIMS.map((aim) => measure(aim, folder));
    const lines = [
      ...sizeLines(all),
      '',
      ...loadLines(all, ownLoads(folder)),
      '',
      ...all.flatMap(partLines),
      ...REMARKS,
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    if (flag === '--write') writeFileSync(DOCUMENT, await measuredText('Bundles of the functions', 'bundles', lines));
    return all.every((one) => one.lean.bytes <= one.aimBytes && loadRatio(one) <= LOAD_AIM_RATIO) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What every bundle loads of Node.js itself: TLS and signatures need it. */
const NODES_OWN = ['crypto', 'https', 'zlib', 'fs/promises', 'timers/promises', 'stream', 'os', 'util'];

/** Loads of that alone. */
function ownLoads(folder: string): readonly Load[] {
  const file = join(folder, 'own.js');
  writeFileSync(file, NODES_OWN.map((name) => `require('node:${name}');\n`).join(''));
  return Array.from({ length: LOADS + 1 }, () => loadOnce(file)).slice(1);
}

const REMARKS = [
  `Load of the machine: ${machine().load.toFixed(1)} on ${machine().cores} cores; far above none, elapsed times say little and CPU counts.`,
  'Naive: everything bundled by esbuild for Node with its defaults, not minified, `main` before `module`, no source map.',
  'Lean: as deployed. Loading is `require` of the bundle in a fresh process, with all that it does before the first event;',
  `starting Node.js itself is not in it. ${LOADS} loads of each, lean and naive in turns; the ratio is the`,
  'median of those within each pair, since other work on the machine slows both of a pair. CPU includes helper threads.',
  `Node's own: its modules for TLS, signatures and packing (${NODES_OWN.join(', ')}), in the naive bundles too. What is left is`,
  'compiling the bundle and setting up the clients.',
  'A function has a share of a core (256 MB: about a seventh), so that loading takes several times longer there.',
];

function measure({ name, aimBytes }: (typeof BUNDLE_AIMS)[number], folder: string): Measured {
  const lean = leanBundle(name, join(folder, `${name}-lean`));
  const naive = naiveBundle(name, join(folder, `${name}-naive`));
  process.stderr.write(`loading ${name}\n`);
  const pairs = Array.from({ length: LOADS + 1 }, () => ({ naive: loadOnce(naive.file), lean: loadOnce(lean.file) }));
  const counted = pairs.slice(1);
  return {
    name,
    aimBytes,
    lean: { ...lean, loads: counted.map((pair) => pair.lean) },
    naive: { ...naive, loads: counted.map((pair) => pair.naive) },
  };
}

function loadRatio({ lean, naive }: Measured): number {
  return ratio(lean.loads.map(elapsed), naive.loads.map(elapsed));
}

function cpuRatio({ lean, naive }: Measured): number {
  return ratio(lean.loads.map(cpu), naive.loads.map(cpu));
}

function cpu({ cpuMs }: Load): number {
  return cpuMs;
}

function elapsed({ elapsedMs }: Load): number {
  return elapsedMs;
}

function sizeLines(all: readonly Measured[]): string[] {
  return [
    row('size', ['naive', 'lean', 'at most', 'met']),
    ...all.map(({ name, naive, lean, aimBytes }) =>
      row(name, [kB(naive.bytes), kB(lean.bytes), kB(aimBytes), lean.bytes <= aimBytes ? 'yes' : 'no']),
    ),
  ];
}

function loadLines(all: readonly Measured[], own: readonly Load[]): string[] {
  const figures = ({ loads }: Pick<Measured['lean'], 'loads'>) => {
    const times = loads.map(elapsed);
    return [median(times), quantile(times, 0.9), median(loads.map(cpu))].map((ms) => ms.toFixed(1));
  };
  return [
    row('load, ms', ['median', '90 %', 'CPU', 'to naive', 'at most', 'met', 'CPU to it']),
    ...all.flatMap((one) => {
      const found = loadRatio(one);
      const isMet = found <= LOAD_AIM_RATIO ? 'yes' : 'no';
      const judged = [found.toFixed(2), LOAD_AIM_RATIO.toFixed(2), isMet, cpuRatio(one).toFixed(2)];
      return [
        row(`${one.name}, naive`, figures(one.naive)),
        row(`${one.name}, lean`, [...figures(one.lean), ...judged]),
      ];
    }),
    row("Node's own, in all of them", figures({ loads: own })),
  ];
}

function partLines({ name, lean }: Measured): string[] {
  const shown = lean.parts.slice(0, PARTS_SHOWN);
  const rest = lean.bytes - shown.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    `in ${name}`,
    ...shown.map((part) => row(`  ${part.name}`, [kB(part.bytes)])),
    row(`  all the rest`, [kB(rest)]),
    '',
  ];
}

function row(name: string, cells: readonly string[]): string {
  return `${name.padEnd(30)}${cells.map((cell) => cell.padStart(10)).join('')}`;
}

function kB(bytes: number): string {
  return `${Math.round(bytes / 1_000)} kB`;
}
