import { failureName, isFailure, type Outcome } from '../../../../functions/core/model/outcome.ts';
import { isoTime, type EpochMs } from '../../../../functions/core/model/time.ts';

/** One probe, as far as most formats can tell it. */
export interface Told {
  readonly at: EpochMs;
  readonly target: string;
  /** As the column `outcome` has it. */
  readonly outcome: string;
  readonly status: number | null;
  readonly latencyMs: number | null;
}

/** What an outcome is called in a record. */
export function outcomeName(outcome: Outcome): string {
  return isFailure(outcome) ? failureName(outcome) : outcome.class;
}

const isUp = ({ outcome }: Told) => outcome === 'healthy';
const byTarget = (probes: readonly Told[]) => Map.groupBy(probes, ({ target }) => target);

/** Prometheus: answers to three queries, one a line. */
export function prometheusText(probes: readonly Told[]): string {
  const query = (name: string, valueOf: (probe: Told) => number | null) => ({
    status: 'success',
    data: {
      resultType: 'matrix',
      result: [...byTarget(probes)].map(([instance, own]) => ({
        metric: { __name__: name, job: 'blackbox', instance },
        values: own.flatMap((probe) => {
          const value = valueOf(probe);
          return value === null ? [] : [[probe.at / 1000, String(value)]];
        }),
      })),
    },
  });
  return [
    query('probe_success', (probe) => (isUp(probe) ? 1 : 0)),
    query('probe_http_status_code', ({ status }) => status ?? 0),
    query('probe_duration_seconds', ({ latencyMs }) => (latencyMs === null ? null : latencyMs / 1000)),
  ]
    .map((answer) => JSON.stringify(answer))
    .join('\n');
}

/** Upptime as it was collected: sites with events. */
export function upptimeText(probes: readonly Told[]): string {
  const sites = [...byTarget(probes)].map(([name, own]) => ({
    name,
    events: own.map((probe) => [probe.at / 1000, isUp(probe) ? 0 : 1, probe.status ?? 0, probe.latencyMs]),
  }));
  return JSON.stringify({ repo: 'a/b', sites }, null, 1);
}

/** The commits of an Upptime repository, the newest first as git has them. */
export function upptimeCommitsText(probes: readonly Told[]): string {
  return probes
    .toReversed()
    .map((probe) => {
      const [mark, state] = isUp(probe) ? ['🟩', 'up'] : ['🟥', 'down'];
      const facts = `${probe.status ?? 0} in ${probe.latencyMs ?? 0} ms`;
      return `${isoTime(probe.at)} ${mark} ${probe.target} is ${state} (${facts}) [skip ci] [upptime]`;
    })
    .join('\n');
}

/** Messages of Uptime Kuma: those of Node.js and axios. */
const MESSAGES: Readonly<Record<string, string>> = {
  'network/connect-refused': 'connect ECONNREFUSED 192.0.2.1:443',
  'network/dns-not-found': 'getaddrinfo ENOTFOUND api.example.com',
  'network/dns-server-failure': 'getaddrinfo EAI_AGAIN api.example.com',
  'network/response-timeout': 'timeout of 48000ms exceeded',
  'network/connection-reset': 'read ECONNRESET',
  'network/tls-certificate-expired': 'certificate has expired',
  'network/other': 'something that nobody knows',
};
/** Outcomes that its messages can tell, beside HTTP statuses. */
export const TOLD_BY_MESSAGE = Object.keys(MESSAGES);

function beat(probe: Told): Readonly<Record<string, unknown>> {
  const message = isUp(probe)
    ? `${probe.status ?? 200} - OK`
    : (MESSAGES[probe.outcome] ?? `Request failed with status code ${probe.status ?? 0}`);
  const time = isoTime(probe.at).replace('T', ' ').replace('Z', '');
  return { status: isUp(probe) ? 1 : 0, time, msg: message, ping: probe.latencyMs, important: 0 };
}

/** A backup of Uptime Kuma with heartbeats by monitor. */
export function kumaBackupText(probes: readonly Told[]): string {
  const monitors = [...byTarget(probes)].map(([name, own], index) => ({ id: index + 1, name, own }));
  return JSON.stringify({
    version: '1.23.0',
    monitorList: monitors.map(({ id, name }) => ({ id, name, type: 'http' })),
    heartbeatList: Object.fromEntries(monitors.map(({ id, own }) => [id, own.map(beat)])),
  });
}

/** Its table as CSV; targets are `monitor <number>`. */
export function kumaCsvText(probes: readonly Told[]): string {
  const rows = probes.map((probe) => {
    const { status, time, msg, ping } = beat(probe);
    const id = probe.target.replace('monitor ', '');
    return [1, 0, id, status, `"${String(msg)}"`, `"${String(time)}"`, ping ?? '', 60].join(',');
  });
  return ['id,important,monitor_id,status,msg,time,ping,duration', ...rows].join('\r\n');
}

/** CSV of a script of somebody's own. */
export function foreignCsvText(probes: readonly Told[]): string {
  const rows = probes.map((probe) =>
    [
      isoTime(probe.at).replace('T', ' ').replace('Z', ''),
      `"${probe.target.replaceAll('"', '""')}"`,
      isUp(probe) ? 'UP' : 'DOWN',
      probe.status ?? '',
      probe.latencyMs ?? '',
      `"${MESSAGES[probe.outcome] ?? ''}"`,
    ].join(','),
  );
  return ['Timestamp,Monitor Name,Result,Status Code,Response Time (ms),Error', ...rows].join('\n');
}
