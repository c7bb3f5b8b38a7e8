import { certificates, type CertificateName } from '../support/certificates.ts';
import { openDnsServer, type DnsEntry } from '../support/dns-server.ts';
import { openFullPort } from '../support/full-port.ts';
import { freePort, openListener, type ListenOptions, type OpenListener, type Serve } from '../support/open-listener.ts';
import type { OpenCase } from './case.ts';

type Open = () => Promise<OpenCase>;

/** The path that every case is asked for. */
const PATH = '/server-time';
/** The name that the certificates are for and that name servers are asked for. */
const NAME = 'api.test';

/** Plain HTTP. */
export function overHttp(serve: Serve): Open {
  return async () => ofListener(await openListener(serve), null);
}

/** HTTPS with a certificate of the laboratory's. */
export function overTls(serve: Serve, certificate: CertificateName = 'good', tls: ListenOptions['tls'] = {}): Open {
  return async () => {
    const made = await certificates();
    return ofListener(await openListener(serve, { certificate: made[certificate], tls }), made.authority);
  };
}

/** A port that is asked for HTTPS and speaks something else. */
export function insteadOfTls(serve: Serve): Open {
  return async () => {
    const listener = await openListener(serve);
    const { authority } = await certificates();
    return { ...ofListener(listener, authority), url: `https://127.0.0.1:${listener.port}${PATH}` };
  };
}

/** A name server that knows this of the name; nothing listens anywhere. `undefined`: the name does not exist. */
export function nameOnly(entry: DnsEntry | undefined): Open {
  return async () => {
    const dns = await openDnsServer(entry === undefined ? {} : { [NAME]: entry });
    const closed = nothingListens(`http://${NAME}:${await freePort()}${PATH}`);
    return { ...closed, nameServer: dns.address, close: () => dns.close().then(() => 0) };
  };
}

/** A name that leads to 127.0.0.1, where HTTPS is spoken. */
export function byNameOverTls(serve: Serve): Open {
  return async () => {
    const made = await certificates();
    const dns = await openDnsServer({ [NAME]: ['127.0.0.1'] });
    const listener = await openListener(serve, { certificate: made.good });
    return {
      ...ofListener(listener, made.authority),
      url: `https://${NAME}:${listener.port}${PATH}`,
      nameServer: dns.address,
      close: async (graceMs) => {
        await dns.close();
        return listener.close(graceMs);
      },
    };
  };
}

/** A name, and a name server's port at which nothing listens. */
export async function withoutNameServer(): Promise<OpenCase> {
  return { ...nothingListens(`http://${NAME}${PATH}`), nameServer: `127.0.0.1:${await freePort()}` };
}

/** A port at which nothing listens. */
export async function withoutListener(): Promise<OpenCase> {
  return nothingListens(`http://127.0.0.1:${await freePort()}${PATH}`);
}

/** A port whose queue of connections is full. */
export async function withFullQueue(): Promise<OpenCase> {
  const full = await openFullPort();
  return { ...nothingListens(`http://127.0.0.1:${full.port}${PATH}`), close: () => full.close().then(() => 0) };
}

/** An address that no connection can be made to. */
export function atAddress(address: string): Open {
  return () => Promise.resolve(nothingListens(`http://${address}${PATH}`));
}

function nothingListens(url: string): OpenCase {
  return {
    url,
    nameServer: null,
    authority: null,
    received: () => [],
    connectionCount: () => 0,
    close: () => Promise.resolve(0),
  };
}

function ofListener(listener: OpenListener, authority: string | null): OpenCase {
  return {
    url: `${listener.origin}${PATH}`,
    nameServer: null,
    authority,
    received: () => listener.received,
    connectionCount: () => listener.connectionCount,
    close: (graceMs) => listener.close(graceMs),
  };
}
