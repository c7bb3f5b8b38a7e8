import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { servePage, type DrawPage } from '../../../functions/local/page/page-server.ts';
import { deskDocument } from '../../../functions/core/page/desk-document.ts';

async function serve(
  draw: DrawPage = (span, kind) => Promise.resolve({ html: `${kind} ${span.name}`, isWhole: true }),
) {
  const server = await servePage(0, draw);
  onTestFinished(() => server.close());
  return async (path: string, method = 'GET', headers: Readonly<Record<string, string>> = {}) => {
    const asked = request({ host: '127.0.0.1', port: server.port, path, method, headers });
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
  };
}

test('every answer forbids what the page does not need, and is kept nowhere', async () => {
  const get = await serve();
  for (const path of ['/', '/part', '/page.js', '/icon-ok.svg', '/nothing']) {
    const { headers } = await get(path);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'sha256-[\w+/=]{44}'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
  }
});

test('the one style sheet that is allowed is that of the page', async () => {
  const get = await serve();
  const { headers } = await get('/');
  const page = deskDocument({ title: '', tone: 'ok', watched: '', links: '', part: '' });
  const [, style = ''] = /<style>([^]*?)<\/style>/.exec(page) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  expect(headers['content-security-policy']).toContain(`'sha256-${hash}'`);
  expect(page).not.toMatch(/ style=| on[a-z]+=|<script(?! src="\/page\.js")/);
});

test('what is asked for, by its head alone too', async () => {
  const get = await serve();
  expect(await get('/?range=7d')).toMatchObject({ status: 200, body: 'page 7d' });
  expect(await get('/part')).toMatchObject({ status: 200, body: 'part 24h' });
  const head = await get('/?range=7d', 'HEAD');
  expect(head).toMatchObject({ status: 200, body: '', headers: { 'content-length': '7' } });
  expect((await get('/page.js')).body).toContain('setInterval');
  expect((await get('/icon-warn.svg')).headers['content-type']).toBe('image/svg+xml; charset=utf-8');
});

test('what is refused', async () => {
  const get = await serve();
  expect(await get('/', 'POST')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  const { status, body } = await get('/', 'GET', { host: 'evil.example' });
  expect([status, body]).toEqual([
    403,
    expect.stringMatching(/^Open it as http:\/\/127\.0\.0\.1:\d+\/: other names are refused\.\n$/),
  ]);
  expect(await get('/', 'GET', { origin: 'https://evil.example' })).toMatchObject({ status: 403 });
});

test('a page that could not be made is an error that can be read', async () => {
  const get = await serve(() => Promise.resolve({ html: '<p>It failed.</p>', isWhole: false }));
  expect(await get('/')).toMatchObject({ status: 500, body: '<p>It failed.</p>' });
});

test('it is not to be reached from another machine', async () => {
  const server = await servePage(0, () => Promise.resolve({ html: '', isWhole: true }));
  onTestFinished(() => server.close());
  const asked = request({ host: '127.0.0.2', port: server.port });
  asked.end();
  await expect(once(asked, 'response')).rejects.toThrow('ECONNREFUSED');
});
