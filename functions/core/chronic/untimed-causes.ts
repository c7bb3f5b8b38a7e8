import type { CauseRule } from './cause-rule.ts';
import type { Traits } from './cause-traits.ts';

/** For patterns without a period, the narrowest first. */
export const UNTIMED_CAUSES: readonly CauseRule[] = [
  {
    id: 'one-bad-node',
    consistentWith:
      'Consistent with one bad server among several that share the name: every request that is sent to it fails.',
    test: 'For each address of `dig +short HOST`, run `curl -so /dev/null -w "%{http_code} %{errormsg}\\n" --resolve HOST:443:ADDRESS https://HOST/api/` twenty times: one address fails, the others do not.',
    source: 'RFC 1794 (DNS support for load balancing); checkly/public-roadmap#299 (one of two addresses was dead)',
    fits: ({ kind }) => kind === 'one-bad-address',
  },
  {
    id: 'bad-node-behind-balancer',
    consistentWith:
      'Consistent with one bad server behind a load balancer: one request in every few is sent to it, at any time.',
    test: 'Send a hundred requests in a row and compare `server`, `via` and the times of the failed ones with the others; ask the provider for errors by server.',
    source: 'checkly/public-roadmap#122 (one bad server in a farm); RFC 9110, section 15.6.3 (502)',
    fits: (traits) => traits.class === 'server' && traits.kind === 'lossy',
  },
  {
    id: 'overload',
    consistentWith:
      'Consistent with a service, or a gateway before it, that is overloaded: requests arrive, answers do not.',
    test: 'Look whether healthy probes are slower in the hours with more failures; if so, show both to the provider.',
    source: 'RFC 9110, sections 15.6.4 (503) and 15.6.5 (504)',
    fits: ({ kind, ...traits }) => isUnsteady(kind) && isUnanswered(traits),
  },
  {
    id: 'restarting-service',
    consistentWith:
      'Consistent with a service that restarts over and over, or with too few servers being added and removed under load.',
    test: 'Ask the provider for restarts and scaling events in the last hours, with the times of ten failures at hand.',
    source: 'kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle (restarts with back-off)',
    fits: (traits) => traits.class === 'server' && traits.kind === 'flapping',
  },
  {
    id: 'reset-on-the-way',
    consistentWith:
      'Consistent with a firewall, NAT gateway or load balancer that loses track of connections and resets them.',
    test: 'Run `tcpdump -vn "host HOST and tcp[tcpflags] & tcp-rst != 0"` at a failure: a reset whose TTL differs from the server’s other packets comes from a device on the way.',
    source:
      'Weaver, Sommer, Paxson, "Detecting Forged TCP Reset Packets", NDSS 2009; RFC 791, section 3.1: each router takes one from the TTL',
    fits: ({ kind, isMostlyKind }) => isUnsteady(kind) && isMostlyKind('connection-reset', 'connection-closed'),
  },
  {
    id: 'unequal-paths',
    consistentWith:
      'Consistent with one bad path among several of equal cost: routers choose by address and port, so each connection hits or misses as a whole.',
    test: 'Run `curl --local-port PORT https://HOST/api/` ten times on each of ten ports: if some ports always fail and others never do, it is one path.',
    source: 'RFC 2992 (equal-cost multi-path, choice by flow)',
    fits: ({ kind, ...traits }) => kind === 'lossy' && isConnect(traits),
  },
  {
    id: 'packet-loss',
    consistentWith:
      'Consistent with lost packets on the way: a weak wireless link, a duplex mismatch, a bad cable, or a full line.',
    test: 'Run `mtr -T -P 443 -rwc 200 HOST`: the first hop from which the loss stays to the end is where it happens; begin with the error counters of our own port (`ethtool -S`).',
    source: 'voiptroubleshooter.com/problems/duplex.html (duplex mismatch loses packets)',
    fits: ({ kind, ...traits }) => (kind === 'lossy' || kind === 'recurring') && isConnect(traits),
  },
  {
    id: 'nat-ports',
    consistentWith: 'Consistent with a NAT gateway that runs out of source ports for this destination.',
    test: 'Read `ErrorPortAllocation` of the NAT gateway in CloudWatch, or the number of entries at another NAT (`conntrack -C`), at the time of the failures.',
    source:
      'docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/component-configuration-examples-nat-gateway.html (ErrorPortAllocation)',
    fits: ({ kind, isMostlyKind }) => isUnsteady(kind) && isMostlyKind('connect-timeout'),
  },
  {
    id: 'mtu-black-hole',
    consistentWith:
      'Consistent with a link on the way that takes only smaller packets while its notices are filtered: small answers pass, larger ones stop.',
    test: 'Run `ping -M do -s 1472 HOST`, then with 1400 and 1300: if only the larger ones are lost without a word, lower the MTU or clamp the MSS at the tunnel.',
    source: 'RFC 2923, section 2.1 (path MTU black holes)',
    fits: ({ isMostlyKind, isMostlyPhase }) =>
      isMostlyKind('body-timeout') || (isMostlyKind('truncated-body') && isMostlyPhase('transfer')),
  },
  {
    id: 'route-flap',
    consistentWith:
      'Consistent with a route that comes and goes, or with a pair of devices or lines that keep failing over.',
    test: 'Keep `mtr -rwc 30 HOST` from a good moment and from a bad one: different hops, or an end at the same hop, show where; ask whoever runs it for its log.',
    source: 'RFC 2439 (BGP route flap damping)',
    fits: (traits) => traits.class === 'network' && traits.kind === 'flapping',
  },
  {
    id: 'blocked',
    consistentWith:
      'Consistent with a firewall rule or an address list that leaves out an address of the API: IXON’s addresses change with time.',
    test: 'Compare `nslookup HOST` with `nslookup whitelist.ixon.cloud` and with the rules of the firewall for TCP 443; try from another network.',
    source: 'support.ixon.cloud/hc/en-us/articles/360002159351 (ports, protocols, servers)',
    fits: ({ kind, ...traits }) => kind === 'persistent' && isConnect(traits),
  },
  {
    id: 'endpoint-broken',
    consistentWith:
      'Consistent with a fault in the service that no retry helps: an incident, or a request that it cannot serve any more.',
    test: 'Send the same request with another tool (`curl`) and a simpler one, such as /server-time: if only this one fails, report it to the provider with time and body.',
    source: 'developer.ixon.cloud/docs/common-errors (server errors)',
    fits: (traits) => traits.class === 'server' && traits.kind === 'persistent',
  },
];

/** Comes and goes. */
function isUnsteady(kind: Traits['kind']): boolean {
  return kind === 'lossy' || kind === 'recurring' || kind === 'flapping';
}

function isConnect({ class: failureClass, isMostlyPhase, isMostlyKind }: Omit<Traits, 'kind'>): boolean {
  return failureClass === 'network' && isMostlyPhase('connect') && !isMostlyKind('tls-*');
}

function isUnanswered({ class: failureClass, isMostlyKind, isMostlyStatus }: Omit<Traits, 'kind'>): boolean {
  if (failureClass === 'network') return isMostlyKind('response-timeout');
  return (
    failureClass === 'server' &&
    (isMostlyStatus(503, 504) || isMostlyKind('too-slow', 'gateway-timeout', 'unavailable'))
  );
}
