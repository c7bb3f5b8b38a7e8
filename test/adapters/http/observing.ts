import { expect, onTestFinished } from 'vitest';
import { httpProber, type HttpProberOptions } from '../../../functions/adapters/http/prober.ts';
import { PHASES, type Observation } from '../../../functions/core/model/observation.ts';
import type { AttemptRequest, ConnectRequest } from '../../../functions/core/ports.ts';
import { classify } from '../../../functions/core/probing/classify.ts';
import { TICK_AT } from '../../support/builders.ts';
import {
  AMPLE_MS,
  PLANTED_HEADERS,
  PLANTED_TOKEN,
  deadlinesWith,
  findingOf,
  type Finding,
} from '../../support/finding.ts';
import { LEAK_DEADLINE_MS } from '../../support/listeners.ts';
import { NO_EXPECTATION } from '../../support/observations.ts';

/** When every attempt starts. */
export const STARTED_AT = TICK_AT + 250;

export interface AttemptOptions {
  readonly prober?: Partial<HttpProberOptions>;
  readonly deadlines?: Partial<ConnectRequest['deadlines']>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly turn?: number;
  readonly signal?: AbortSignal;
  readonly onSilence?: AttemptRequest['onSilence'];
}

/** Where and how long to connect. */
export function connectRequest(url: string, options: AttemptOptions = {}): ConnectRequest {
  return {
    url,
    deadlines: deadlinesWith(options.deadlines),
    turn: options.turn ?? 0,
    signal: options.signal ?? new AbortController().signal,
  };
}

/** One attempt with a planted token. Fails when the token is in the observation or a socket stays open. */
export async function attempt(url: string, options: AttemptOptions = {}): Promise<Observation> {
  noSocketMayStay();
  const observation = await httpProber({ now: () => STARTED_AT, ...options.prober }).attempt({
    ...connectRequest(url, options),
    headers: options.headers ?? PLANTED_HEADERS,
    onSilence: options.onSilence ?? {
      afterMs: AMPLE_MS,
      isPathProven: () => Promise.reject(new Error('not silent')),
      isHopeless: () => false,
    },
  });
  expect(JSON.stringify(observation)).not.toContain(PLANTED_TOKEN);
  expect(observation.startedAt).toBe(STARTED_AT);
  expect(observation.durationMs).toBeGreaterThanOrEqual(0);
  return observation;
}

/** An attempt as a test states it. */
export function finding(observation: Observation): Finding {
  for (const phase of PHASES) expect(observation.phasesMs[phase] ?? 0, phase).toBeGreaterThanOrEqual(0);
  return findingOf(observation, classify(observation, NO_EXPECTATION));
}

/** Fails the test when this process has a DNS query, or more TCP handles than now, after it. */
export function noSocketMayStay(): void {
  const before = openSockets();
  const isLeaking = (now: OpenSockets) => now.queries > 0 || now.tcp > before.tcp;
  onTestFinished(async () => {
    const deadline = performance.now() + LEAK_DEADLINE_MS;
    while (isLeaking(openSockets()) && performance.now() < deadline) await new Promise(setImmediate);
    expect(openSockets(), 'sockets left open').not.toSatisfy(isLeaking);
  });
}

interface OpenSockets {
  /** Connections and listeners. */
  readonly tcp: number;
  /** What c-ares has polled. */
  readonly queries: number;
}

function openSockets(): OpenSockets {
  // Otherwise the report looks up names for addresses.
  Object.assign(process.report, { excludeNetwork: true });
  const { libuv } = process.report.getReport() as { libuv: { readonly type: string; readonly is_active: boolean }[] };
  return {
    tcp: libuv.filter(({ type }) => type === 'tcp').length,
    queries: libuv.filter(({ type, is_active }) => type === 'poll' && is_active).length,
  };
}
