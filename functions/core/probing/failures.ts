import type { FailureClass, FailureKind, Failure } from '../model/outcome.ts';
import type { Severity } from '../model/problem.ts';

/** What a class of failure means to people. */
export interface ClassMeaning {
  /** Whom it concerns, as it stands in a message: "Concerns: …". */
  readonly concerns: string;
  readonly severity: Severity;
}

/**
 * The classes: the four of the API's "Common errors" page, then the three that keep those honest. Severity says how soon
 * somebody must act: `critical` now, at night too; `warning` on the next working day.
 */
export const CLASSES: Readonly<Record<FailureClass, ClassMeaning>> = {
  network: { concerns: 'the network between this monitor and the API', severity: 'critical' },
  content: { concerns: 'us: the request this monitor sends', severity: 'warning' },
  authorization: { concerns: 'our credentials', severity: 'critical' },
  server: { concerns: 'the provider: IXON Cloud', severity: 'critical' },
  throttled: { concerns: 'us, or whoever shares our address or quota', severity: 'warning' },
  intercepted: { concerns: 'something between us and the API that answers in its place', severity: 'critical' },
  inconclusive: { concerns: 'us: this monitor, or the network it stands in', severity: 'warning' },
};

/** What a kind of failure means, in plain words. */
export interface Explanation {
  /** What happened. One sentence. */
  readonly cause: string;
  /** What to do now. */
  readonly remedy: string;
  /** What it says about the network path to the API. */
  readonly path: 'works' | 'broken' | 'unproven';
}

/**
 * The single source of what every failure means: classifier, messages, JSON output and the README runbook all read it.
 *
 * Content, authorization and server entries follow the API's "Common errors" page; the network kinds refine its "socket
 * or timeout exceptions".
 */
export const FAILURES: { readonly [C in FailureClass]: Readonly<Record<FailureKind<C>, Explanation>> } = {
  network: {
    'dns-not-found': {
      cause: 'The name server says that the host name does not exist.',
      remedy:
        'Check the origin in monitor.config.ts for a typing error; if it is right, look the name up from another network and tell whoever runs the DNS zone.',
      path: 'unproven',
    },
    'dns-server-failure': {
      cause: 'The name server answered, but could not look the host name up.',
      remedy:
        'Look the name up at a second resolver (for example 1.1.1.1). If that works, the configured resolver is at fault; if not, the zone or its DNSSEC is.',
      path: 'unproven',
    },
    'dns-timeout': {
      cause: 'No name server answered in time.',
      remedy:
        'Check that the resolver is up and that UDP and TCP port 53 reach it; a firewall or a lost uplink is usual.',
      path: 'unproven',
    },
    'dns-no-address': {
      cause: 'The host name exists, but has no address that can be used from here.',
      remedy: 'Look up its A and AAAA records; if they are missing everywhere, tell whoever runs the DNS zone.',
      path: 'unproven',
    },
    'connect-refused': {
      cause: 'The address answered that nothing accepts connections on this port.',
      remedy:
        'Check origin and port in the settings. If they are right, the service is down or a firewall rejects us: try from another network and compare.',
      path: 'unproven',
    },
    'connect-timeout': {
      cause: 'The address did not answer the attempt to connect.',
      remedy:
        'Packets are lost or dropped on the way: check outgoing firewall rules for port 443, allow-lists of addresses, and a traceroute from the monitor’s network.',
      path: 'unproven',
    },
    'host-unreachable': {
      cause: 'A router on the way reports that the host cannot be reached.',
      remedy: 'Run a traceroute: the last router that answers belongs to whoever must repair the route.',
      path: 'broken',
    },
    'network-unreachable': {
      cause: 'There is no route from here to the network of the API.',
      remedy:
        'Check the monitor’s own uplink, gateway and routing (for IPv6 addresses: whether IPv6 works here at all).',
      path: 'broken',
    },
    'tls-certificate-expired': {
      cause: 'The server’s certificate has expired.',
      remedy:
        'Check the monitor’s clock first. If it is right, the provider must renew the certificate: report it with the address that served it.',
      path: 'works',
    },
    'tls-certificate-not-yet-valid': {
      cause: 'The server’s certificate is not valid yet.',
      remedy: 'A wrong clock is usual: check the monitor’s clock, then the certificate’s dates.',
      path: 'works',
    },
    'tls-hostname-mismatch': {
      cause: 'The server’s certificate is for another host name.',
      remedy:
        'Somebody else answers at this address: check the origin, the DNS answer, and proxies or TLS inspection on the way. Do not send the token elsewhere.',
      path: 'unproven',
    },
    'tls-untrusted-issuer': {
      cause: 'The server’s certificate is signed by an authority that is not trusted here.',
      remedy:
        'TLS inspection by a company proxy is usual: look at the issuer, then have the API host exempted or run the monitor outside that network.',
      path: 'unproven',
    },
    'tls-self-signed': {
      cause: 'The server’s certificate is signed by itself.',
      remedy:
        'A proxy, captive portal or device answers in place of the API: look at the certificate and find its owner.',
      path: 'unproven',
    },
    'tls-handshake': {
      cause: 'The connection opened, but TLS could not be agreed on.',
      remedy:
        'Check that the origin’s port speaks HTTPS; firewalls with deep packet inspection also break handshakes: compare with another network.',
      path: 'unproven',
    },
    'connection-reset': {
      cause: 'The connection was cut off hard (TCP reset) while it was in use.',
      remedy:
        'Retry with back-off. If it repeats, look for firewalls, NAT or load balancers with idle limits on the way. The server may have received the request.',
      path: 'unproven',
    },
    'connection-closed': {
      cause: 'The connection was closed without an answer.',
      remedy:
        'Retry with back-off. If it repeats, a proxy or load balancer on the way closes early: compare addresses and vantages. The server may have received the request.',
      path: 'unproven',
    },
    'response-timeout': {
      cause: 'The request was sent and no answer came in time.',
      remedy:
        'Retry with back-off; the server may have received the request. If it repeats, try from another network to tell a lossy path from a silent server.',
      path: 'unproven',
    },
    'body-timeout': {
      cause: 'The answer started and then stopped coming.',
      remedy:
        'Retry with back-off. If it repeats, look for packet loss or MTU trouble on the way (large packets vanish).',
      path: 'unproven',
    },
    'truncated-body': {
      cause: 'The connection ended before the announced answer was complete.',
      remedy: 'Retry with back-off. If it repeats, look for a proxy or firewall that cuts answers off.',
      path: 'unproven',
    },
    'malformed-response': {
      cause: 'What came back is not HTTP.',
      remedy: 'Something else answers on this port: check origin and port, and proxies on the way.',
      path: 'unproven',
    },
    'headers-overflow': {
      cause: 'The answer’s headers are larger than 16 KiB.',
      remedy: 'APIv2 does not send such headers: look for a proxy on the way that adds them.',
      path: 'unproven',
    },
    'addresses-changed': {
      cause: 'The API’s host name now leads to an address that was not seen before.',
      remedy:
        'Firewalls that allow addresses instead of names will block it: add the new address there (nslookup whitelist.ixon.cloud lists IXON’s servers). Otherwise nothing is to be done.',
      path: 'works',
    },
    other: {
      cause: 'The request failed on the wire in a way this monitor has no name for.',
      remedy: 'Look at the error name and code in the log, and report them so that they get a name.',
      path: 'unproven',
    },
  },
  content: {
    'missing-header': {
      cause: 'The API says that a required header is missing.',
      remedy: 'Add the header it names; application and company IDs belong in the account in monitor.config.ts.',
      path: 'works',
    },
    'invalid-header-value': {
      cause: 'The API does not accept the value of a header: a wrong or unknown public ID.',
      remedy:
        'Correct the value it names in monitor.config.ts; the company ID is the one shown in the portal for this token’s company.',
      path: 'works',
    },
    'invalid-value': {
      cause: 'The API does not accept a value in the request.',
      remedy: 'Correct the property it names in the target’s path; the API reference lists what is allowed.',
      path: 'works',
    },
    'not-found': {
      cause: 'The API knows no such endpoint or item.',
      remedy: 'Check the target’s path and IDs: the item may have been deleted, or this token may not see it.',
      path: 'works',
    },
    'method-not-allowed': {
      cause: 'The endpoint does not answer GET requests.',
      remedy: 'Choose an endpoint with a GET operation; the monitor sends nothing else.',
      path: 'works',
    },
    other: {
      cause: 'The API says that the request is not valid.',
      remedy: 'Read its message and correct the request; retrying the same request will not help.',
      path: 'works',
    },
  },
  authorization: {
    'token-missing': {
      cause: 'The API got no bearer token.',
      remedy: 'Name the token’s parameter (tokenParameter) in the account of this target.',
      path: 'works',
    },
    'token-invalid': {
      cause:
        'The API does not accept the bearer token: it has expired, or was made with wrong credentials or for another application ID.',
      remedy:
        'Create a new token for this application ID and store it in the account’s token parameter; it is picked up at the next run.',
      path: 'works',
    },
    'token-expired': {
      cause: 'The bearer token has expired; its own expiry date has passed.',
      remedy: 'Create a new token and store it in the account’s token parameter; it is picked up at the next run.',
      path: 'works',
    },
    'two-factor-required': {
      cause:
        'A role of this user enforces two-factor authentication, and the token was made without a one-time password.',
      remedy:
        'Create the token again with a one-time password, or use a service account, which needs none. (An administrator can lift the rule under Roles > Edit role > Log in, at a cost in security.)',
      path: 'works',
    },
    'one-time-password': {
      cause: 'The API asks for a one-time password, or did not accept it.',
      remedy: 'Create the token again with a fresh one-time password, or use a service account, which needs none.',
      path: 'works',
    },
    'token-too-short': {
      cause: 'The bearer token is too short: it went wrong when it was made or stored.',
      remedy: 'Create the token again with the right credentials and store all of it (32 characters).',
      path: 'works',
    },
    'token-too-long': {
      cause: 'The bearer token is too long: it went wrong when it was made or stored.',
      remedy: 'Create the token again with the right credentials and store nothing but the token (32 characters).',
      path: 'works',
    },
    'token-malformed': {
      cause:
        'The Authorization header has no type and credentials: the stored token holds a space or another character it must not.',
      remedy: 'Create the token again and store it without spaces, quotes or line breaks.',
      path: 'works',
    },
    'token-format': {
      cause: 'The bearer token has characters that no valid token has: it went wrong when it was encoded.',
      remedy: 'Create the token again and store exactly what the API returned.',
      path: 'works',
    },
    'token-expiring': {
      cause: 'The bearer token ends soon.',
      remedy:
        'Create a new token and store it in the account’s token parameter before it ends; the change is picked up at the next run.',
      path: 'works',
    },
    unauthorized: {
      cause: 'The API refuses the credentials (401), in words this monitor does not know.',
      remedy: 'Read its message; most often a new token for the right application ID is needed.',
      path: 'works',
    },
    forbidden: {
      cause: 'The credentials are known, but may not do this (403).',
      remedy:
        'Give the token’s role or service account access to this endpoint and company, or probe another endpoint.',
      path: 'works',
    },
  },
  server: {
    'internal-error': {
      cause: 'The API failed inside (500): most likely a production incident at IXON Cloud, or its repair.',
      remedy: 'Wait; IXON monitors its servers. If it lasts, report it to IXON support with the times below.',
      path: 'works',
    },
    'not-implemented': {
      cause: 'The API says that it does not implement this (501).',
      remedy: 'Check the target’s path against the API reference; if it is right, report it to IXON support.',
      path: 'works',
    },
    'bad-gateway': {
      cause: 'The gateway in front of the API got no valid answer from the application behind it (502).',
      remedy: 'Retry with back-off; often a release or restart. If it lasts, report it to IXON support.',
      path: 'works',
    },
    unavailable: {
      cause: 'The API is not available at the moment (503): overload, maintenance or a restart.',
      remedy: 'Retry with back-off. If it lasts, report it to IXON support.',
      path: 'works',
    },
    'gateway-timeout': {
      cause: 'The gateway in front of the API gave up waiting for the application (504).',
      remedy:
        'If the answer took over 60 s, ask for less: fewer fields, a smaller page-size, a shorter time span. If small requests fail too, report it to IXON support.',
      path: 'works',
    },
    'too-slow': {
      cause: 'The API took longer than its own limit of 60 s.',
      remedy:
        'Ask for less: fewer fields, a smaller page-size, a shorter time span. If small requests are slow too, report it to IXON support.',
      path: 'works',
    },
    'contract-violation': {
      cause: 'The API answered 200, but the answer breaks its own rules.',
      remedy:
        'Look at the detail; the API may have changed. Compare with the API reference and report it to IXON support.',
      path: 'works',
    },
    'certificate-expiring': {
      cause: 'The server’s certificate expires soon and has not been renewed.',
      remedy: 'Renewal is the provider’s: report it to IXON support if it is less than a week away. Nothing fails yet.',
      path: 'works',
    },
    other: {
      cause: 'The API reports a server error.',
      remedy: 'Wait and retry with back-off. If it lasts, report it to IXON support.',
      path: 'works',
    },
  },
  throttled: {
    'too-many-requests': {
      cause: 'The API refuses more requests for now (429): too many came from our address or for our company.',
      remedy:
        'Wait; do not retry (the lock lasts about 10 minutes). If it comes back, find what else uses this address or company, or probe less often.',
      path: 'works',
    },
  },
  intercepted: {
    'foreign-body': {
      cause: 'Something answered that is not APIv2: a web page or another format.',
      remedy:
        'Look at the detail: a captive portal, proxy, firewall page or a wrong origin is usual. The base URL must end in the API’s path (/api).',
      path: 'unproven',
    },
    'empty-body': {
      cause: 'The answer has no body, which APIv2 never does.',
      remedy: 'Look for a proxy or firewall that answers in place of the API, and check the origin.',
      path: 'unproven',
    },
    redirect: {
      cause: 'The request was redirected; APIv2 does not redirect these requests.',
      remedy:
        'Check the origin (https, right host, right path); a login page of a captive portal is usual. The monitor does not follow, so that the token goes nowhere else.',
      path: 'unproven',
    },
    'proxy-authentication': {
      cause: 'A proxy on the way asks for a login (407).',
      remedy: 'Have the API host exempted from the proxy, or run the monitor outside that network.',
      path: 'unproven',
    },
    'issuer-changed': {
      cause: 'The server’s certificate now comes from another issuer.',
      remedy:
        'If the issuer is a public authority, the provider changed it. If it is a company or a product, TLS inspection has begun on the way: have the API host exempted.',
      path: 'unproven',
    },
  },
  inconclusive: {
    'own-network': {
      cause: 'The monitor’s own network was down: the independent control host could not be reached either.',
      remedy: 'Check the monitor’s own uplink. Nothing can be said about the API for this time.',
      path: 'unproven',
    },
    'own-fault': {
      cause: 'The monitor itself could not do or finish this probe.',
      remedy: 'Look at the detail and at the function’s log for the error of that minute; it names what to repair.',
      path: 'unproven',
    },
    'clock-skew': {
      cause: 'The clocks of the monitor and of the API differ.',
      remedy:
        'Check the time synchronisation (NTP) of the machine the monitor runs on. Certificates and tokens are judged by that clock.',
      path: 'works',
    },
  },
};

/** What a failure means. */
export function explain(failure: Pick<Failure, 'class' | 'kind'>): Explanation {
  const kinds: Readonly<Record<string, Explanation>> = FAILURES[failure.class];
  return kinds[failure.kind] ?? FAILURES.inconclusive['own-fault'];
}

/** The README heading that holds what to do: the kind, or `<class>-other` where the kind alone is ambiguous. */
export function runbookAnchor(failure: Pick<Failure, 'class' | 'kind'>): string {
  return failure.kind === 'other' ? `${failure.class}-other` : failure.kind;
}
