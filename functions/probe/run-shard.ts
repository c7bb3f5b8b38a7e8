import type { RunKey } from '../core/model/run.ts';
import type { Target } from '../core/model/target.ts';
import type { Settings } from '../core/settings-model.ts';
import { runProbe, type ProbePorts, type ProbeReport } from './run.ts';

/**
 * The probe run of one shard. Each is a run of its own: it claims and records its tick under its own key, asks the control host
 * for itself, and publishes for its own targets.
 *
 * @param shards the targets of each shard, see `shardsOf`
 */
export async function runShard(
  key: RunKey,
  settings: Settings,
  shards: readonly (readonly Target[])[],
  ports: ProbePorts,
): Promise<ProbeReport> {
  const targets = shards[key.shard];
  if (targets === undefined) {
    // While a deployment takes shards away, their schedules may still be there.
    ports.log.info('shard-gone', { ...key, shards: shards.length });
    return { run: null, faults: [] };
  }
  return runProbe(key, { ...settings, targets }, ports, shards.length);
}
