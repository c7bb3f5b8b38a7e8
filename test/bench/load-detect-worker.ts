import { writeFileSync } from 'node:fs';
import { packText, unpackText } from '../../functions/adapters/dynamodb/packed-text.ts';
import { memoryCare } from '../../functions/adapters/memory/care.ts';
import { memoryProblems } from '../../functions/adapters/memory/problems.ts';
import { memoryRunHistory } from '../../functions/adapters/memory/run-history.ts';
import { memoryStates } from '../../functions/adapters/memory/states.ts';
import { TARGETS_PER_ORIGIN } from '../../functions/core/cost/fleet.ts';
import type { ChronicSnapshot } from '../../functions/core/chronic/snapshot.ts';
import { shardsOf } from '../../functions/core/model/shards.ts';
import { MINUTE_MS, type EpochMs } from '../../functions/core/model/time.ts';
import { packRun } from '../../functions/core/pack-run.ts';
import type { ChronicStore, VersionedState } from '../../functions/core/ports.ts';
import { runDetect, type DetectPorts } from '../../functions/detect/run.ts';
import { nothingUntold } from '../../functions/detect/untold.ts';
import { aProbe, anAttempt, anObservation } from '../support/builders.ts';
import { settingsOf } from '../support/builders-settings.ts';
import { ownPeakMemoryBytes } from './process-usage.ts';

/** What detection of so many healthy targets takes, each minute. */
export interface DetectLoad {
  readonly targets: number;
  readonly shards: number;
  /** CPU of a pass that folds one new minute, the median of ten. */
  readonly passMs: number;
  /** CPU of a pass that saves all snapshots as well. */
  readonly savingMs: number;
  readonly peakMemoryBytes: number;
}

const START: EpochMs = Date.UTC(2026, 0, 1);
const VANTAGE = 'bench';
/** A first pass reads this much, and saves; the next one to save is half an hour later. */
const HEAD_MINUTES = 30;
const PASSES = 42;

/** Snapshots as the table keeps them, packed, and as its adapter unpacks them for each pass. */
function packedSnapshots(): ChronicStore {
  const kept = new Map<string, { readonly packed: Uint8Array; readonly version: number }>();
  return {
    load: () =>
      Promise.resolve(
        new Map(
          [...kept].map(([subject, { packed, version }]): [string, VersionedState<ChronicSnapshot>] => [
            subject,
            { state: JSON.parse(unpackText(packed)) as ChronicSnapshot, version },
          ]),
        ),
      ),
    save: (_vantage, subject, snapshot, expectedVersion) => {
      kept.set(subject, { packed: packText(JSON.stringify(snapshot)), version: expectedVersion + 1 });
      return Promise.resolve(true);
    },
  };
}

async function measure(count: number): Promise<DetectLoad> {
  const origins = Math.ceil(count / TARGETS_PER_ORIGIN);
  const accounts = Object.fromEntries(
    Array.from({ length: origins }, (_, index) => [`a${index}`, { origin: `https://o${index}.example.test/api` }]),
  );
  const targets = Array.from({ length: count }, (_, index) => {
    const account = `a${Math.floor(index / TARGETS_PER_ORIGIN)}`;
    return { id: `${account}-${index}`, account, path: '/agents' };
  });
  const settings = settingsOf({ accounts, targets, digest: false }, 'lambda');
  const shards = shardsOf(settings);
  const history = memoryRunHistory();
  const problems = memoryProblems();
  let now = START;
  const ports: DetectPorts = {
    history,
    states: memoryStates(),
    chronic: packedSnapshots(),
    hints: memoryStates(),
    memory: memoryStates(),
    problems,
    outbox: problems,
    cares: memoryCare(),
    digests: memoryStates(),
    notifier: { publish: () => Promise.resolve({ result: 'accepted' }) },
    metrics: { put: () => Promise.resolve() },
    untold: nothingUntold(),
    ...{ subscriptions: null, heartbeat: null },
    clock: { now: () => now, sleep: () => Promise.resolve() },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    newOwner: () => 'bench',
  };
  const store = async (tickAt: EpochMs) => {
    for (const [shard, own] of shards.entries()) {
      const key = { vantage: VANTAGE, tickAt, shard };
      const probes = own.map(({ id }, index) => {
        const observation = anObservation({ startedAt: tickAt + 20 * index, durationMs: 40 + (index % 17) });
        return aProbe({ targetId: id, attempts: [anAttempt({ observation })] });
      });
      await history.claim(
        key,
        tickAt,
        own.map(({ id }) => id),
      );
      const layout = shards.length > 1 ? { shards: shards.length } : {};
      await history.finish(key, packRun({ key, ...layout, probes, diagnoses: [] }));
    }
  };
  const pass = async (tickAt: EpochMs): Promise<number> => {
    now = tickAt;
    history.forgetRead();
    const before = process.cpuUsage();
    const { faults } = await runDetect({ tickAt, vantages: [VANTAGE] }, settings, ports);
    const { user, system } = process.cpuUsage(before);
    if (faults.length > 0) throw new Error(`the pass had faults: ${JSON.stringify(faults)}`);
    return (user + system) / 1_000;
  };

  for (let minute = 0; minute < HEAD_MINUTES; minute += 1) await store(START + minute * MINUTE_MS);
  await pass(START + (HEAD_MINUTES - 1) * MINUTE_MS);
  // What comes now is what a function holds; writing 5 sets the peak back to what is held (proc_pid_clear_refs(5)).
  globalThis.gc?.();
  writeFileSync('/proc/self/clear_refs', '5');
  const passes: number[] = [];
  for (let minute = HEAD_MINUTES; minute < HEAD_MINUTES + PASSES; minute += 1) {
    await store(START + minute * MINUTE_MS);
    passes.push(await pass(START + minute * MINUTE_MS));
  }
  const sorted = passes.toSorted((a, b) => a - b);
  return {
    targets: count,
    shards: shards.length,
    passMs: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
    savingMs: sorted.at(-1) ?? Number.NaN,
    peakMemoryBytes: ownPeakMemoryBytes(),
  };
}

process.on('message', (count) => {
  void measure(Number(count)).then((done) => process.send?.(done));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
