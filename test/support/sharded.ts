import type { MonitorConfig } from '../../functions/core/config-model.ts';

/** So many origins with as many targets each, `o<origin>-<number>`, every origin an account of its own. */
export function fleetConfig(origins: number, each: number): MonitorConfig {
  const names = Array.from({ length: origins }, (_, index) => `o${index}`);
  return {
    accounts: Object.fromEntries(names.map((name) => [name, { origin: `https://${name}.example.test/api` }])),
    targets: names.flatMap((account) =>
      Array.from({ length: each }, (_, index) => ({ id: `${account}-${index}`, account, path: '/server-time' })),
    ),
  };
}

/** Just too many for one shard: two of 250 or so. */
export const TWO_SHARDS: MonitorConfig = fleetConfig(10, 50);
