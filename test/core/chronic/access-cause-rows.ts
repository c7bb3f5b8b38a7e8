import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../functions/core/model/time.ts';
import { OWN, SINGLE, clock, every, finding, untimed, type CauseRow } from './cause-findings.ts';

/** Own network, credentials, limits, other answers, names and certificates. */
export const ACCESS_ROWS: readonly CauseRow[] = [
  {
    id: 'own-daily-reconnect',
    fitting: finding(clock('04:30'), 'inconclusive/own-network'),
    control: finding({ ...clock('04:30'), durationMs: 2 * HOUR_MS }, 'inconclusive/own-network'),
    because: 'a reconnect takes no two hours',
    context: OWN,
  },
  {
    id: 'own-lease-renewal',
    fitting: finding(every(12 * HOUR_MS), 'inconclusive/own-network'),
    control: finding(every(11 * HOUR_MS), 'inconclusive/own-network'),
    because: 'no lease is halved to eleven hours',
    context: OWN,
  },
  {
    id: 'own-network',
    fitting: finding(untimed('lossy'), 'inconclusive/own-network'),
    control: finding(untimed('lossy'), 'inconclusive/own-network'),
    because: 'it was found in a target',
    context: OWN,
    controlContext: SINGLE,
  },
  {
    id: 'token-life',
    fitting: finding(every(15 * MINUTE_MS), 'authorization/token-invalid', 401),
    control: finding(every(20 * MINUTE_MS), 'authorization/token-invalid', 401),
    because: 'the token lives for a quarter of an hour',
    context: { ...SINGLE, tokenLifeMs: 15 * MINUTE_MS },
  },
  {
    id: 'hourly-token',
    fitting: finding(every(HOUR_MS + 30 * SECOND_MS), 'authorization/token-invalid', 401),
    control: finding(every(HOUR_MS), 'server/internal-error', 500),
    because: 'a server error needs no token',
  },
  {
    id: 'credential-rotation',
    fitting: finding(clock('01:00'), 'authorization/token-invalid', 401),
    control: finding(clock('01:00'), 'authorization/forbidden', 403),
    because: '403 knows the credential',
  },
  {
    id: 'token-ended',
    fitting: finding(untimed('persistent'), 'authorization/unauthorized', 401),
    control: finding(untimed('flapping'), 'authorization/unauthorized', 401),
    because: 'an ended token does not come back',
  },
  {
    id: 'daily-quota',
    fitting: finding({ ...clock('20:00'), durationMs: 4 * HOUR_MS }, 'throttled/too-many-requests', 429),
    control: finding(clock('20:00'), 'throttled/too-many-requests', 429),
    because: 'a quota is not back after three minutes',
  },
  {
    id: 'shared-quota-job',
    fitting: finding(every(30 * MINUTE_MS), 'throttled/too-many-requests', 429),
    control: finding(untimed('recurring'), 'throttled/too-many-requests', 429),
    because: 'a job has a schedule',
  },
  {
    id: 'shared-address',
    fitting: finding(untimed('recurring'), 'throttled/too-many-requests', 429),
    control: finding(untimed('recurring'), 'server/unavailable', 503),
    because: '503 is no limit',
  },
  {
    id: 'portal-session',
    fitting: finding(clock('08:00'), 'intercepted/redirect', 302),
    control: finding(untimed('recurring'), 'intercepted/redirect', 302),
    because: 'sessions end after a set time',
  },
  {
    id: 'intercepting-device',
    fitting: finding(untimed('persistent'), 'intercepted/foreign-body', 200),
    control: finding(untimed('persistent'), 'content/not-found', 404),
    because: 'the API itself answered',
  },
  {
    id: 'dns-persistent',
    fitting: finding(untimed('persistent'), 'network/dns-not-found', 'resolve'),
    control: finding(untimed('persistent'), 'network/connect-timeout', 'connect'),
    because: 'the name was resolved',
  },
  {
    id: 'dns-cache-life',
    fitting: finding(every(5 * MINUTE_MS), 'network/dns-timeout', 'resolve'),
    control: finding(every(5 * HOUR_MS), 'network/dns-timeout', 'resolve'),
    because: 'it is asked for below an hour alone',
  },
  {
    id: 'dns-one-server',
    fitting: finding(untimed('lossy'), 'network/dns-server-failure', 'resolve'),
    control: finding(clock('02:00'), 'network/dns-server-failure', 'resolve'),
    because: 'a dead server is dead by day too',
  },
  {
    id: 'certificate-persistent',
    fitting: finding(untimed('persistent'), 'network/tls-certificate-expired', 'tls'),
    control: finding(untimed('lossy'), 'network/tls-certificate-expired', 'tls'),
    because: 'some handshakes succeed',
  },
  {
    id: 'certificate-one-node',
    fitting: finding(untimed('one-bad-address'), 'network/tls-hostname-mismatch', 'tls'),
    control: finding(untimed('one-bad-address'), 'network/connect-refused', 'connect'),
    because: 'no certificate was seen',
  },
  {
    id: 'certificate-reload',
    fitting: finding(clock('03:00'), 'network/tls-handshake', 'tls'),
    control: finding(clock('03:00'), 'network/connect-refused', 'connect'),
    because: 'no handshake began',
  },
];
