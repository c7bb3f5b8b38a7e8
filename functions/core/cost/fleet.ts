import { reachableTier } from '../probing/ladder.ts';
import type { Settings } from '../settings-model.ts';

/** What a bill may be asked for instead of the settings as they are; `null` leaves that as it is. */
export interface WhatIf {
  readonly targets: number | null;
  readonly everyMs: number | null;
}

/** As many targets of a made-up fleet share an origin: every company and origin has a daily budget of its own. */
export const TARGETS_PER_ORIGIN = 50;

/** Settings with so many targets, probed so often, at as many origins as that needs. Made for estimates, not for probing. */
export function withFleet(settings: Settings, { targets, everyMs }: WhatIf): Settings {
  const base = targets === null ? settings.targets : fleetOf(targets, settings);
  return everyMs === null && targets === null
    ? settings
    : {
        ...settings,
        targets: base.map((target) => ({ ...target, everyMs: everyMs ?? target.everyMs })),
        tickMs: everyMs ?? settings.tickMs,
      };
}

function fleetOf(size: number, { accounts, tickMs }: Settings): Settings['targets'] {
  const [[name, account] = ['main', null]] = Object.entries(accounts);
  const { host = '', pathname = '' } = URL.parse(account?.origin ?? '') ?? {};
  return Array.from({ length: size }, (_, index) => {
    const group = Math.floor(index / TARGETS_PER_ORIGIN);
    const origin = `https://${group === 0 ? '' : `${group + 1}.`}${host}${pathname}`;
    return {
      id: `target-${index + 1}`,
      account: name,
      url: `${origin}/agents`,
      tier: account === null ? 'open' : reachableTier(account),
      everyMs: tickMs,
      expect: { type: null },
    };
  });
}
