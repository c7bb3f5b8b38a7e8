import type { FaultRow } from './row.ts';

const APPLICATION = 'abcdefABCDEF';
const COMPANY = '1111-2222-3333-4444-5555';
const TOKEN = 'abcdefghijklmnopqrstuvwxyz012345';
const FULL = { application: APPLICATION, company: COMPANY, tokenParameter: '/token' };
const account = (main: unknown) => ({ accounts: { main } });

/** Rules over one value of an account. */
export const ACCOUNT_ROWS: readonly FaultRow[] = [
  {
    name: 'unknown key of an account',
    config: account({ app: 1 }),
    path: 'accounts.main.app',
    found: '1',
    says: /unknown key; allowed are origin, application, company, tokenParameter/,
  },
  { name: 'no accounts', config: { accounts: {} }, path: 'accounts', says: /at least one account, or be left out/ },
  { name: 'accounts as a list', config: { accounts: [] }, path: 'accounts', says: /object of accounts by name/ },
  {
    name: 'account name',
    config: { accounts: { 'Main one': {} } },
    path: 'accounts.Main one',
    says: /small letters, digits and hyphens/,
  },
  {
    name: 'an account that is none',
    config: { accounts: { main: 5 }, targets: [{ ladder: 'main' }] },
    path: 'accounts.main',
    says: /must be an object/,
  },
  {
    name: 'an account name that objects have themselves',
    config: {
      accounts: Object.fromEntries([
        ['main', {}],
        ['__proto__', null],
      ]),
    },
    path: 'accounts.__proto__',
    says: /cannot be the name/,
  },
  {
    name: 'application too short',
    config: account({ application: 'abc' }),
    path: 'accounts.main.application',
    found: '"abc"',
    says: /12 letters or digits/,
  },
  {
    name: 'application as a number',
    config: account({ application: 123456789012 }),
    path: 'accounts.main.application',
    says: /must be text/,
  },
  {
    name: 'company without hyphens',
    config: account({ ...FULL, company: '11112222333344445555' }),
    path: 'accounts.main.company',
    says: /five groups of four digits/,
  },
  {
    name: 'a token as its parameter',
    config: account({ ...FULL, tokenParameter: TOKEN }),
    path: 'accounts.main.tokenParameter',
    found: '(not shown)',
    says: /looks like a token; it must be the name of the SSM parameter/,
  },
  {
    name: 'a parameter with a space',
    config: account({ ...FULL, tokenParameter: 'Bearer abc' }),
    path: 'accounts.main.tokenParameter',
    found: '(not shown)',
    says: /name of an SSM parameter/,
  },
  {
    name: 'a token as the application',
    config: account({ application: TOKEN }),
    path: 'accounts.main.application',
    found: '"(not shown)"',
    says: /application ID/,
  },
  {
    name: 'no URL',
    config: account({ origin: 'portal.ixon.cloud' }),
    path: 'accounts.main.origin',
    says: /must be a URL like https/,
  },
  {
    name: 'http to a remote host',
    config: account({ origin: 'http://portal.ixon.cloud/api' }),
    path: 'accounts.main.origin',
    found: '"http://portal.ixon.cloud/api"',
    says: /must be https; plain http is allowed for loopback only/,
  },
  {
    name: 'another protocol',
    config: account({ origin: 'ftp://localhost' }),
    path: 'accounts.main.origin',
    says: /must be https/,
  },
  {
    name: 'a password in the URL',
    config: account({ origin: 'https://me:hunter2@api.example.test' }),
    path: 'accounts.main.origin',
    found: '"https://(not shown)@api.example.test"',
    says: /user name or password/,
  },
  {
    name: 'a query in the URL',
    config: account({ origin: 'https://api.example.test?x=1' }),
    path: 'accounts.main.origin',
    says: /query or fragment/,
  },
  { name: 'origin as a number', config: account({ origin: 1 }), path: 'accounts.main.origin', says: /must be a URL/ },
];
