import { defineMonitor, resolveSettings } from '../../core/settings.ts';
import type { Settings } from '../../core/settings-model.ts';
import { DEMO_CREDENTIALS } from '../simulator/world.ts';
import type { Stage } from './stage.ts';

/**
 * Settings that watch the stage: all five rungs every 5 minutes, everything else as by default. Deadlines are short since they
 * are of real time, and nothing on this machine takes long.
 */
export function demoSettings({ origin, controlHost, simulator }: Stage, timeZone: string): Settings {
  const config = defineMonitor({
    accounts: {
      main: {
        origin: simulator.baseUrl,
        application: DEMO_CREDENTIALS.application,
        company: DEMO_CREDENTIALS.company,
        tokenParameter: '/apiv2-health/demo-token',
      },
    },
    targets: [{ ladder: 'main', every: '5m' }],
    deadlines: { resolve: '5s', connect: '5s', answer: '5s' },
    controlHost,
    timeZone,
  });
  const result = resolveSettings(config, 'local');
  if (!result.ok) throw new Error(`the demonstration's settings are wrong: ${JSON.stringify(result.faults)}`);
  return byName(result.settings, simulator.baseUrl, origin);
}

/**
 * The same with the API's name for its address. Settings refuse plain http to a name; this one is known to the stage's own name
 * server alone, which is the only one that the demonstration asks.
 */
function byName(settings: Settings, address: string, name: string): Settings {
  return {
    ...settings,
    accounts: Object.fromEntries(
      Object.entries(settings.accounts).map(([id, account]) => [id, { ...account, origin: name }]),
    ),
    targets: settings.targets.map((target) => ({ ...target, url: target.url.replace(address, name) })),
  };
}
