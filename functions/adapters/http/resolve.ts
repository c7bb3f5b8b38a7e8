import { Resolver } from 'node:dns';
import { isIP } from 'node:net';
import { DEADLINE_CODES } from '../../core/probing/network-kinds.ts';
import { step } from './step.ts';

/** Queries per name server before c-ares gives up by itself; the step's deadline comes first on a silent server. */
const TRIES = 3;

/** Whether a URL's host needs no name server: an address, or `localhost` (RFC 6761: always loopback). */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return bare;
  return bare === 'localhost' ? '127.0.0.1' : null;
}

/** The resolver's error codes for both kinds of records, and every address that was found, sorted. */
export interface ResolvedAll {
  readonly a: string | null;
  readonly aaaa: string | null;
  readonly addresses: readonly string[];
}

/** Asks for A and AAAA records at the same time. Never rejects. */
export async function resolveAll(
  hostname: string,
  deadlineMs: number,
  signal: AbortSignal,
  nameServers: readonly string[] | null,
): Promise<ResolvedAll> {
  const ask = async (kind: 'resolve4' | 'resolve6') => {
    const resolver = newResolver(deadlineMs, nameServers);
    try {
      return {
        code: null,
        found: await step<readonly string[]>(limit(deadlineMs, signal), (resolve, reject) => {
          resolver[kind](hostname, (error, found) => {
            if (error === null) resolve(found);
            else reject(error);
          });
          return () => {
            resolver.cancel();
          };
        }),
      };
    } catch (cause) {
      return { code: (cause as NodeJS.ErrnoException).code ?? 'UNKNOWN', found: [] };
    }
  };
  const [a, aaaa] = await Promise.all([ask('resolve4'), ask('resolve6')]);
  return { a: a.code, aaaa: aaaa.code, addresses: [...a.found, ...aaaa.found].toSorted() };
}

/**
 * Asks the name servers for a host's addresses: A records, and AAAA records where there are no A records (functions in
 * Lambda have no IPv6 of their own). Goes around the system's cache and hosts file, so that every attempt sees DNS as it is.
 *
 * Rejects with c-ares' own error codes, which tell the kinds of DNS failure apart.
 *
 * @param nameServers `address:port`; the system's own when `null`
 */
export async function resolveAddresses(
  hostname: string,
  deadlineMs: number,
  signal: AbortSignal,
  nameServers: readonly string[] | null,
): Promise<readonly string[]> {
  const resolver = newResolver(deadlineMs, nameServers);
  return step<readonly string[]>(limit(deadlineMs, signal), (resolve, reject) => {
    resolver.resolve4(hostname, (errorV4, v4) => {
      if (errorV4 === null) {
        resolve(v4);
      } else if (errorV4.code !== 'ENODATA') {
        reject(errorV4);
      } else {
        resolver.resolve6(hostname, (errorV6, v6) => {
          if (errorV6 === null) resolve(v6);
          else reject(errorV6);
        });
      }
    });
    return () => {
      resolver.cancel();
    };
  });
}

function newResolver(deadlineMs: number, nameServers: readonly string[] | null): Resolver {
  const resolver = new Resolver({ timeout: Math.ceil(deadlineMs / TRIES), tries: TRIES });
  if (nameServers !== null) resolver.setServers(nameServers);
  return resolver;
}

function limit(ms: number, signal: AbortSignal) {
  return { ms, code: DEADLINE_CODES.resolve, signal };
}
