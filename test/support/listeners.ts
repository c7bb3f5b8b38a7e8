import { onTestFinished } from 'vitest';
import { openDnsServer, type DnsServer, type Zone } from './dns-server.ts';
import { openFullPort } from './full-port.ts';
import { openListener, type ListenOptions, type Listener, type Serve } from './open-listener.ts';

/** How long a connection may take to end after its test. It is no wait: whoever is done goes on at once. */
export const LEAK_DEADLINE_MS = 2_000;

/** Listens until the test is over, which then fails if the other side has left a connection open. */
export async function listen(serve: Serve, options: ListenOptions = {}): Promise<Listener> {
  const listener = await openListener(serve, options);
  onTestFinished(async () => {
    const left = await listener.close(LEAK_DEADLINE_MS);
    if (left > 0) throw new Error(`${left} connections were left open`);
  });
  return listener;
}

/** Starts a UDP name server for `zone` until the test is over. */
export async function startDnsServer(zone: Zone): Promise<DnsServer> {
  const server = await openDnsServer(zone);
  onTestFinished(() => server.close());
  return server;
}

/** A port of 127.0.0.1 whose queue of connections is full, so that connecting takes forever; until the test is over. */
export async function fullPort(): Promise<number> {
  const full = await openFullPort();
  onTestFinished(() => full.close());
  return full.port;
}
