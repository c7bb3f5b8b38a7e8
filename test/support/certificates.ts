import { generate } from 'selfsigned';

/** A private key and its certificate, as PEM. */
export interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

/** A certificate authority to trust, and certificates of every sort. Times are fixed: what expired did so in 2001. */
export interface Certificates {
  /** The authority's certificate, as PEM. */
  readonly authority: string;
  /** For `api.test`, `localhost`, 127.0.0.1 and ::1. */
  readonly good: KeyPair;
  readonly expired: KeyPair;
  readonly notYetValid: KeyPair;
  /** For `other.test` alone. */
  readonly otherHost: KeyPair;
  readonly selfSigned: KeyPair;
  /** Signed by an authority that nobody trusts and that is not sent along. */
  readonly untrusted: KeyPair;
  /** The same, with the certificate of that authority sent along. */
  readonly untrustedChain: KeyPair;
  /** Good, but made for clients alone. */
  readonly forClients: KeyPair;
}

/** What a server shows. */
export type CertificateName = Exclude<keyof Certificates, 'authority'>;

interface Wanted {
  readonly name: string;
  readonly from?: number;
  readonly until?: number;
  readonly signedBy?: KeyPair;
  readonly hosts?: readonly string[];
  readonly use?: 'serverAuth' | 'clientAuth';
}

const HOSTS = ['api.test', 'localhost'];
const ADDRESSES = ['127.0.0.1', '::1'];

let made: Promise<Certificates> | null = null;

/** The certificates; made once per test file. */
export function certificates(): Promise<Certificates> {
  made ??= makeAll();
  return made;
}

async function makeAll(): Promise<Certificates> {
  const authority = await makeAuthority('Test authority');
  const stranger = await makeAuthority('Strange authority');
  const leaf = (wanted: Partial<Wanted>) => make({ name: 'api.test', signedBy: authority, ...wanted });
  const untrusted = await leaf({ signedBy: stranger });
  return {
    authority: authority.cert,
    good: await leaf({}),
    expired: await leaf({ until: 2001 }),
    notYetValid: await leaf({ from: 2098 }),
    otherHost: await leaf({ name: 'other.test', hosts: ['other.test'] }),
    selfSigned: await make({ name: 'api.test' }),
    untrusted,
    forClients: await leaf({ use: 'clientAuth' }),
    untrustedChain: { key: untrusted.key, cert: `${untrusted.cert}\n${stranger.cert}` },
  };
}

function makeAuthority(name: string): Promise<KeyPair> {
  return generatePair({ name }, [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ]);
}

function make(wanted: Wanted): Promise<KeyPair> {
  const names = wanted.hosts ?? HOSTS;
  const addresses = wanted.hosts === undefined ? ADDRESSES : [];
  return generatePair(wanted, [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'extKeyUsage', [wanted.use ?? 'serverAuth']: true },
    {
      name: 'subjectAltName',
      altNames: [
        ...names.map((value) => ({ type: 2 as const, value })),
        ...addresses.map((ip) => ({ type: 7 as const, ip })),
      ],
    },
  ]);
}

type Extensions = NonNullable<NonNullable<Parameters<typeof generate>[1]>['extensions']>;

async function generatePair(wanted: Wanted, extensions: Extensions): Promise<KeyPair> {
  const { name, from = 2000, until = 2099, signedBy } = wanted;
  const pair = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.UTC(from, 0, 1)),
    notAfterDate: new Date(Date.UTC(until, 0, 1)),
    extensions,
    ...(signedBy === undefined ? {} : { ca: { ...signedBy } }),
  });
  return { key: pair.private, cert: pair.cert };
}
