import type { HttpAnswer, Observation, WireError } from '../../functions/core/model/observation.ts';
import type { ClassifyContext } from '../../functions/core/probing/classify.ts';
import { anObservation } from './builders.ts';

/** What classification knows when nothing is expected of the answer and the token's end is unknown. */
export const NO_EXPECTATION: ClassifyContext = { expect: { type: null }, tokenExpiresAt: null };

/** A page such as a proxy or gateway writes. */
export const HTML_PAGE = '<!doctype html><title>Sign in</title>';

/** The headers that such a page comes with. */
export const HTML_HEADERS = { 'content-type': 'text/html', server: 'nginx' } as const;

/** An exchange that ended with this answer; JSON and complete unless told otherwise. */
export function answered(
  status: number,
  body: string,
  overrides: Partial<HttpAnswer> = {},
  observed: Partial<Observation> = {},
): Observation {
  const headers = { 'content-type': 'application/json' };
  const bodyBytes = new TextEncoder().encode(body).length;
  return anObservation({
    answer: { status, headers, body, bodyBytes, bodyEnd: 'complete', ...overrides },
    ...observed,
  });
}

/** An exchange that an error of the runtime ended before an answer came. */
export function broken(
  phase: WireError['phase'],
  code: string | null,
  observed: Partial<Observation> = {},
  error: Partial<WireError> = {},
): Observation {
  return anObservation({
    delivery: phase === 'processing' ? 'unknown' : 'not-sent',
    answer: null,
    error: { phase, name: 'Error', code, message: 'as the runtime put it', ...error },
    ...observed,
  });
}

/** An exchange that an error ended in the middle of the body. */
export function brokenOff(status: number, code: string, body = '{"da'): Observation {
  return answered(
    status,
    body,
    { bodyEnd: 'cut-off' },
    { error: { phase: 'transfer', name: 'Error', code, message: 'as the runtime put it' } },
  );
}

/** One entry of an error envelope's `data`. */
export interface Entry {
  readonly message?: string;
  readonly propertyName?: string | null;
  readonly listIndex?: number | null;
}

/** The body of an APIv2 error. */
export function errorBody(...entries: readonly Entry[]): string {
  return JSON.stringify({ type: 'Error', data: entries, moreAfter: null, status: 'error' });
}

/** The body of an APIv2 success; `fields` replaces some of it, `undefined` leaves it out. */
export function successBody(fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ status: 'success', type: 'Agent', data: [], moreAfter: null, ...fields });
}
