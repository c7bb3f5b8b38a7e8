import { expect, onTestFinished } from 'vitest';
import { httpProber, type HttpProberOptions } from '../../../functions/adapters/http/prober.ts';
import {
  PHASES,
  type Delivery,
  type HttpAnswer,
  type Observation,
  type Phase,
} from '../../../functions/core/model/observation.ts';
import { failureName, isFailure } from '../../../functions/core/model/outcome.ts';
import type { AttemptRequest, ConnectRequest } from '../../../functions/core/ports.ts';
import { classify } from '../../../functions/core/probing/classify.ts';
import { TICK_AT } from '../../support/builders.ts';

/** When every attempt starts. */
export const STARTED_AT = TICK_AT + 250;

/** Planted into every request; it must not be found in any observation. */
export const PLANTED_TOKEN = 'PlantedTokenPlantedTokenPlanted1';

/** A deadline that a test is meant to run into. */
export const SHORT_MS = 100;
/** A deadline that no test is meant to reach. */
const AMPLE_MS = 10_000;

/** How long sockets may take to disappear after an attempt. It is no wait: whoever is done goes on at once. */
const LEAK_DEADLINE_MS = 2_000;

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
    deadlines: {
      resolveMs: AMPLE_MS,
      connectMs: AMPLE_MS,
      tlsMs: AMPLE_MS,
      answerMs: AMPLE_MS,
      ...options.deadlines,
    },
    turn: options.turn ?? 0,
    signal: options.signal ?? new AbortController().signal,
  };
}

/** One attempt with a planted token. Fails when the token is in the observation or a socket stays open. */
export async function attempt(url: string, options: AttemptOptions = {}): Promise<Observation> {
  noSocketMayStay();
  const observation = await httpProber({ now: () => STARTED_AT, ...options.prober }).attempt({
    ...connectRequest(url, options),
    headers: options.headers ?? { accept: 'application/json', authorization: `Bearer ${PLANTED_TOKEN}` },
    onSilence: options.onSilence ?? { afterMs: AMPLE_MS, isPathProven: () => Promise.reject(new Error('not silent')) },
  });
  expect(JSON.stringify(observation)).not.toContain(PLANTED_TOKEN);
  expect(observation.startedAt).toBe(STARTED_AT);
  expect(observation.durationMs).toBeGreaterThanOrEqual(0);
  return observation;
}

/** What an attempt came to, without its times. */
export interface Finding {
  /** `healthy`, or class and kind. */
  readonly outcome: string;
  /** Phase and code of the error. */
  readonly error: readonly [phase: Phase, code: string] | null;
  /** The phases that were reached, in order; every other one is `null`. */
  readonly reached: readonly Phase[];
  readonly delivery: Delivery;
  readonly address: string | null;
  /** Status, how the body ended, and its bytes. */
  readonly answer: readonly [status: number, bodyEnd: HttpAnswer['bodyEnd'], bodyBytes: number] | null;
  readonly pathProven: boolean | null;
}

/** An attempt as a test states it. */
export function finding(observation: Observation): Finding {
  const { answer, error, phasesMs } = observation;
  const outcome = classify(observation, { expect: { type: null }, tokenExpiresAt: null });
  for (const phase of PHASES) expect(phasesMs[phase] ?? 0, phase).toBeGreaterThanOrEqual(0);
  return {
    outcome: isFailure(outcome) ? failureName(outcome) : outcome.class,
    error: error === null ? null : [error.phase, error.code ?? error.name],
    reached: PHASES.filter((phase) => typeof phasesMs[phase] === 'number'),
    delivery: observation.delivery,
    address: observation.address,
    answer: answer === null ? null : [answer.status, answer.bodyEnd, answer.bodyBytes],
    pathProven: observation.pathProven,
  };
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
