import { defineMonitor, resolveSettings } from '../core/settings.ts';
import type { EpochMs } from '../core/model/time.ts';
import type { Secrets } from '../core/ports.ts';
import type { Settings } from '../core/settings-model.ts';
import { DEMO_SCRIPT } from './simulator/demo-script.ts';
import { startSimulator, type Simulator } from './simulator/simulator.ts';
import { DEMO_CREDENTIALS, DEMO_WORLD } from './simulator/world.ts';

/** The demonstration: a simulator that plays its script, and the settings that watch it. */
export interface Demo {
  readonly simulator: Simulator;
  readonly settings: Settings;
  readonly secrets: Secrets;
}

/** Starts the simulator and makes settings for it: all five rungs every 5 s, with short deadlines so that faults show soon. */
export async function startDemo(now: () => EpochMs): Promise<Demo> {
  const simulator = await startSimulator({ world: DEMO_WORLD, script: DEMO_SCRIPT, now });
  const config = defineMonitor({
    accounts: {
      main: {
        origin: simulator.baseUrl,
        application: DEMO_CREDENTIALS.application,
        company: DEMO_CREDENTIALS.company,
        tokenParameter: '/apiv2-health/demo-token',
      },
    },
    targets: [{ ladder: 'main', every: '5s' }],
    deadlines: { connect: '1s', answer: '3s' },
    retry: { attempts: 2, base: '200ms' },
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    dailyShare: 1,
  });
  const result = resolveSettings(config, 'local');
  if (!result.ok) throw new Error(`the demonstration's settings are wrong: ${JSON.stringify(result.faults)}`);
  return { simulator, settings: result.settings, secrets: { read: () => Promise.resolve(DEMO_CREDENTIALS.token) } };
}
