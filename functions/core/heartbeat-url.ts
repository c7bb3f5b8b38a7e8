import { isLoopback } from './loopback.ts';

/**
 * The URL of a dead-man service, or `null` for what is none: https, or plain http on this machine; without a user name or password,
 * which belong in no URL.
 */
export function heartbeatUrl(text: string): URL | null {
  const url = URL.parse(text);
  if (url?.username !== '' || url.password !== '') return null;
  const isFit = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  return isFit ? url : null;
}
