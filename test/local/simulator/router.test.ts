import { expect, test } from 'vitest';
import type { Answer } from '../../../functions/local/simulator/answer.ts';
import { pathBelowBase, route } from '../../../functions/local/simulator/router.ts';
import { DEMO_CREDENTIALS, DEMO_WORLD, type World } from '../../../functions/local/simulator/world.ts';
import { DEMO_HEADERS } from './demo-headers.ts';

const NOW = Date.UTC(2026, 2, 1, 12, 0, 0, 5);
const [DEMO_TOKEN] = DEMO_WORLD.tokens;
if (DEMO_TOKEN === undefined) throw new Error('the demo world has no token');

const WITHOUT_OTP = 'b'.repeat(32);
const EXPIRED = 'c'.repeat(32);
const ENDS_NOW = 'd'.repeat(32);
const OTHER_APPLICATION = 'e'.repeat(32);
const WORLD: World = {
  ...DEMO_WORLD,
  applications: [...DEMO_WORLD.applications, 'otherAPPLIC1'],
  tokens: [
    DEMO_TOKEN,
    { ...DEMO_TOKEN, secretId: WITHOUT_OTP, lacksTwoFactor: true },
    { ...DEMO_TOKEN, secretId: EXPIRED, expiresOn: NOW - 1 },
    { ...DEMO_TOKEN, secretId: ENDS_NOW, expiresOn: NOW },
    { ...DEMO_TOKEN, secretId: OTHER_APPLICATION, application: 'otherAPPLIC1' },
  ],
  companies: [...DEMO_WORLD.companies, { publicId: '9999-9999-9999-9999-9999', agents: [] }],
};

type Headers = Readonly<Record<string, string>>;

function get(path: string, headers: Headers, method = 'GET'): Answer {
  return route(WORLD, { method, url: `/api${path}`, headers }, NOW);
}

function without(...names: readonly string[]): Headers {
  return Object.fromEntries(Object.entries(DEMO_HEADERS).filter(([name]) => !names.includes(name)));
}

function envelope(answer: Answer): unknown {
  return JSON.parse(answer.body);
}

const OPEN = without('api-application', 'authorization', 'api-company');
const APPLICATION = without('authorization', 'api-company');
const TOKEN = without('api-company');

test.for([
  {
    name: 'server-time needs the version only',
    path: '/server-time',
    headers: OPEN,
    body: { status: 'success', type: 'ServerTime', data: { datetime: '2026-03-01T12:00:00.005Z' } },
  },
  {
    name: 'platform-servers needs an application',
    path: '/platform-servers?fields=publicId&page-size=1',
    headers: APPLICATION,
    body: {
      status: 'success',
      type: 'PlatformServer',
      data: [{ publicId: 'demoServer01', name: 'Demo VPN server' }],
      moreAfter: 'demoServer01',
    },
  },
  {
    name: 'access-tokens/me needs a token',
    path: '/access-tokens/me',
    headers: TOKEN,
    body: {
      status: 'success',
      type: 'AccessToken',
      data: { publicId: 'demoToken001', expiresOn: '2099-01-01T00:00:00.000Z', scope: { type: 'unrestricted' } },
    },
  },
  {
    name: 'companies/me needs a company',
    path: '/companies/me',
    headers: DEMO_HEADERS,
    body: { status: 'success', type: 'Company', data: { publicId: DEMO_CREDENTIALS.company } },
  },
  {
    name: 'agents needs a company',
    path: '/agents?page-size=2&page-after=demoAgent001',
    headers: DEMO_HEADERS,
    body: {
      status: 'success',
      type: 'Agent',
      data: [
        { publicId: 'demoAgent002', name: 'Pump station' },
        { publicId: 'demoAgent003', name: 'Cold store' },
      ],
      moreAfter: null,
    },
  },
])('healthy: $name', ({ path, headers, body }) => {
  const answer = get(path, headers);
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe('application/json');
  expect(envelope(answer)).toEqual(body);
});

interface Refusal {
  readonly name: string;
  readonly path: string;
  readonly headers: Headers;
  readonly status: number;
  readonly message: string;
  readonly propertyName?: string;
}

function authorization(name: string, value: string, message: string): Refusal {
  const headers = { ...TOKEN, authorization: value };
  return { name, path: '/access-tokens/me', headers, status: 401, message, propertyName: 'Authorization' };
}

function content(name: string, path: string, headers: Headers, message: string, propertyName: string): Refusal {
  return { name, path, headers, status: 400, message, propertyName };
}

const AGENTS = '/agents';
const MALFORMED = 'Authorization must start with a type and have a credentials';

test.for<Refusal>([
  content('no version', '/server-time', {}, 'Required header', 'Api-Version'),
  content('another version', '/server-time', { 'api-version': '1' }, 'Invalid value', 'Api-Version'),
  content('no application', '/platform-servers', OPEN, 'Required header', 'Api-Application'),
  ...['short', 'unknownAPP12', 'demoDEMO-234'].map((id) =>
    content(
      `application ${id}`,
      '/platform-servers',
      { ...OPEN, 'api-application': id },
      'Invalid value',
      'Api-Application',
    ),
  ),
  content('no company', AGENTS, TOKEN, 'Required header', 'Api-Company'),
  ...['1111-2222', '1111-2222-3333-4444-0000', '9999-9999-9999-9999-9999'].map((id) =>
    content(`company ${id}`, AGENTS, { ...TOKEN, 'api-company': id }, 'Invalid value', 'Api-Company'),
  ),
  ...['0', '-1', 'x', '4001', ''].map((size) =>
    content(`page-size "${size}"`, `${AGENTS}?page-size=${size}`, DEMO_HEADERS, 'Invalid value', 'page-size'),
  ),
  content('unknown cursor', `${AGENTS}?page-after=nobody`, DEMO_HEADERS, 'Invalid value', 'page-after'),
  {
    name: 'no token',
    path: AGENTS,
    headers: without('authorization'),
    status: 401,
    message: 'Required header',
    propertyName: 'Authorization',
  },
  authorization('empty header', '', MALFORMED),
  authorization('a type alone', 'Bearer', MALFORMED),
  authorization('a token alone', DEMO_CREDENTIALS.token, MALFORMED),
  authorization('a space in the token', 'Bearer DemoToken DemoToken', MALFORMED),
  authorization('one character less', `Bearer ${DEMO_CREDENTIALS.token.slice(1)}`, 'Value is too short'),
  authorization('one character more', `Bearer ${DEMO_CREDENTIALS.token}x`, 'Value is too long'),
  authorization(
    'a character outside the alphabet',
    `Bearer ${'-'.repeat(32)}`,
    'Value does not match regex expression',
  ),
  authorization('an unknown token', `Bearer ${'a'.repeat(32)}`, 'Invalid value'),
  authorization('another type', `Basic ${DEMO_CREDENTIALS.token}`, 'Invalid value'),
  authorization('an expired token', `Bearer ${EXPIRED}`, 'Invalid value'),
  authorization('a token that expires at this moment', `Bearer ${ENDS_NOW}`, 'Invalid value'),
  authorization("another application's token", `Bearer ${OTHER_APPLICATION}`, 'Invalid value'),
  {
    name: 'a token made without OTP',
    path: AGENTS,
    headers: { ...DEMO_HEADERS, authorization: `Bearer ${WITHOUT_OTP}` },
    status: 401,
    message: '2FA is required',
  },
  { name: 'an unknown path', path: '/nothing', headers: DEMO_HEADERS, status: 404, message: 'Not found' },
  { name: 'a path inherited from Object', path: '/toString', headers: DEMO_HEADERS, status: 404, message: 'Not found' },
])('refused: $name', ({ path, headers, status, message, propertyName }) => {
  const answer = get(path, headers);
  expect(answer.status).toBe(status);
  const error = propertyName === undefined ? { message } : { message, propertyName };
  expect(envelope(answer)).toEqual({ data: [error], moreAfter: null, status: 'error', type: 'Error' });
});

test('a wrong method is refused before any header is looked at', () => {
  const answer = get('/access-tokens/me', {}, 'DELETE');
  expect(answer.status).toBe(405);
  expect(answer.headers.allow).toBe('GET');
  expect(envelope(answer)).toMatchObject({ status: 'error', data: [{ message: 'Method not allowed' }] });
});

test('a request outside the base path is not found', () => {
  expect(route(WORLD, { method: 'GET', url: '/server-time', headers: OPEN }, NOW).status).toBe(404);
});

test('following moreAfter visits every agent once', () => {
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const after: string = cursor === '' ? '' : `&page-after=${cursor}`;
    const page = envelope(get(`/agents?page-size=1${after}`, DEMO_HEADERS)) as {
      data: { publicId: string }[];
      moreAfter: string | null;
    };
    seen.push(...page.data.map((agent) => agent.publicId));
    cursor = page.moreAfter;
  }
  expect(seen).toEqual(['demoAgent001', 'demoAgent002', 'demoAgent003']);
});

test('a page has 20 rows unless asked otherwise', () => {
  const platformServers = Array.from({ length: 21 }, (_, index) => ({ publicId: `server${index}`, name: 'one' }));
  const request = { method: 'GET', url: '/api/platform-servers', headers: APPLICATION };
  const body = envelope(route({ ...WORLD, platformServers }, request, NOW)) as { data: unknown[]; moreAfter: string };
  expect(body.data).toHaveLength(20);
  expect(body.moreAfter).toBe('server19');
});

test.for([
  { url: '/api/agents?page-size=1', path: '/agents' },
  { url: '/api/', path: '/' },
  { url: '/apis/agents', path: null },
  { url: '/', path: null },
])('path below the base path of $url', ({ url, path }) => {
  expect(pathBelowBase(url)).toBe(path);
});
