import type { Secrets } from '../core/ports.ts';

/**
 * Reads the URL of an incoming webhook. It is read for every run, so that a new one holds at once; runs are few.
 *
 * @throws {Error} when the parameter cannot be read, or holds no https URL (plain http is for loopback only); the message
 * never holds a piece of the value
 */
export async function readWebhookUrl(secrets: Secrets, parameter: string): Promise<URL> {
  const value = await secrets.read(parameter, 'fresh');
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && url.hostname === '127.0.0.1')) return url;
  throw new Error(
    `the parameter ${parameter} holds no URL that starts with https://; store the whole webhook URL in it`,
  );
}
