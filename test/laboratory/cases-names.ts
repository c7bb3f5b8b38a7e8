import { HEALTHY_ANSWER, answering } from '../support/listeners-http.ts';
import { SHORT_MS } from '../support/finding.ts';
import type { LabCase } from './case.ts';
import { answered, behind, unconnected, unresolved } from './expected.ts';
import { byNameOverTls, nameOnly, withoutNameServer } from './open.ts';

/** Finding the address. */
export const NAME_CASES: readonly LabCase[] = [
  {
    id: 'dns-name-unknown',
    title: 'the name server says that the name does not exist (NXDOMAIN)',
    open: nameOnly(undefined),
    expect: unresolved('network/dns-not-found', 'ENOTFOUND'),
  },
  {
    id: 'dns-server-fails',
    title: 'the name server fails (SERVFAIL)',
    open: nameOnly('server-failure'),
    expect: unresolved('network/dns-server-failure', 'ESERVFAIL'),
  },
  {
    id: 'dns-server-refuses',
    title: 'the name server refuses to answer (REFUSED)',
    open: nameOnly('refused'),
    expect: unresolved('network/dns-server-failure', 'EREFUSED'),
  },
  {
    id: 'dns-not-implemented',
    title: 'the name server does not know the kind of question (NOTIMP)',
    open: nameOnly('not-implemented'),
    expect: unresolved('network/dns-server-failure', 'ENOTIMP'),
  },
  {
    id: 'dns-format-error',
    title: 'the name server cannot read the question (FORMERR)',
    open: nameOnly('format-error'),
    expect: unresolved('network/dns-server-failure', 'EFORMERR'),
  },
  {
    id: 'dns-server-down',
    title: 'nothing listens at the name server',
    open: withoutNameServer,
    expect: unresolved('network/dns-server-failure', 'ECONNREFUSED'),
  },
  {
    id: 'dns-silence',
    title: 'the name server says nothing',
    open: nameOnly('silence'),
    deadlines: { resolveMs: SHORT_MS },
    expect: unresolved('network/dns-timeout', 'RESOLVE_DEADLINE'),
  },
  {
    id: 'dns-no-address',
    title: 'the name has neither A nor AAAA records',
    open: nameOnly([]),
    expect: unresolved('network/dns-no-address', 'ENODATA'),
  },
  {
    id: 'dns-dead-address',
    title: 'the name leads to an address where nothing listens',
    open: nameOnly(['127.0.0.1']),
    expect: behind(['resolve'], unconnected('network/connect-refused', 'ECONNREFUSED')),
  },
  {
    id: 'dns-unroutable-address',
    title: 'the name leads to an address that nothing can be sent to',
    open: nameOnly(['255.255.255.255']),
    expect: behind(['resolve'], unconnected('network/network-unreachable', 'ENETUNREACH')),
  },
  {
    id: 'healthy-by-name',
    title: 'a name, HTTPS, a healthy answer: every phase there is',
    open: byNameOverTls(answering(HEALTHY_ANSWER)),
    expect: behind(['resolve', 'tls'], answered('healthy')),
  },
];
