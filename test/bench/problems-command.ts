import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manyProblems, type ManyProblems } from '../support/many-problems.ts';
import { measuredText } from './bench-document.ts';

/** How `npm run bench -- problems` is used. */
export const PROBLEMS_HELP = `npm run bench -- problems [--write]

Measures what a detect pass costs while 10,000 problems are open, beside a pass over as many healthy targets.

  --write        also writes it to docs/bench-problems.md
`;

const TARGETS = 10_000;
/** A pass without a change may cost at most so many times what a pass over healthy targets does. */
const MOST_TIMES = 20;
/** Some saved states on, so that each pass reads as many ticks again as it usually does. */
const FROM = 30;
const PASSES = 9;
const DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'bench-problems.md');

interface Cost {
  /** CPU time of the process. */
  readonly cpuMs: number;
  readonly writes: number;
}

/** Runs the bench with these arguments, or says what is wrong with them. */
export async function problemsCommand(args: readonly string[]): Promise<number | string> {
  const [flag, ...rest] = args;
  if ((flag !== undefined && flag !== '--write') || rest.length > 0) return `unexpected "${args.join(' ')}"`;
  const healthy = await steadyPass(() => false);
  const world = manyProblems(TARGETS, false);
  const failing = (target: number) => target > 0;
  const opening = await opened(world, failing);
  const still = await afterwards(world, failing);
  const one = await nextPass(world, FROM + PASSES, () => true);
  const back = await nextPass(world, FROM + PASSES + 3, (target) => target > 1);
  const times = still.cpuMs / healthy.cpuMs;
  const lines = [
    `${'a pass in which'.padEnd(46)}${['CPU ms', 'writes'].map((name) => name.padStart(12)).join('')}`,
    row(`all of ${TARGETS} targets are well`, healthy),
    row(`${TARGETS - 1} problems open at once`, opening),
    row('nothing changes about them', still),
    row('one more opens', one),
    row('one works again', back),
    '',
    `Nothing changes: ${times.toFixed(1)} times what as many healthy targets cost; at most ${MOST_TIMES} are wanted.`,
    'A pass reads up to 14 ticks again, and decides on each. The store is in memory.',
    `CPU time is the median of ${PASSES} passes where nothing changes, and of one pass elsewhere.`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (flag === '--write') writeFileSync(DOCUMENT, await measuredText('What open problems cost', 'problems', lines));
  return times <= MOST_TIMES ? 0 : 1;
}

async function steadyPass(isFailing: (target: number) => boolean): Promise<Cost> {
  const world = manyProblems(TARGETS, false);
  await opened(world, isFailing);
  return afterwards(world, isFailing);
}

/** The pass in which the third failing tick opens what fails. */
async function opened(world: ManyProblems, isFailing: (target: number) => boolean): Promise<Cost> {
  for (let minute = 0; minute < 2; minute += 1) await nextPass(world, minute, isFailing);
  return nextPass(world, 2, isFailing);
}

async function afterwards(world: ManyProblems, isFailing: (target: number) => boolean): Promise<Cost> {
  for (let minute = 3; minute < FROM; minute += 1) await nextPass(world, minute, isFailing);
  const costs: Cost[] = [];
  for (let pass = 0; pass < PASSES; pass += 1) costs.push(await nextPass(world, FROM + pass, isFailing));
  costs.sort((a, b) => a.cpuMs - b.cpuMs);
  return costs[Math.floor(costs.length / 2)] ?? { cpuMs: NaN, writes: NaN };
}

/** A pass over the run of a minute; what comes up at its third tick is let come up. */
async function nextPass(world: ManyProblems, minute: number, isFailing: (target: number) => boolean): Promise<Cost> {
  const isChange = minute >= FROM + PASSES;
  for (let tick = minute; tick < minute + (isChange ? 3 : 1); tick += 1) world.store(tick, isFailing);
  world.work();
  const before = process.cpuUsage();
  await world.detect(minute + (isChange ? 2 : 0));
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1000, writes: world.work().writes };
}

function row(name: string, { cpuMs, writes }: Cost): string {
  return `${name.padEnd(46)}${[cpuMs.toFixed(0), String(writes)].map((text) => text.padStart(12)).join('')}`;
}
