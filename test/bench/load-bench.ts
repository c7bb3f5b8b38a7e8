import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shardLayout } from '../../functions/core/model/shards.ts';
import type { Settings } from '../../functions/core/settings-model.ts';
import { bundleHandler } from '../../lib/handler-code.ts';
import { settingsOf } from '../support/builders-settings.ts';
import { startHelper } from './helper-process.ts';
import type { LoadCounts, LoadServersReady } from './load-servers.ts';
import type { DetectLoad } from './load-detect-worker.ts';
import type { LoadOrder, LoadRun } from './load-worker.ts';
import { machine, type Machine } from './machine.ts';

/** The fleet: as many targets, evenly over as many origins. */
export const FLEET = { targets: 10_000, origins: 200 } as const;
/** So many targets are given to one function, at origins of 50 like those of the fleet. */
const SWEEP = [50, 100, 250, 490, 1_000, 2_000];
const SILENT_SWEEP = [50, 490, 1_000, 2_000];
/** At one origin. */
const ONE_ORIGIN = [50, 240, 480];
/** Streams that detection folds in one pass. */
const DETECT_SWEEP = [50, 500, 2_000, 10_000];

/** All that the load bench found. */
export interface LoadReport {
  readonly takenOn: string;
  readonly command: string;
  readonly machine: Machine;
  /** One run for each shard. */
  readonly shards: readonly LoadRun[];
  /** What the servers saw of them all. */
  readonly counts: LoadCounts;
  readonly sweep: readonly LoadRun[];
  readonly oneOrigin: readonly LoadRun[];
  readonly silent: readonly LoadRun[];
  readonly detect: readonly DetectLoad[];
}

/** Runs the fleet, and single functions with more and more to do, each run in a process of its own. */
export async function loadBench(command: string, progress: (text: string) => void): Promise<LoadReport> {
  const where = machine();
  const takenOn = new Date().toISOString().slice(0, 10);
  const folder = mkdtempSync(join(tmpdir(), 'load-'));
  const servers = await startHelper<LoadServersReady, LoadCounts>(sourceFile('load-servers.ts'), [
    String(FLEET.origins),
  ]);
  try {
    const fleet = fleetSettings(servers.ready, FLEET.targets / FLEET.origins);
    const fleetRun = await bundledRuns(fleet, join(folder, 'fleet'));
    const [port = 0] = servers.ready;
    const crowdRun = await bundledRuns(fleetSettings([port], Math.max(...ONE_ORIGIN)), join(folder, 'crowd'));
    await servers.ask('answer');

    const shards: LoadRun[] = [];
    for (let shard = 0; shard < shardLayout(fleet).count; shard += 1) {
      progress(`shard ${shard + 1} of ${shardLayout(fleet).count}`);
      shards.push(await fleetRun({ shard }));
    }
    const counts = await servers.ask('answer');
    const inTurn = async (what: string, sizes: readonly number[], run: typeof fleetRun) => {
      const runs: LoadRun[] = [];
      for (const first of sizes) {
        progress(`${first} targets ${what}`);
        runs.push(await run({ first }));
      }
      return runs;
    };
    const sweep = await inTurn('in one function', SWEEP, fleetRun);
    const oneOrigin = await inTurn('of one origin', ONE_ORIGIN, crowdRun);
    await servers.ask('silent');
    const silent = await inTurn('without an answer', SILENT_SWEEP, fleetRun);
    const detect: DetectLoad[] = [];
    for (const streams of DETECT_SWEEP) {
      progress(`detection of ${streams} targets`);
      detect.push(await detectLoad(streams));
    }
    return { takenOn, command, machine: where, shards, counts, sweep, oneOrigin, silent, detect };
  } finally {
    servers.stop();
    rmSync(folder, { recursive: true });
  }
}

/** An account for each origin, and so many targets of each. */
function fleetSettings(ports: readonly number[], each: number): Settings {
  const accounts = Object.fromEntries(ports.map((port) => [`at-${port}`, { origin: `http://127.0.0.1:${port}/api` }]));
  const targets = ports.flatMap((port) =>
    Array.from({ length: each }, (_, index) => ({
      id: `at-${port}-${index}`,
      account: `at-${port}`,
      path: `/agents/${index}`,
    })),
  );
  return settingsOf({ accounts, targets }, 'lambda');
}

/** Bundles the worker as a handler is, with these settings beside it; each run is a process of its own. */
async function bundledRuns(settings: Settings, folder: string): Promise<(order: LoadOrder) => Promise<LoadRun>> {
  bundleHandler(sourceFile('load-worker.ts'), folder, settings);
  const run = async (order: LoadOrder) => {
    const worker = await startHelper<string, LoadRun>(join(folder, 'index.js'));
    try {
      return await worker.ask(JSON.stringify(order));
    } finally {
      worker.stop();
    }
  };
  // The first one finds files and pages cold.
  await run({ first: 1 });
  return run;
}

async function detectLoad(streams: number): Promise<DetectLoad> {
  const worker = await startHelper<string, DetectLoad>(sourceFile('load-detect-worker.ts'), [], ['--expose-gc']);
  try {
    return await worker.ask(streams);
  } finally {
    worker.stop();
  }
}

function sourceFile(name: string): string {
  return join(import.meta.dirname, name);
}
