import type { Observation } from '../../functions/core/model/observation.ts';
import type { AttemptRequest, Clock, Prober } from '../../functions/core/ports.ts';
import { anObservation, aRefusedObservation } from './builders.ts';

/** How an attempt ends: an observation's fields, or an exception (a bug). Its duration passes on the clock. */
export type ScriptedAttempt = Partial<Observation> | Error;

/** A prober that plays a script per path and keeps what it was asked; a path without a script is healthy. */
export interface ScriptedProber extends Prober {
  readonly requests: AttemptRequest[];
  readonly connectionsTried: string[];
  /** Host names whose addresses were examined. */
  readonly examined: string[];
}

/** Attempts of each path in turn; the last one is repeated. Hosts that are `unreachable` refuse every connection. */
export function scriptedProber(
  clock: Clock,
  script: Readonly<Record<string, readonly ScriptedAttempt[]>>,
  unreachable: readonly string[] = [],
): ScriptedProber {
  const requests: AttemptRequest[] = [];
  const connectionsTried: string[] = [];
  const examined: string[] = [];
  const played = new Map<string, number>();
  return {
    requests,
    connectionsTried,
    examined,
    attempt: async (request) => {
      requests.push(request);
      const path = new URL(request.url).pathname;
      const attempts = script[path] ?? [{}];
      const index = played.get(path) ?? 0;
      played.set(path, index + 1);
      const next = attempts[Math.min(index, attempts.length - 1)] ?? {};
      if (next instanceof Error) throw next;
      const startedAt = clock.now();
      const base = next.error === undefined ? anObservation() : aRefusedObservation();
      const observation = { ...base, startedAt, ...next };
      await clock.sleep(observation.durationMs, request.signal);
      return observation;
    },
    canConnect: ({ url }) => {
      connectionsTried.push(url);
      return Promise.resolve(!unreachable.includes(new URL(url).hostname));
    },
    examine: ({ url }) => {
      const address = '203.0.113.9';
      const reached = { address, result: 'reached' as const, phase: null, errorCode: null, durationMs: 7 };
      const failed = {
        address,
        result: 'failed' as const,
        phase: 'connect' as const,
        errorCode: 'ECONNREFUSED',
        durationMs: 1,
      };
      const { hostname } = new URL(url);
      examined.push(hostname);
      return Promise.resolve({
        nameErrors: { a: null, aaaa: 'ENODATA' },
        addresses: [unreachable.includes(hostname) ? failed : reached],
      });
    },
  };
}

/** An answer with an error envelope. */
export function errorAnswer(status: number, message: string, propertyName?: string): Partial<Observation> {
  const data = [{ message, ...(propertyName === undefined ? {} : { propertyName }) }];
  const body = JSON.stringify({ type: 'Error', data, moreAfter: null, status: 'error' });
  const headers = { 'content-type': 'application/json' };
  return { answer: { status, headers, body, bodyBytes: body.length, bodyEnd: 'complete' } };
}

/** A connection that is refused. */
export const REFUSED_ATTEMPT: Partial<Observation> = {
  durationMs: 3,
  answer: null,
  delivery: 'not-sent',
  error: { phase: 'connect', name: 'Error', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' },
};
