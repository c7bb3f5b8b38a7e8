import type { IncomingMessage } from 'node:http';
import { pageSpan, type PageSpan } from '../../core/page/page-spans.ts';
import type { PageTone } from '../../core/page/page-state.ts';

/** What is asked of the page's server. */
export type PageRequest =
  | { readonly kind: 'page' | 'part'; readonly span: PageSpan }
  | { readonly kind: 'script' }
  | { readonly kind: 'icon'; readonly tone: PageTone }
  | { readonly kind: 'refused'; readonly status: 400 | 403 | 404 | 405; readonly why: string };

const NAMES = ['127.0.0.1', 'localhost', '[::1]'];
const ICONS: ReadonlyMap<string, PageTone> = new Map([
  ['/icon-ok.svg', 'ok'],
  ['/icon-warn.svg', 'warn'],
  ['/icon-bad.svg', 'bad'],
]);

/**
 * Reads a request. A name that is not this machine's own is refused: else a page from elsewhere could have its own name lead here
 * and read everything (DNS rebinding). So is whatever a page of another origin asks for by itself.
 */
export function readPageRequest(
  { method, url = '', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  port: number,
): PageRequest {
  const hosts = NAMES.map((name) => `${name}:${port}`);
  if (!hosts.includes(headers.host?.toLowerCase() ?? '')) {
    return { kind: 'refused', status: 403, why: `Open it as http://127.0.0.1:${port}/: other names are refused.` };
  }
  const { origin } = headers;
  if (origin !== undefined && !hosts.some((host) => origin.toLowerCase() === `http://${host}`)) {
    return { kind: 'refused', status: 403, why: 'Pages from elsewhere are refused.' };
  }
  if (method !== 'GET' && method !== 'HEAD') return { kind: 'refused', status: 405, why: 'Only GET and HEAD.' };
  const base = `http://${NAMES[0]}:${port}`;
  if (!url.startsWith('/') || !URL.canParse(base + url))
    return { kind: 'refused', status: 400, why: 'No such address.' };
  const { pathname, searchParams } = new URL(base + url);
  const tone = ICONS.get(pathname);
  if (tone !== undefined) return { kind: 'icon', tone };
  switch (pathname) {
    case '/':
      return { kind: 'page', span: pageSpan(searchParams.get('range')) };
    case '/part':
      return { kind: 'part', span: pageSpan(searchParams.get('range')) };
    case '/page.js':
      return { kind: 'script' };
    default:
      return { kind: 'refused', status: 404, why: 'There is nothing here.' };
  }
}
