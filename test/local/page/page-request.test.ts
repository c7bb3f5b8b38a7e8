import { describe, expect, test } from 'vitest';
import { readPageRequest } from '../../../functions/local/page/page-request.ts';

const ask = (url: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
  readPageRequest({ method, url, headers: { host: '127.0.0.1:8417', ...headers } }, 8417);

describe('what is asked for', () => {
  test.each([
    { url: '/', found: { kind: 'page', span: { name: '24h' } } },
    { url: '/?range=14d', found: { kind: 'page', span: { name: '14d' } } },
    { url: '/?range=%3Cscript%3E', found: { kind: 'page', span: { name: '24h' } } },
    { url: '/part?range=6h&x=1', found: { kind: 'part', span: { name: '6h' } } },
    { url: '/page.js', found: { kind: 'script' } },
    { url: '/icon-bad.svg', found: { kind: 'icon', tone: 'bad' } },
    { url: '/../../etc/passwd', found: { kind: 'refused', status: 404 } },
    { url: '/icon-__proto__.svg', found: { kind: 'refused', status: 404 } },
    { url: 'http://evil.example/', found: { kind: 'refused', status: 400 } },
    { url: '//evil.example/', found: { kind: 'refused', status: 404 } },
    { url: '*', found: { kind: 'refused', status: 400 } },
  ])('$url', ({ url, found }) => {
    expect(ask(url)).toMatchObject(found);
  });
});

describe('names that are not those of this machine are refused, so that no other name can lead here', () => {
  test.each(['127.0.0.1:8417', 'localhost:8417', 'LOCALHOST:8417', '[::1]:8417'])('%s is let in', (host) => {
    expect(ask('/', { host })).toMatchObject({ kind: 'page' });
  });
  test.each([
    ...['evil.example', 'evil.example:8417', '127.0.0.1', '127.0.0.1:80', 'localhost.evil.example:8417', ''],
    ...['127.0.0.1:8417@evil.example', '127.0.0.1:8417, evil.example', '127.1:8417', '2130706433:8417'],
  ])('"%s" is not', (host) => {
    expect(ask('/', { host })).toMatchObject({ kind: 'refused', status: 403 });
  });
});

describe('pages of other origins are refused', () => {
  test.each([
    { origin: 'http://127.0.0.1:8417', kind: 'part' },
    { origin: 'http://localhost:8417', kind: 'part' },
    { origin: 'http://127.0.0.1:8418', kind: 'refused' },
    { origin: 'https://127.0.0.1:8417', kind: 'refused' },
    { origin: 'null', kind: 'refused' },
    { origin: 'https://evil.example', kind: 'refused' },
  ])('$origin: $kind', ({ origin, kind }) => {
    expect(ask('/part', { origin })).toMatchObject({ kind });
  });
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])('%s is refused: nothing can be changed here', (method) => {
  expect(ask('/', {}, method)).toMatchObject({ kind: 'refused', status: 405 });
});
