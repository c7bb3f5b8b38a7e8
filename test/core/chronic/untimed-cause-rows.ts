import { SINGLE, finding, untimed, type CauseRow } from './cause-findings.ts';

/** Patterns without a period, and what the scope alone says. */
export const UNTIMED_ROWS: readonly CauseRow[] = [
  {
    id: 'one-bad-node',
    fitting: finding(untimed('one-bad-address'), 'server/bad-gateway', 502),
    control: finding(untimed('lossy'), 'server/bad-gateway', 502),
    because: 'all addresses fail alike',
  },
  {
    id: 'bad-node-behind-balancer',
    fitting: finding(untimed('lossy'), 'server/bad-gateway', 502),
    control: finding(untimed('persistent'), 'server/bad-gateway', 502),
    because: 'every request fails',
  },
  {
    id: 'overload',
    fitting: finding(untimed('lossy'), 'network/response-timeout', 'processing'),
    control: finding(untimed('lossy'), 'network/connect-timeout', 'connect'),
    because: 'the request did not arrive',
  },
  {
    id: 'restarting-service',
    fitting: finding(untimed('flapping'), 'server/bad-gateway', 502),
    control: finding(untimed('lossy'), 'server/bad-gateway', 502),
    because: 'single requests fail, not the service',
  },
  {
    id: 'reset-on-the-way',
    fitting: finding(untimed('recurring'), 'network/connection-reset', 'tls'),
    control: finding(untimed('recurring'), 'network/connect-timeout', 'connect'),
    because: 'nothing was reset',
  },
  {
    id: 'unequal-paths',
    fitting: finding(untimed('lossy'), 'network/connect-timeout', 'connect'),
    control: finding(untimed('recurring'), 'network/connect-timeout', 'connect'),
    because: 'a bad path is bad all the time',
  },
  {
    id: 'packet-loss',
    fitting: finding(untimed('recurring'), 'network/connect-timeout', 'connect'),
    control: finding(untimed('recurring'), 'network/response-timeout', 'processing'),
    because: 'the connection was made',
  },
  {
    id: 'nat-ports',
    fitting: finding(untimed('lossy'), 'network/connect-timeout', 'connect'),
    control: finding(untimed('lossy'), 'network/connect-refused', 'connect'),
    because: 'somebody answered',
  },
  {
    id: 'mtu-black-hole',
    fitting: finding(untimed('persistent'), 'network/body-timeout', 'transfer'),
    control: finding(untimed('persistent'), 'network/response-timeout', 'processing'),
    because: 'not even a small answer came',
  },
  {
    id: 'route-flap',
    fitting: finding(untimed('flapping'), 'network/host-unreachable', 'connect'),
    control: finding(untimed('persistent'), 'network/host-unreachable', 'connect'),
    because: 'it never comes back',
  },
  {
    id: 'blocked',
    fitting: finding(untimed('persistent'), 'network/connect-timeout', 'connect'),
    control: finding(untimed('flapping'), 'network/connect-timeout', 'connect'),
    because: 'a rule blocks always',
  },
  {
    id: 'endpoint-broken',
    fitting: finding(untimed('persistent'), 'server/internal-error', 500),
    control: finding(untimed('recurring'), 'server/internal-error', 500),
    because: 'it works at times',
  },
  {
    id: 'seen-from-several-vantages',
    fitting: finding(untimed('flapping'), 'network/connect-timeout', 'connect'),
    control: finding(untimed('flapping'), 'network/connect-timeout', 'connect'),
    because: 'one vantage alone sees it',
    context: { ...SINGLE, vantages: ['local', 'eu-west-1'] },
    controlContext: SINGLE,
  },
  {
    id: 'shared-by-targets',
    fitting: finding(untimed('recurring'), 'server/internal-error', 500),
    control: finding(untimed('recurring'), 'server/internal-error', 500),
    because: 'one target alone has it',
    context: { ...SINGLE, targets: ['server-time', 'agents'] },
    controlContext: SINGLE,
  },
];
