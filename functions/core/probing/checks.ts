import type { Failure, FailureClass, FailureKind } from '../model/outcome.ts';

/** Everything that is asked by hand goes to the same place. */
const TOKEN_QUESTION =
  'Run `curl -s -H "Api-Version: 2" -H "Api-Application: APPLICATION" -H "Authorization: Bearer TOKEN" https://HOST/api/access-tokens/me`';
const OPEN_QUESTION = 'Run `curl -s -H "Api-Version: 2" https://HOST/api/server-time`';
const CERTIFICATE =
  'Run `openssl s_client -connect HOST:443 -servername HOST </dev/null | openssl x509 -noout -subject -issuer -dates`';
const STORED_LENGTH =
  "Count what is stored: `aws ssm get-parameter --with-decryption --query 'length(Parameter.Value)' --name NAME` says 32.";

/**
 * The one test that tells whether a failure is what it is taken for, and where: a command, or whom to ask what. `HOST` stands
 * for the host of the origin; `APPLICATION` and `TOKEN` are put in by whoever runs it.
 */
export const CHECKS: { readonly [C in FailureClass]: Readonly<Record<FailureKind<C>, string>> } = {
  network: {
    'dns-not-found':
      'Compare `dig HOST` with `dig @1.1.1.1 HOST`: if only the first one fails, it is the name server here.',
    'dns-server-failure':
      'Compare `dig HOST` with `dig @1.1.1.1 HOST`, then `dig +cd HOST`: if that works where the first one fails, it is DNSSEC.',
    'dns-timeout': 'Ask each resolver of /etc/resolv.conf: `dig @RESOLVER +tries=1 HOST`, then the same with `+tcp`.',
    'dns-no-address': 'Run `dig HOST A` and `dig HOST AAAA`, here and at 1.1.1.1.',
    'connect-refused':
      'Run `nc -vz HOST 443` from here and from another network: refused from both is the service, from here alone a firewall.',
    'connect-timeout':
      'Run `nc -vz -w 5 HOST 443` from here and from another network; if only this one fails, `traceroute -T -p 443 HOST` shows how far it gets.',
    'host-unreachable': 'Run `traceroute HOST`: the last router that answers is where the route ends.',
    'network-unreachable':
      'Run `ip route get 1.1.1.1` and, for IPv6, `ip -6 route get 2606:4700:4700::1111` on the monitor’s machine.',
    'tls-certificate-expired': `${CERTIFICATE}, and \`date -u\`.`,
    'tls-certificate-not-yet-valid': `${CERTIFICATE}, and \`date -u\`.`,
    'tls-hostname-mismatch': `${CERTIFICATE} from here and from another network: another subject here alone is something on the way.`,
    'tls-untrusted-issuer': `${CERTIFICATE}: the issuer is a company or a product where TLS is inspected.`,
    'tls-self-signed': `${CERTIFICATE}: subject and issuer are the same, and name the device.`,
    'tls-handshake':
      'Run `openssl s_client -connect HOST:443 -servername HOST </dev/null` from here and from another network, and compare where it stops.',
    'connection-reset':
      'Run `curl -sv -H "Api-Version: 2" https://HOST/api/server-time` twenty times from here and from another network, and count the resets.',
    'connection-closed':
      'Run `curl -sv -H "Api-Version: 2" https://HOST/api/server-time` twenty times from here and from another network, and count those without an answer.',
    'response-timeout': `${OPEN_QUESTION} with \`-m 70 -w '%{http_code} %{time_starttransfer}'\`, from here and from another network.`,
    'body-timeout': 'Run `ping -M do -s 1472 HOST`: where large packets vanish and small ones do not, it is the MTU.',
    'truncated-body': `${OPEN_QUESTION} from here and from another network, and compare the lengths.`,
    'malformed-response':
      'Run `curl -sv --http1.1 https://HOST/api/server-time` and read the first line that comes back.',
    'headers-overflow': 'Run `curl -sI https://HOST/api/server-time | wc -c` from here and from another network.',
    'addresses-changed':
      'Run `dig +short HOST` here and at 1.1.1.1, and compare with the addresses that your firewall allows.',
    other:
      'Run `curl -sv -H "Api-Version: 2" https://HOST/api/server-time` and compare its error with the one in the log.',
  },
  content: {
    'missing-header': 'Send the request of the log again with `curl -v`, the missing header added.',
    'invalid-header-value':
      'Compare the value with the portal: the company ID is on the company’s page, the application ID with the service account.',
    'invalid-value': 'Send the request again with `curl -v`, without the property it names.',
    'not-found':
      'Request the list that the item is in: an item that is missing there was deleted, or this token may not see it.',
    'method-not-allowed': 'Look the endpoint up in the API reference: it must have a GET.',
    other: 'Send the request of the log again with `curl -v` and read the message.',
  },
  authorization: {
    'token-missing':
      'Read `tokenParameter` of the account in monitor.config.ts, then `aws ssm get-parameter --name NAME` (without `--with-decryption`).',
    'token-invalid': `${TOKEN_QUESTION}: 401 there too means the pair of token and application ID is not valid.`,
    'token-expired': `${TOKEN_QUESTION}: 401 there too means it has ended.`,
    'two-factor-required':
      'Look in the portal under Roles > Edit role > Log in: is Enforce two-factor authentication selected?',
    'one-time-password':
      'Look in the portal under Roles > Edit role > Log in: is Enforce two-factor authentication selected?',
    'token-too-short': STORED_LENGTH,
    'token-too-long': STORED_LENGTH,
    'token-malformed': STORED_LENGTH,
    'token-format': STORED_LENGTH,
    'token-expiring': `${TOKEN_QUESTION} and read \`expiresOn\`.`,
    unauthorized: `${TOKEN_QUESTION}: 401 there too means the token, otherwise this endpoint.`,
    forbidden: `${TOKEN_QUESTION}: if that works, it is the role’s access to this endpoint.`,
  },
  server: {
    'internal-error': `${OPEN_QUESTION} from another network: an error there too is the provider’s.`,
    'not-implemented': 'Look the path up in the API reference.',
    'bad-gateway': `${OPEN_QUESTION} from another network: an error there too is the provider’s.`,
    unavailable: `${OPEN_QUESTION} from another network: an error there too is the provider’s.`,
    'gateway-timeout':
      'Send the request again with `page-size=1` and one field: if that works, the request asks for too much.',
    'too-slow':
      'Send the request again with `page-size=1` and one field: if that works, the request asks for too much.',
    'contract-violation':
      'Send the request of the log again with `curl -v` and compare the answer with the API reference.',
    'certificate-expiring': `${CERTIFICATE}.`,
    other: `${OPEN_QUESTION} from another network: an error there too is the provider’s.`,
  },
  throttled: {
    'too-many-requests':
      'Send one request from another public address: if it is served there, our address is what is locked.',
  },
  intercepted: {
    'foreign-body':
      'Run `curl -sv https://HOST/api/server-time` from here and from another network, and compare certificate, `server` and `via`.',
    'empty-body':
      'Run `curl -sv https://HOST/api/server-time` from here and from another network, and compare certificate, `server` and `via`.',
    redirect: 'Run `curl -sv https://HOST/api/server-time` and read `location`: it names who answers.',
    'proxy-authentication': 'Run `env | grep -i proxy`, then `curl -sv --noproxy "*" https://HOST/api/server-time`.',
    'issuer-changed': `${CERTIFICATE} from here and from another network: the same issuer there is the provider’s doing.`,
  },
  inconclusive: {
    'own-network': 'Run `ping 1.1.1.1` on the monitor’s machine, and look in the router’s log at that time.',
    'own-fault': 'Read the newest `run-fault` in the log of that minute.',
    'clock-skew': 'Run `date -u` beside a clock that you trust, and `timedatectl`.',
  },
};

/** How to make sure of a failure. */
export function checkOf({ class: failureClass, kind }: Pick<Failure, 'class' | 'kind'>): string {
  const checks: Readonly<Record<string, string>> = CHECKS[failureClass];
  return checks[kind] ?? CHECKS.inconclusive['own-fault'];
}
