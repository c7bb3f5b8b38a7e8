import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { EpochMs } from '../../core/model/time.ts';
import { checkScript, InvalidScriptError } from './check-script.ts';
import { faultAt, NO_FAULTS, strikesBeforeRequest, type Fault, type FaultScript } from './fault-script.ts';
import { LOOPBACK_ADDRESS, openLoopbackPort, type LoopbackPort } from './loopback-port.ts';
import { playFault, send, type Exchange } from './play-fault.ts';
import { DEFAULT_RATE_LIMIT, rateLimiter, type RateLimit } from './rate-limit.ts';
import { BASE_PATH, pathBelowBase, route } from './router.ts';
import type { World } from './world.ts';

/** Said wherever the simulator is started for people. */
export const SIMULATOR_BANNER =
  'APIv2 simulator: a development tool. It answers on this machine only, and all it says is made up.';

/** How often the simulator looks by itself whether its ports must be shut or opened. */
const DEFAULT_PORT_CHECK_MS = 100;

/** What a simulator is made of. */
export interface SimulatorOptions {
  readonly world: World;
  /** Default: no faults. */
  readonly script?: FaultScript;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Addresses of this machine alone (127.x.x.x) to listen at, under one port. Default: 127.0.0.1. */
  readonly addresses?: readonly [string, ...string[]];
  /** The clock of script, tokens, rate limit and `/server-time`. */
  readonly now: () => EpochMs;
  /** When the script starts. Default: now. */
  readonly startedAt?: EpochMs;
  /** Default: `DEFAULT_RATE_LIMIT`. */
  readonly rateLimit?: RateLimit;
  /** How slow answers wait. Default: real time, without keeping the process alive. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** Real time between two looks at whether the ports must be shut or opened. Default 100 ms. */
  readonly portCheckMs?: number;
}

/** A running simulator. */
export interface Simulator {
  /** `http://127.0.0.1:PORT/api`; with the first of the addresses, if there are others. */
  readonly baseUrl: string;
  /** Connections accepted so far. */
  readonly connectionCount: number;
  /** Requests read so far, whatever became of them. */
  readonly requestCount: number;
  /** Shuts or opens the ports as the script says for this moment; for clocks that are moved by hand. */
  advance(): Promise<void>;
  /** Ends at once: listener, connections, answers under way. */
  close(): Promise<void>;
}

/**
 * Starts a development tool: an HTTP server on 127.0.0.1 that answers the default probe ladder as APIv2 documents it,
 * and misbehaves as its script says. It is no part of what is deployed.
 *
 * Rejects with `InvalidScriptError` for a script that cannot be played, with `Error` when the port cannot be had.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { world, script = NO_FAULTS, now, startedAt = now(), sleep = sleepRealTime } = options;
  const [mainAddress, ...otherAddresses] = options.addresses ?? [LOOPBACK_ADDRESS];
  const faults = checkScript(script);
  if (faults.length > 0) throw new InvalidScriptError(faults);

  const limiter = rateLimiter(options.rateLimit ?? DEFAULT_RATE_LIMIT);
  let isClosing = false;
  let connectionCount = 0;
  let requestCount = 0;
  let portChange: Promise<void> = Promise.resolve();

  const http = createServer((request, response) => void answer(request, response));
  const mainPort = await openLoopbackPort(options.port ?? 0, accept, mainAddress);
  const ports = new Map<string, LoopbackPort>([[mainAddress, mainPort]]);
  try {
    for (const address of otherAddresses) ports.set(address, await openLoopbackPort(mainPort.number, accept, address));
  } catch (cause) {
    for (const port of ports.values()) await port.shut();
    throw cause;
  }

  function currentFault(path: string | null, address: string): Fault | null {
    return faultAt(script, now() - startedAt, path, address);
  }

  function accept(socket: Socket): void {
    connectionCount += 1;
    const fault = currentFault(null, socket.localAddress ?? mainAddress);
    if (fault === null || !strikesBeforeRequest(fault)) http.emit('connection', socket);
    // Read on, so that the client's leaving is noticed and no connection outlives its client.
    else if (fault.kind === 'silence') socket.resume();
    else socket.resetAndDestroy();
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requestCount += 1;
    const { method = '', url = '', headers } = request;
    const exchange: Exchange = {
      socket: request.socket,
      response,
      now,
      healthyAnswer: () => route(world, { method, url, headers }, now()),
      sleep,
    };
    const refusal = limiter.refuse(now());
    const fault = currentFault(pathBelowBase(url), request.socket.localAddress ?? mainAddress);
    if (refusal !== null) send(exchange, refusal);
    else if (fault !== null) await playFault(fault, exchange);
    else send(exchange, exchange.healthyAnswer());
  }

  async function setPorts(): Promise<void> {
    for (const [address, port] of ports) {
      if (isClosing || currentFault(null, address)?.kind === 'refused') await port.shut();
      else await port.open();
    }
  }

  function advance(): Promise<void> {
    const changed = portChange.then(setPorts);
    portChange = changed.catch(() => undefined);
    return changed;
  }

  // A port that somebody else took meanwhile is tried again at the next look. The timer is not unref'd: while the port is
  // shut, nothing else of the simulator would keep the process alive.
  const check = setInterval(() => void advance().catch(() => undefined), options.portCheckMs ?? DEFAULT_PORT_CHECK_MS);
  await advance();

  return {
    baseUrl: `http://${mainAddress}:${mainPort.number}${BASE_PATH}`,
    get connectionCount() {
      return connectionCount;
    },
    get requestCount() {
      return requestCount;
    },
    advance,
    async close() {
      clearInterval(check);
      isClosing = true;
      await advance();
    },
  };
}

function sleepRealTime(ms: number): Promise<void> {
  return delay(ms, undefined, { ref: false });
}
