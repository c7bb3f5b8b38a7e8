import { readdirSync } from 'node:fs';
import { recordAttribute } from '../../functions/adapters/dynamodb/run-items.ts';
import { bundledSettings } from '../../functions/adapters/environment.ts';
import { httpProber } from '../../functions/adapters/http/prober.ts';
import { jsonLog } from '../../functions/adapters/json-log.ts';
import { memoryRunHistory } from '../../functions/adapters/memory/run-history.ts';
import { memoryStates } from '../../functions/adapters/memory/states.ts';
import { systemClock } from '../../functions/adapters/system-clock.ts';
import { shardsOf } from '../../functions/core/model/shards.ts';
import { MINUTE_MS } from '../../functions/core/model/time.ts';
import { nothingCarried } from '../../functions/probe/carried-over.ts';
import { runShard } from '../../functions/probe/run-shard.ts';
import type { ProbePorts } from '../../functions/probe/run.ts';
import { ownPeakMemoryBytes } from './process-usage.ts';

/** Which run to make: a shard of the settings, or the first so many targets of them in one function. */
export type LoadOrder = { readonly shard: number } | { readonly first: number };

/** What a run took, from the start of its process. */
export interface LoadRun {
  readonly targets: number;
  readonly origins: number;
  readonly healthy: number;
  readonly notProbed: number;
  /** From the tick to the end of the run. */
  readonly elapsedMs: number;
  /** Of the process, loading and reading the settings included. */
  readonly cpuMs: number;
  readonly peakMemoryBytes: number;
  /** Open at once, at most, sampled. */
  readonly peakDescriptors: number;
  readonly metricData: number;
  /** Of the record, as text and as it is stored. */
  readonly textBytes: number;
  readonly storedBytes: number;
  readonly largestPartBytes: number;
}

const settings = bundledSettings(import.meta.dirname);
const TICK_AT = Date.UTC(2026, 0, 1);

async function run(order: LoadOrder): Promise<LoadRun> {
  const isShard = 'shard' in order;
  const shards = isShard ? shardsOf(settings) : [settings.targets.slice(0, order.first)];
  const shard = isShard ? order.shard : 0;
  const targets = shards[shard] ?? [];
  const offsetMs = systemClock.now() - TICK_AT;
  // So that every run begins at the beginning of its tick, as it does in Lambda.
  const now = () => systemClock.now() - offsetMs;
  const history = memoryRunHistory();
  let metricData = 0;
  const ports: ProbePorts = {
    prober: httpProber({ now }),
    history,
    memory: memoryStates(),
    hints: memoryStates(),
    metrics: { put: (values) => Promise.resolve(void (metricData += values.length)) },
    secrets: { read: () => Promise.reject(new Error('there are none')) },
    clock: { now, sleep: (ms, signal) => systemClock.sleep(ms, signal) },
    log: jsonLog({ info: () => undefined, warn: () => undefined, error: () => undefined }),
    random: Math.random,
    carried: nothingCarried(),
  };
  let peakDescriptors = 0;
  const sampling = setInterval(() => {
    peakDescriptors = Math.max(peakDescriptors, readdirSync('/proc/self/fd').length);
  }, 100);
  const { run: made, faults } = await runShard({ vantage: 'bench', tickAt: TICK_AT, shard }, settings, shards, ports);
  clearInterval(sampling);
  const elapsedMs = now() - TICK_AT;
  if (made === null || faults.length > 0) throw new Error(`the run had faults: ${JSON.stringify(faults)}`);
  const [stored] = await history.read('bench', TICK_AT, TICK_AT + MINUTE_MS);
  const parts = stored?.parts ?? [];
  const storedSizes = parts.map((text) => {
    const { value } = recordAttribute(text);
    return value.B?.length ?? value.S?.length ?? 0;
  });
  const { user, system } = process.cpuUsage();
  return {
    targets: targets.length,
    origins: new Set(targets.map(({ url }) => new URL(url).origin)).size,
    healthy: made.probes.filter(({ outcome }) => outcome.class === 'healthy').length,
    notProbed: made.probes.filter(({ outcome }) => outcome.class === 'not-probed').length,
    elapsedMs,
    cpuMs: (user + system) / 1_000,
    peakMemoryBytes: ownPeakMemoryBytes(),
    peakDescriptors,
    metricData,
    textBytes: parts.reduce((sum, { length }) => sum + length, 0),
    storedBytes: storedSizes.reduce((sum, size) => sum + size, 0),
    largestPartBytes: Math.max(...storedSizes),
  };
}

process.on('message', (order) => {
  void run(JSON.parse(String(order)) as LoadOrder).then((done) => process.send?.(done));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
