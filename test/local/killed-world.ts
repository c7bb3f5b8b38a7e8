import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { FaultWindow } from '../../functions/local/simulator/fault-script.ts';
import { startSimulator } from '../../functions/local/simulator/simulator.ts';
import { DEMO_WORLD } from '../../functions/local/simulator/world.ts';
import { NEVER_MS } from './simulator/hand-driven.ts';

const PROGRAM = join(resolve(import.meta.dirname, '../..'), 'bin/monitor.ts');

/** A body that APIv2 did not write. */
const FAILING: FaultWindow = {
  fromMs: 0,
  toMs: Infinity,
  fault: { kind: 'status', status: 500, body: { kind: 'raw', contentType: 'text/plain', text: '' } },
};

/** An API of its own that fails when it is told to. */
export async function simulatedApi() {
  const asked = new EventEmitter();
  const windows: FaultWindow[] = [];
  const simulator = await startSimulator({
    world: DEMO_WORLD,
    script: { loopMs: null, windows },
    // A request is about to be answered.
    now: () => {
      asked.emit('request');
      return Date.now();
    },
    portCheckMs: NEVER_MS,
  });
  return {
    baseUrl: simulator.baseUrl,
    /** Resolves at the next request, which has no answer yet. */
    request: () => once(asked, 'request'),
    set: (state: 'failing' | 'healthy') => {
      windows.splice(0, windows.length, ...(state === 'failing' ? [FAILING] : []));
    },
    close: () => simulator.close(),
  };
}

/** An incoming webhook that keeps what it took, and can be told to hold an answer back. */
export async function holdingWebhook() {
  const posts: string[] = [];
  const events = new EventEmitter();
  let isHolding = false;
  const held = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      posts.push(/Notice ([^\s"\\`*]+)/.exec(body)?.[1] ?? body);
      if (isHolding) held.add(response);
      else response.end('ok');
      events.emit('post');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T0/B0/secret`,
    posts: posts as readonly string[],
    hold: (wanted: boolean) => {
      isHolding = wanted;
      if (!wanted) for (const response of held) response.destroy();
      held.clear();
    },
    /** Resolves once this is true of what was posted. */
    until: async (isThere: (ids: readonly string[]) => boolean) => {
      while (!isThere(posts)) await once(events, 'post');
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The monitor as its own process. */
export interface MonitorProcess {
  readonly child: ChildProcess;
  /** Resolves once it has said this on standard output, with the match. */
  seen(pattern: RegExp): Promise<RegExpExecArray>;
  /** Ends it, and resolves when it is gone. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<string>;
}

/** Starts it in a folder; Node itself, so that a signal meets the monitor and no wrapper. */
export function startProcess(
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): MonitorProcess {
  const child = spawn(process.execPath, [PROGRAM, 'start', ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...environment },
  });
  let output = '';
  const said = new EventEmitter();
  const take = (chunk: Buffer) => {
    output += chunk.toString();
    said.emit('text');
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const gone = once(child, 'close');
  return {
    child,
    seen: async (pattern) => {
      for (;;) {
        const found = pattern.exec(output);
        if (found !== null) return found;
        const next = await Promise.race([once(said, 'text'), gone.then(() => null)]);
        if (next === null) throw new Error(`it ended before it said ${String(pattern)}: ${output}`);
      }
    },
    end: async (signal) => {
      child.kill(signal);
      await gone;
      return output;
    },
  };
}
