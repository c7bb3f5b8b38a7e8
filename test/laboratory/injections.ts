import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { httpProber } from '../../functions/adapters/http/prober.ts';
import type { Observation } from '../../functions/core/model/observation.ts';
import type { AttemptRequest } from '../../functions/core/ports.ts';
import { certificates } from '../support/certificates.ts';
import { openDnsServer } from '../support/dns-server.ts';
import { PLANTED_HEADERS, AMPLE_MS, deadlinesWith } from '../support/finding.ts';
import { openFullPort } from '../support/full-port.ts';
import { HALF_ANSWER, HEALTHY_ANSWER, afterRequest, answering } from '../support/listeners-http.ts';
import { openListener, type Serve } from '../support/open-listener.ts';

/** An attempt, and the time that the other side held back meanwhile, on the same monotonic clock. */
export interface Measured {
  readonly observation: Observation;
  readonly heldMs: number;
}

/** Holds something back for `ms`, and keeps how long that really took: timers are late on a busy machine. */
class Hold {
  heldMs = 0;
  private readonly ms: number;

  constructor(ms: number) {
    this.ms = ms;
  }

  async wait(): Promise<void> {
    const sinceMs = performance.now();
    await wait(this.ms);
    this.heldMs = performance.now() - sinceMs;
  }
}

/** The name server waits before its reply. */
export function holdReply(ms: number): Promise<Measured> {
  const hold = new Hold(ms);
  return byName(hold, answering(HEALTHY_ANSWER), { beforeReply: () => hold.wait() });
}

/** A relay keeps the server's first bytes of TLS. */
export function holdHandshake(ms: number): Promise<Measured> {
  const hold = new Hold(ms);
  return byName(hold, answering(HEALTHY_ANSWER), {
    relay: (port) => (socket) => {
      const onward = connect(port, '127.0.0.1');
      onward.on('error', () => socket.destroy());
      socket.on('close', () => onward.destroy());
      socket.pipe(onward);
      onward.once('data', (first) => {
        onward.pause();
        void hold.wait().then(() => {
          socket.write(first);
          onward.pipe(socket);
        });
      });
    },
  });
}

/** The server waits before the head of its answer. */
export function holdHead(ms: number): Promise<Measured> {
  const hold = new Hold(ms);
  const serve = afterRequest((socket) => {
    void hold.wait().then(() => socket.write(HEALTHY_ANSWER));
  });
  return byName(hold, serve);
}

/** The server waits in the middle of the body. */
export function holdBody(ms: number): Promise<Measured> {
  const hold = new Hold(ms);
  const serve = afterRequest((socket) => {
    socket.write(HALF_ANSWER);
    void hold.wait().then(() => socket.write(HEALTHY_ANSWER.slice(HALF_ANSWER.length)));
  });
  return byName(hold, serve);
}

/**
 * The first SYN is dropped, since the listener's queue is full; its first repetition gets through. So the delay is the
 * system's own, about a second on Linux, and is taken from the call to the moment at which the listener accepts.
 */
export async function dropFirstSyn(): Promise<Measured> {
  const full = await openFullPort(HEALTHY_ANSWER);
  try {
    const prober = httpProber({ now: () => 0 });
    const calledNs = process.hrtime.bigint();
    const observing = prober.attempt(requestTo(`http://127.0.0.1:${full.port}/`));
    // By then the connection has been asked for.
    await new Promise(setImmediate);
    full.accept();
    const observation = await observing;
    return { observation, heldMs: Number((await full.acceptedNs) - calledNs) / 1e6 };
  } finally {
    await full.close();
  }
}

interface Between {
  readonly beforeReply?: () => Promise<void>;
  readonly relay?: (port: number) => Serve;
}

/** One attempt by name over TLS, so that every phase is there. */
async function byName(hold: Hold, serve: Serve, { beforeReply, relay }: Between = {}): Promise<Measured> {
  const { authority, good } = await certificates();
  const dns = await openDnsServer({ 'api.test': ['127.0.0.1'] }, beforeReply);
  const server = await openListener(serve, { certificate: good });
  const front = relay === undefined ? server : await openListener(relay(server.port));
  try {
    const prober = httpProber({ now: () => 0, nameServers: [dns.address], trustedCertificates: [authority] });
    const observation = await prober.attempt(requestTo(`https://api.test:${front.port}/`));
    return { observation, heldMs: hold.heldMs };
  } finally {
    await dns.close();
    await front.close(0);
    await server.close(0);
  }
}

function requestTo(url: string): AttemptRequest {
  return {
    url,
    deadlines: deadlinesWith(),
    turn: 0,
    signal: new AbortController().signal,
    headers: PLANTED_HEADERS,
    onSilence: { afterMs: AMPLE_MS, isPathProven: () => Promise.resolve(false), isHopeless: () => false },
  };
}
