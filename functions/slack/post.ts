import { blockKit, withoutBlocks, type SlackMessage, type SlackPayload } from '../core/messages/block-kit.ts';
import type { Webhook, WebhookAnswer } from '../core/messages/webhook-port.ts';
import { parseTime, SECOND_MS, type EpochMs } from '../core/model/time.ts';
import type { Clock } from '../core/ports.ts';

export interface PostPorts {
  readonly webhook: Webhook;
  readonly clock: Clock;
}

/** How a post ended: `refused` when the same would be refused again. */
export type PostResult =
  | { readonly result: 'posted' }
  | { readonly result: 'failed'; readonly why: string }
  | { readonly result: 'refused'; readonly why: string; readonly status: number };

/** Slack did not understand what it was sent: `invalid_blocks`, `invalid_payload`. */
const NOT_UNDERSTOOD = 400;

/** Requests for one payload, at most. What is not through by then is for the next delivery, a minute later. */
const MOST_TRIES = 3;
/** Doubles for each further try. */
const BACKOFF_MS = SECOND_MS;
/** No try is begun with less than this left; see the time-out in the handler. */
const TRY_MS = 10 * SECOND_MS;

/**
 * Posts a message to an incoming webhook: once, unless Slack says to wait (429), fails (5xx) or does not answer. Blocks that
 * Slack refuses are posted as plain text. A post whose answer was lost is repeated, so a message may come twice.
 *
 * @param endAt when the run must be over
 */
export async function postMessage(
  message: SlackMessage,
  url: URL,
  endAt: EpochMs,
  ports: PostPorts,
): Promise<PostResult> {
  const posted = await post(blockKit(message), url, endAt, ports);
  if (posted.result !== 'refused' || posted.status !== NOT_UNDERSTOOD) return posted;
  return post(withoutBlocks(message), url, endAt, ports);
}

async function post(
  payload: SlackPayload,
  url: URL,
  endAt: EpochMs,
  { webhook, clock }: PostPorts,
): Promise<PostResult> {
  for (let tries = 1; ; tries += 1) {
    const answer = await webhook.post(url, payload);
    if (answer.kind === 'answer' && answer.status >= 200 && answer.status < 300) return { result: 'posted' };
    const why = describe(answer);
    if (isRefusal(answer)) return { result: 'refused', why, status: answer.status };
    if (tries === MOST_TRIES) return { result: 'failed', why: `${why}, ${tries} times` };
    const waitMs = waitOf(answer, tries, clock.now());
    if (clock.now() + waitMs + TRY_MS > endAt) return { result: 'failed', why: `${why}; there was no time to wait` };
    await clock.sleep(waitMs, new AbortController().signal);
  }
}

function isRefusal(answer: WebhookAnswer): answer is WebhookAnswer & { kind: 'answer' } {
  return answer.kind === 'answer' && answer.status !== 429 && answer.status < 500;
}

/** What `Retry-After` says, in seconds or as a date (RFC 9110, section 10.2.3); else exponential back-off. */
function waitOf(answer: WebhookAnswer, tries: number, now: EpochMs): number {
  const text = answer.kind === 'answer' ? (answer.retryAfter?.trim() ?? '') : '';
  const askedMs = /^\d+$/.test(text) ? Number(text) * SECOND_MS : (parseTime(text) ?? now) - now;
  return Math.max(askedMs, BACKOFF_MS * 2 ** (tries - 1));
}

function describe(answer: WebhookAnswer): string {
  if (answer.kind === 'no-answer') return `no answer (${answer.errorCode})`;
  return answer.code === null ? `HTTP ${answer.status}` : `HTTP ${answer.status} ${answer.code}`;
}
