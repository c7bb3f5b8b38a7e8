import type { Target } from '../model/target.ts';
import type { Account } from '../settings-model.ts';

/** Names the product to the provider, so that its operators can tell who asks. */
export const USER_AGENT = 'apiv2-health-monitor/0.1';

/** A token that can stand in a header: visible ASCII without spaces (RFC 9110, field values and RFC 6750, b64token). */
export function isHeaderSafe(token: string): boolean {
  return /^[\x21-\x7e]+$/.test(token);
}

/** Whether a token looks like those of APIv2: 32 letters and digits (OpenAPI document, `secretId`). Others are sent all the same. */
export function isUsual(token: string): boolean {
  return /^[0-9A-Za-z]{32}$/.test(token);
}

/** The headers that a target's tier needs (OpenAPI document: required headers per operation). */
export function requestHeaders(target: Target, account: Account, token: string | null): Record<string, string> {
  const headers: Record<string, string> & { authorization?: string } = {
    accept: 'application/json',
    'user-agent': USER_AGENT,
    'api-version': '2',
  };
  if (target.tier === 'open') return headers;
  if (account.application !== null) headers['api-application'] = account.application;
  if (target.tier === 'application') return headers;
  if (token !== null) headers.authorization = `Bearer ${token}`;
  if (target.tier === 'company' && account.company !== null) headers['api-company'] = account.company;
  return headers;
}

/** Whether a target's requests carry the account's token. */
export function needsToken(target: Target): boolean {
  return target.tier === 'token' || target.tier === 'company';
}
