import { HOUR_MS, SECOND_MS } from '../model/time.ts';
import type { CauseRule } from './cause-rule.ts';
import type { Traits } from './cause-traits.ts';

const UNREACHED = ['resolve', 'connect'] as const;

/** For patterns that keep a period or a clock, the narrowest first. */
export const TIMED_CAUSES: readonly CauseRule[] = [
  {
    id: 'idle-timer',
    consistentWith:
      'Consistent with an idle timer of 350 seconds in a NAT gateway, firewall or load balancer that drops connections kept open by something on the way.',
    test: 'Keep one connection silent for 340 s, then another for 360 s, before the second request on it: `(printf REQUEST; sleep 360; printf REQUEST) | openssl s_client -quiet -connect HOST:443`. If only the longer one is reset, this is it.',
    source:
      'docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html: 350 s by default for TCP, always for TLS',
    fits: ({ isTimed, hasPeriod, isMostlyKind }) =>
      isTimed && hasPeriod(350 * SECOND_MS, 0.03) && isMostlyKind('connection-reset', 'connection-closed'),
  },
  {
    id: 'forced-reconnect',
    consistentWith:
      'Consistent with an internet provider that ends and renews the connection of this vantage once a day, for some minutes.',
    test: 'Look in the router’s log for a new connection or public address at that time; set its reconnect to another hour and see whether the failures move along.',
    source:
      'Padmanabhan et al., "Reasons Dynamic Addresses Change", IMC 2016, doi:10.1145/2987443.2987461 (20 providers renew addresses every 24 h or a multiple)',
    fits: (traits) =>
      isPath(traits) && isUnreached(traits) && (traits.isDaily || traits.driftsAroundDay) && traits.isBrief,
  },
  {
    id: 'lease-renewal',
    consistentWith:
      'Consistent with a DHCP lease of 24 hours on this path: a client renews after half of it, by default.',
    test: 'Read lease time and renewals in the log of the DHCP client (`journalctl -u systemd-networkd`, `ipconfig /all`) and lay them beside the failures.',
    source: 'RFC 2131, section 4.4.5: T1 is half of the lease by default',
    fits: (traits) => isPath(traits) && isUnreached(traits) && traits.isBrief && traits.hasPeriod(12 * HOUR_MS, 0.005),
  },
  {
    id: 'uptime-timer',
    consistentWith:
      'Consistent with a timer that counts from its own last start, such as a session limit, a lease or a restart after some uptime; not with a job at a fixed time of day.',
    test: 'Restart the suspected device or line at a noted time: with such a timer the next failure comes one period after that.',
    source: 'RFC 2865, section 5.27: Session-Timeout counts from the start of the session',
    fits: ({ driftsAroundDay }) => driftsAroundDay,
  },
  {
    id: 'provider-backup',
    consistentWith: 'Consistent with the backup of essential data, which IXON says it makes every four hours.',
    test: 'Ask IXON support whether a backup runs at these times, and compare the response times of healthy probes just before and after.',
    source: 'ixon.cloud/technical-and-organizational-measures',
    fits: (traits) => isServed(traits) && traits.isTimed && traits.hasPeriod(4 * HOUR_MS, 0.005),
  },
  {
    id: 'office-hours',
    consistentWith: 'Consistent with a line or firewall that is saturated while people work.',
    test: 'During the hours, run `ping -c 100` to the first router and to the next one, and read the load of the line at the router; compare with a weekend.',
    source:
      '"Inferring Changes in Daily Human Activity from Internet Response", IMC 2023, doi:10.1145/3618257.3624796: some networks peak during the workday',
    fits: (traits) => traits.class === 'network' && traits.isOfficeHours,
  },
  {
    id: 'busy-provider',
    consistentWith: 'Consistent with a service that is overloaded while people work.',
    test: 'Compare the response times of healthy probes on working days and on weekends at the same hours; show both to the provider.',
    source: 'RFC 9110, section 15.6.4: 503 is for overload or maintenance',
    fits: (traits) => isServed(traits) && traits.isOfficeHours,
  },
  {
    id: 'weekly-maintenance',
    consistentWith:
      'Consistent with a weekly maintenance window of the provider, the internet provider or our own network.',
    test: 'Ask each of the three for its maintenance calendar on that day; a window that is skipped once should fail nothing.',
    source:
      'Richter et al., "Advancing the Art of Internet Edge Outage Detection", IMC 2018, doi:10.1145/3278532.3278563 (a large share of disruptions falls in maintenance hours); ixon.cloud/technical-and-organizational-measures (weekly patches)',
    fits: (traits) => traits.isWeekly && (traits.class === 'network' || isServed(traits)),
  },
  {
    id: 'nightly-server-job',
    consistentWith: 'Consistent with a backup, an update or a restart at the server at night.',
    test: 'Ask the provider what runs at that time, and look whether healthy probes get slow in the minutes before.',
    source:
      'RFC 9110, section 15.6.4: 503 is for overload or maintenance; ixon.cloud/technical-and-organizational-measures (backups)',
    fits: (traits) => isServed(traits) && traits.isNightly,
  },
  {
    id: 'nightly-path',
    consistentWith:
      'Consistent with nightly work on the path: a router that is restarted on a schedule, a backup that fills the line, or maintenance of the internet provider.',
    test: 'Read the uptime of the router the morning after; if it was not restarted, run `mtr -rwc 300 HOST` through the window to see which hop loses packets.',
    source:
      'louislam/uptime-kuma#383 (a router’s reconnect at five) and #4280 (daily reboots); Richter et al., IMC 2018',
    fits: (traits) => traits.class === 'network' && traits.isNightly,
  },
  {
    id: 'on-the-hour',
    consistentWith: 'Consistent with load from jobs that many people start on the full hour.',
    test: 'Compare the response times of healthy probes in the five minutes after the hour with those around half past; ask the provider what is scheduled on the hour.',
    source: 'anaminus.github.io/blog/safe-cron-minutes (everybody’s jobs start at the same minutes)',
    fits: (traits) =>
      traits.isTimed && traits.startsOnTheHour && traits.isBrief && (traits.class === 'network' || isServed(traits)),
  },
  {
    id: 'cron-job',
    consistentWith: 'Consistent with a scheduled job: the strikes keep to round minutes of the clock.',
    test: 'List what runs then on our side (`crontab -l`, `systemctl list-timers`) and ask the provider for theirs; stop one job for an hour.',
    source: 'crontab(5), step values; systemd.timer(5), OnCalendar',
    fits: (traits) => traits.keepsRoundMinutes === true && (traits.class === 'network' || isServed(traits)),
  },
  {
    id: 'interval-timer',
    consistentWith:
      'Consistent with a timer that counts from its own last round, such as health checks that put a bad server back in service, keys that are renewed, or connections that are recycled; less with a job on the clock, since most of those keep to round minutes.',
    test: 'Restart the suspected device or service at a noted time: the strikes shift to that time if it is the one.',
    source: 'nginx.org/en/docs/http/ngx_http_upstream_module.html (fail_timeout); systemd.timer(5), OnUnitActiveSec',
    fits: (traits) => traits.keepsRoundMinutes === false && (traits.class === 'network' || isServed(traits)),
  },
];

/** One vantage alone sees it, before any server answers. */
function isPath(traits: Traits): boolean {
  return traits.class === 'network' && traits.vantageCount <= 1;
}

function isUnreached({ isMostlyPhase }: Traits): boolean {
  return isMostlyPhase(...UNREACHED);
}

/** The request arrived; the service failed. */
function isServed(traits: Traits): boolean {
  return traits.class === 'server';
}
