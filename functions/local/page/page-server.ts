import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deskStyle, stateIcon } from '../../core/page/desk-document.ts';
import type { PageSpan } from '../../core/page/page-spans.ts';
import { readPageRequest, type PageRequest } from './page-request.ts';

/** Makes what is shown: a whole page, or what changes of it. Never rejects. */
export type DrawPage = (
  span: PageSpan,
  kind: 'page' | 'part',
) => Promise<{ readonly html: string; readonly isWhole: boolean }>;

/** A page that is served. */
export interface PageServer {
  readonly port: number;
  /** Ends at once, answers under way too. */
  close(): Promise<void>;
}

/** Of this machine alone: nobody else can reach it. */
const LOOPBACK = '127.0.0.1';
const SCRIPT = readFileSync(new URL('./browser/keep-current.js', import.meta.url), 'utf8');
const STYLE_HASH = createHash('sha256').update(deskStyle()).digest('base64');

/** Nothing may be loaded, run, framed or sent but what the page brings along (W3C, Content Security Policy Level 3). */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** Serves the page on a port of this machine. Rejects when the port cannot be had; 0 is any free one. */
export async function servePage(port: number, draw: DrawPage): Promise<PageServer> {
  const server = createServer((request, response) => {
    const asked = readPageRequest(request, portOf(server));
    void answer(asked, draw).then(({ status, type, body }) => {
      send(response, status, type, body);
    });
  });
  server.listen(port, LOOPBACK);
  await once(server, 'listening');
  return {
    port: portOf(server),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo | null)?.port ?? 0;
}

interface Answer {
  readonly status: number;
  readonly type: 'text/html' | 'text/javascript' | 'text/plain' | 'image/svg+xml';
  readonly body: string;
}

async function answer(asked: PageRequest, draw: DrawPage): Promise<Answer> {
  switch (asked.kind) {
    case 'page':
    case 'part': {
      const { html, isWhole } = await draw(asked.span, asked.kind);
      return { status: isWhole ? 200 : 500, type: 'text/html', body: html };
    }
    case 'script':
      return { status: 200, type: 'text/javascript', body: SCRIPT };
    case 'icon':
      return { status: 200, type: 'image/svg+xml', body: stateIcon(asked.tone) };
    case 'refused':
      return { status: asked.status, type: 'text/plain', body: `${asked.why}\n` };
  }
}

/** Node leaves the body out where only the head was asked for. */
function send(response: ServerResponse, status: number, type: string, body: string): void {
  const bytes = Buffer.from(body);
  const allow = status === 405 ? { allow: 'GET, HEAD' } : {};
  response.writeHead(status, {
    ...HEADERS,
    ...allow,
    'content-type': `${type}; charset=utf-8`,
    'content-length': bytes.length,
  });
  response.end(bytes);
}
