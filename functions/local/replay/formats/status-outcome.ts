import { SERVER_STATUS } from '../../../core/probing/classify.ts';

/** Said with every format that tells HTTP statuses and no bodies. */
export const STATUS_ASSUMED =
  'failures are classified by their HTTP status alone: without the answer itself, who wrote it cannot be told';

/**
 * What an HTTP status says of a probe, by the rules of `classify` as far as they need no body; as the record has it.
 *
 * @param isFailed whether the other monitor took it for a failure, which a status of success does not explain
 */
export function statusOutcome(status: number, isFailed: boolean): string {
  if (status === 429) return 'throttled/too-many-requests';
  if (status === 407) return 'intercepted/proxy-authentication';
  if (status >= 500) return `server/${SERVER_STATUS[status] ?? 'other'}`;
  if (status === 401) return 'authorization/unauthorized';
  if (status === 403) return 'authorization/forbidden';
  if (status === 404) return 'content/not-found';
  if (status === 405) return 'content/method-not-allowed';
  if (status >= 400) return 'content/other';
  if (status >= 300) return 'intercepted/redirect';
  return isFailed ? 'server' : 'healthy';
}

/** Whether a number can be the status of an answer. */
export function isHttpStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 100 && status <= 599;
}
