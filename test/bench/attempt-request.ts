import type { AttemptRequest } from '../../functions/core/ports.ts';
import { USER_AGENT } from '../../functions/core/probing/request-headers.ts';

/** What a run sends to an open target. */
export const HEADERS = { accept: 'application/json', 'user-agent': USER_AGENT, 'api-version': '2' };

/** A request as a run makes it, with the default deadlines. */
export function attemptRequest(url: string, signal: AbortSignal): AttemptRequest {
  return {
    url,
    headers: HEADERS,
    deadlines: { resolveMs: 10_000, connectMs: 10_000, tlsMs: 10_000, answerMs: 61_000 },
    turn: 0,
    signal,
    onSilence: { afterMs: 10_000, isPathProven: () => Promise.resolve(false), isHopeless: () => false },
  };
}
