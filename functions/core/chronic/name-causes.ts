import type { CauseRule } from './cause-rule.ts';
import type { Traits } from './cause-traits.ts';

/** For failures on the way to a name and its certificate. */
export const NAME_CAUSES: readonly CauseRule[] = [
  {
    id: 'dns-persistent',
    consistentWith:
      'Consistent with a name that is not served here any more: another view of it in this network (split DNS), an expired domain or zone, or a firewall between us and the name server.',
    test: 'Compare `dig HOST` with `dig @1.1.1.1 HOST`; if both fail, `dig +trace HOST` shows at which zone it ends.',
    source: 'RFC 1035, section 3.3.13 (SOA EXPIRE); RFC 9704 (split-horizon DNS)',
    fits: (traits) => isName(traits) && traits.kind === 'persistent',
  },
  {
    id: 'dns-cache-life',
    consistentWith:
      'Consistent with a name server that is slow or partly dead, noticed only when the cached answer runs out: as often as the time to live of the record.',
    test: 'Run `dig HOST` twice, some seconds apart: the number before `IN` counts down from the time to live; compare it with the period.',
    source: 'RFC 1035, section 3.2.1 (TTL)',
    fits: (traits) => isName(traits) && traits.keepsRoundMinutes !== null,
  },
  {
    id: 'dns-one-server',
    consistentWith:
      'Consistent with one of several name servers that does not know the zone or is out of reach, or with lost packets to the resolver: it depends on which one is asked.',
    test: 'Ask each: `for ns in $(dig +short NS ZONE); do dig @$ns HOST; done`, and each resolver of /etc/resolv.conf likewise.',
    source: 'RFC 1912 (lame delegations)',
    fits: (traits) => isName(traits) && !traits.isTimed,
  },
  {
    id: 'certificate-persistent',
    consistentWith:
      'Consistent with a certificate that was not renewed or not installed, a wrong clock here, or a device on the way that shows its own certificate.',
    test: 'Run `openssl s_client -connect HOST:443 -servername HOST </dev/null | openssl x509 -noout -issuer -dates` from here and from another network, and compare.',
    source: 'RFC 5280, section 6.1.3 (validity and issuer)',
    fits: (traits) => isTls(traits) && traits.kind === 'persistent',
  },
  {
    id: 'certificate-one-node',
    consistentWith:
      'Consistent with one of several servers that has an old or wrong certificate or TLS setup: it depends on which one answers.',
    test: 'For each address of `dig +short HOST`, run `openssl s_client -connect ADDRESS:443 -servername HOST </dev/null | openssl x509 -noout -fingerprint -dates`, several times.',
    source: 'RFC 1794 (several addresses for one name); RFC 5280, section 6.1.3',
    fits: (traits) => isTls(traits) && !traits.isTimed,
  },
  {
    id: 'certificate-reload',
    consistentWith:
      'Consistent with a server or a TLS-inspecting device that reloads certificates on a schedule and refuses handshakes meanwhile.',
    test: 'Note the certificate’s fingerprint before and after a strike (`openssl s_client … | openssl x509 -noout -fingerprint`), and ask the provider or whoever runs the firewall what is reloaded then.',
    source:
      'derived: a handshake needs the certificate, RFC 8446, section 4.4.2; a timed failure there is a timed change there',
    fits: (traits) => isTls(traits) && traits.isTimed,
  },
];

function isName({ class: failureClass, isMostlyKind }: Traits): boolean {
  return failureClass === 'network' && isMostlyKind('dns-*');
}

function isTls({ class: failureClass, isMostlyKind, isMostlyPhase }: Traits): boolean {
  return failureClass === 'network' && (isMostlyKind('tls-*') || isMostlyPhase('tls'));
}
