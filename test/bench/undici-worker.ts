import { createSecureContext } from 'node:tls';
import { Agent, request } from 'undici';
import { HEADERS } from './attempt-request.ts';
import { serveRounds, workerArguments } from './worker.ts';

const { host, authority, rest } = workerArguments();
const trust = rest.includes('one-context')
  ? { secureContext: createSecureContext({ ca: authority }) }
  : { ca: authority };
// As anyone would use it, but for sessions and connections, which are never used again.
const dispatcher = new Agent({ allowH2: false, connect: { ...trust, maxCachedSessions: 0 } });

serveRounds(host, async (url) => {
  const { statusCode, body } = await request(url, { dispatcher, reset: true, headers: HEADERS });
  const text = await body.text();
  if (statusCode !== 200 || !text.includes('success')) throw new Error(`not healthy: status ${statusCode}`);
});
