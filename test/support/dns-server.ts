import { openNameServer, type DnsEntry } from '../../functions/local/simulator/name-server.ts';

export type { DnsEntry };

/** Names and what is known of them; any other name does not exist. */
export type Zone = Readonly<Record<string, DnsEntry>>;

/** A name server on this machine. */
export interface DnsServer {
  /** `127.0.0.1:port` */
  readonly address: string;
  /** The questions so far, e.g. `A api.test`, repetitions included. */
  readonly questions: readonly string[];
  /** Resolves when the first question has come. */
  readonly firstQuestion: Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a UDP name server.
 *
 * @param beforeReply called before each reply, which waits for what it returns
 */
export async function openDnsServer(zone: Zone, beforeReply?: () => Promise<void>): Promise<DnsServer> {
  const questions: string[] = [];
  const asked = Promise.withResolvers<undefined>();
  const server = await openNameServer(async ({ name, type }) => {
    questions.push(`${type} ${name}`);
    asked.resolve(undefined);
    const entry = zone[name] ?? 'not-found';
    if (entry !== 'silence') await beforeReply?.();
    return entry;
  });
  return { ...server, questions, firstQuestion: asked.promise };
}
