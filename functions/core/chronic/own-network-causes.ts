import { DAY_MS, HOUR_MS } from '../model/time.ts';
import type { CauseRule } from './cause-rule.ts';

const RECONNECTS = 'Padmanabhan et al., "Reasons Dynamic Addresses Change", IMC 2016, doi:10.1145/2987443.2987461';

/** For patterns in a vantage's own network: the control host failed at the same ticks, so no target is to blame. */
export const OWN_NETWORK_CAUSES: readonly CauseRule[] = [
  {
    id: 'own-daily-reconnect',
    consistentWith:
      'Consistent with an internet provider that ends and renews our own connection once a day, usually with a new public address.',
    test: 'Look in the router’s log for a new connection or public address at that time; set its reconnect to another hour and see whether the failures move along.',
    source: RECONNECTS,
    fits: ({ isDaily, driftsAroundDay, isBrief }) => (isDaily || driftsAroundDay) && isBrief,
  },
  {
    id: 'own-lease-renewal',
    consistentWith:
      'Consistent with the DHCP lease of our own router or host: a client renews after half of the lease, by default.',
    test: 'Read lease time and renewals in the log of the DHCP client (`journalctl -u systemd-networkd`, `ipconfig /all`) and lay them beside the failures.',
    source: 'RFC 2131, section 4.4.5: T1 is half of the lease by default',
    fits: ({ kind, hasPeriod }) =>
      kind === 'periodic' && [HOUR_MS / 2, HOUR_MS, 12 * HOUR_MS, DAY_MS, 4 * DAY_MS].some((ms) => hasPeriod(ms)),
  },
  {
    id: 'own-network',
    consistentWith:
      'Consistent with trouble in the network that this monitor stands in: the control host, which has nothing to do with the API, failed at the same time.',
    test: 'During the next failure, open any other site from another device in that network: if that fails too, ask whoever runs the network.',
    source: 'derived: the control host of the settings is probed when targets fail',
    fits: () => true,
  },
];
