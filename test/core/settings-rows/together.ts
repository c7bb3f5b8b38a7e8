import type { FaultRow } from './row.ts';

const APPLICATION = 'abcdefABCDEF';
const COMPANY = '1111-2222-3333-4444-5555';
const FULL = { application: APPLICATION, company: COMPANY, tokenParameter: '/token' };
const account = (main: unknown) => ({ accounts: { main } });
const target = (fields: Readonly<Record<string, unknown>>) => ({
  targets: [{ id: 'mine', account: 'main', path: '/x', ...fields }],
});
const many = (count: number, every = '1m') =>
  Array.from({ length: count }, (_, index) => ({ id: `t${index}`, account: 'main', path: '/x', every }));

/** Rules over several values together. */
export const TOGETHER_ROWS: readonly FaultRow[] = [
  {
    name: 'a token without its application',
    config: account({ tokenParameter: '/token' }),
    path: 'accounts.main.application',
    found: 'nothing',
    says: /required beside tokenParameter/,
  },
  {
    name: 'a company without a token',
    config: account({ application: APPLICATION, company: COMPANY }),
    path: 'accounts.main.tokenParameter',
    found: 'nothing',
    says: /required beside company/,
  },
  {
    name: 'a ladder of an unknown account',
    config: { targets: [{ ladder: 'nobody' }] },
    path: 'targets.0.ladder',
    found: '"nobody"',
    says: /must be the name of an account; there are main/,
  },
  {
    name: 'a target of an unknown account',
    config: target({ account: 'nobody' }),
    path: 'targets.0.account',
    found: '"nobody"',
    says: /must be the name of an account/,
  },
  {
    name: 'an account that only objects have',
    config: target({ account: 'constructor' }),
    path: 'targets.0.account',
    says: /must be the name of an account/,
  },
  {
    name: 'an id twice',
    config: { targets: [...many(1), ...many(1)] },
    path: 'targets.1.id',
    found: '"t0"',
    says: /stands twice; ids must be unique/,
  },
  {
    name: 'a ladder twice',
    config: { targets: [{ ladder: 'main' }, { ladder: 'main', every: '5m' }] },
    path: 'targets.1.ladder',
    found: '"main"',
    says: /a ladder stands once/,
  },
  {
    name: 'the id of a rung',
    config: { targets: [{ ladder: 'main' }, { id: 'server-time', account: 'main', path: '/x' }] },
    path: 'targets',
    found: '"server-time"',
    says: /also that of a rung/,
  },
  {
    name: 'seconds on Lambda',
    host: 'lambda',
    config: target({ every: '90s' }),
    path: 'targets.0.every',
    found: '"90s"',
    says: /whole minutes/,
  },
  {
    name: 'a budget over the daily limit',
    config: { ...account(FULL), targets: many(16) },
    path: 'targets',
    found: `"company ${COMPANY}"`,
    says: /over the daily limit: 16 targets make 23040 requests a day, with 2304 kept for retries 25344; allowed are 25000 \(dailyShare 0.25 of the provider's 100000\); probe less often or fewer targets/,
  },
  {
    name: 'a budget that two vantages share',
    config: { ...account(FULL), targets: many(8), vantages: ['eu-central-1', 'us-east-1'] },
    path: 'targets',
    found: `"company ${COMPANY}"`,
    says: /over the daily limit: 8 targets from 2 vantages make 23040 requests a day, with 2304 kept for retries 25344; .*; probe less often, from fewer vantages or fewer targets/,
  },
  {
    name: 'a budget over the whole limit',
    config: { ...account(FULL), targets: many(2, '1s'), dailyShare: 1 },
    path: 'targets',
    says: /172800 requests a day, .* allowed are 100000/,
  },
  {
    name: 'more targets of an origin than a run can start in its tick',
    host: 'lambda',
    config: { targets: many(481) },
    path: 'targets',
    found: '"https://portal.ixon.cloud"',
    says: /more than one run can probe in its time: 481 every 1m make 481 at one tick of 1m; a run starts 8 a second, .* so 480 in its time; probe fewer targets of this origin, or some of them less often/,
  },
  {
    name: 'the same on a desk, whose ticks may be shorter',
    config: { targets: many(9, '1s') },
    path: 'targets',
    says: /9 every 1s make 9 at one tick of 1s; .* so 8 in its time/,
  },
  {
    name: 'too many though most are spread over the ticks',
    host: 'lambda',
    config: { targets: [...many(300), ...many(1_000, '5m').map((own) => ({ ...own, id: `slow-${own.id}` }))] },
    path: 'targets',
    says: /300 every 1m and 1000 every 5m make 500 at one tick of 1m/,
  },
];
