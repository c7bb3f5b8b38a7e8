import type { FaultRow } from './row.ts';

const window = (fields: Readonly<Record<string, unknown>>) => ({ maintenance: [fields] });
const once = (fields: Readonly<Record<string, unknown>>) =>
  window({ from: '2026-12-24T22:00', to: '2026-12-25T06:00', ...fields });
const weekly = (fields: Readonly<Record<string, unknown>>) => window({ at: '02:00', for: '2h', ...fields });

/** Rules over maintenance windows. */
export const MAINTENANCE_ROWS: readonly FaultRow[] = [
  {
    name: 'windows that are no list',
    config: { maintenance: { at: '02:00', for: '2h' } },
    path: 'maintenance',
    says: /must be a list of \{ from, to \} or \{ weekdays, at, for \}/,
  },
  {
    name: 'a window that is none',
    config: { maintenance: ['sun'] },
    path: 'maintenance.0',
    found: '"sun"',
    says: /must be an object/,
  },
  {
    name: 'a start without an end',
    config: window({ from: '2026-12-24T22:00' }),
    path: 'maintenance.0.to',
    found: 'nothing',
    says: /must be a local date and time like 2026-12-24T22:00, without an offset/,
  },
  {
    name: 'an end without a start',
    config: window({ to: '2026-12-24T22:00' }),
    path: 'maintenance.0.from',
    found: 'nothing',
    says: /must be a local date and time/,
  },
  {
    name: 'both kinds at once',
    config: once({ at: '02:00' }),
    path: 'maintenance.0.at',
    found: '"02:00"',
    says: /unknown key; allowed are from, to, zone, targets, countAsEvidence/,
  },
  {
    name: 'an offset',
    config: once({ from: '2026-12-24T22:00+01:00' }),
    path: 'maintenance.0.from',
    found: '"2026-12-24T22:00+01:00"',
    says: /without an offset: the zone stands in zone, or is timeZone/,
  },
  {
    name: 'a time in UTC',
    config: once({ to: '2026-12-25T06:00Z' }),
    path: 'maintenance.0.to',
    says: /without an offset/,
  },
  { name: 'a date alone', config: once({ from: '2026-12-24' }), path: 'maintenance.0.from', says: /date and time/ },
  { name: 'hour 24', config: once({ from: '2026-12-24T24:00' }), path: 'maintenance.0.from', says: /date and time/ },
  {
    name: 'a year of three digits',
    config: once({ from: '0226-12-24T22:00' }),
    path: 'maintenance.0.from',
    says: /date and time/,
  },
  {
    name: '30 February',
    config: once({ from: '2026-02-30T22:00', to: '2026-03-02T22:00' }),
    path: 'maintenance.0.from',
    found: '"2026-02-30T22:00"',
    says: /there is no such day/,
  },
  {
    name: 'month 13',
    config: once({ from: '2026-13-01T22:00' }),
    path: 'maintenance.0.from',
    says: /there is no such day/,
  },
  {
    name: 'an end before the start',
    config: once({ to: '2026-12-24T21:59' }),
    path: 'maintenance.0.to',
    found: '"2026-12-24T21:59"',
    says: /must be after from, which is 2026-12-24T22:00/,
  },
  {
    name: 'an end at the start',
    config: once({ to: '2026-12-24T22:00' }),
    path: 'maintenance.0.to',
    says: /must be after from/,
  },
  {
    name: 'a minute over seven days',
    config: once({ to: '2026-12-31T22:01' }),
    path: 'maintenance.0.to',
    says: /must be at most 7d after from, which is 2026-12-24T22:00; write two windows/,
  },
  {
    name: 'a start that is left out in the zone of the window',
    config: {
      timeZone: 'UTC',
      ...once({ from: '2026-03-29T02:30', to: '2026-03-29T06:00', zone: 'Europe/Amsterdam' }),
    },
    path: 'maintenance.0.from',
    found: '"2026-03-29T02:30"',
    says: /does not exist in Europe\/Amsterdam: the clock is put forward over it/,
  },
  {
    name: 'an end that is left out in the zone of the monitor',
    config: { timeZone: 'Australia/Lord_Howe', ...once({ from: '2026-10-04T01:00', to: '2026-10-04T02:15' }) },
    path: 'maintenance.0.to',
    says: /does not exist in Australia\/Lord_Howe/,
  },
  {
    name: 'an unknown zone',
    config: weekly({ zone: 'Europe/Nowhere' }),
    path: 'maintenance.0.zone',
    found: '"Europe/Nowhere"',
    says: /IANA time zone/,
  },
  {
    name: 'an hour without minutes',
    config: weekly({ at: '2' }),
    path: 'maintenance.0.at',
    found: '"2"',
    says: /HH:MM/,
  },
  { name: 'a time past midnight', config: weekly({ at: '24:00' }), path: 'maintenance.0.at', says: /HH:MM/ },
  { name: 'no time of day', config: window({ for: '2h' }), path: 'maintenance.0.at', found: 'nothing', says: /HH:MM/ },
  {
    name: 'no length',
    config: window({ at: '02:00' }),
    path: 'maintenance.0.for',
    found: 'nothing',
    says: /must be a duration like .*, from 1m to 7d/,
  },
  { name: 'eight days', config: weekly({ for: '8d' }), path: 'maintenance.0.for', found: '"8d"', says: /1m to 7d/ },
  { name: 'no minute', config: weekly({ for: '59s' }), path: 'maintenance.0.for', says: /1m to 7d/ },
  {
    name: 'a day in full',
    config: weekly({ weekdays: ['sat', 'Sunday'] }),
    path: 'maintenance.0.weekdays.1',
    found: '"Sunday"',
    says: /must be one of sun, mon, tue, wed, thu, fri, sat/,
  },
  { name: 'no day', config: weekly({ weekdays: [] }), path: 'maintenance.0.weekdays', says: /left out for every day/ },
  {
    name: 'a day that is no list',
    config: weekly({ weekdays: 'sun' }),
    path: 'maintenance.0.weekdays',
    says: /must be a list of days/,
  },
  { name: 'no target', config: weekly({ targets: [] }), path: 'maintenance.0.targets', says: /left out for all/ },
  {
    name: 'an unknown target',
    config: weekly({ targets: ['server-time', 'servertime'] }),
    path: 'maintenance.0.targets.1',
    found: '"servertime"',
    says: /^must be the id of a target; there are server-time$/,
  },
  {
    name: 'an unknown target of many',
    config: {
      targets: Array.from({ length: 23 }, (_, index) => ({ id: `t${index}`, account: 'main', path: '/x' })),
      ...weekly({ targets: ['t23'] }),
    },
    path: 'maintenance.0.targets.0',
    says: /there are t0, t1, .*, t19 and 3 more$/,
  },
  {
    name: 'evidence as text',
    config: weekly({ countAsEvidence: 'yes' }),
    path: 'maintenance.0.countAsEvidence',
    says: /true or false/,
  },
  {
    name: 'an unknown target beside an account at fault is not said: it may be one of that account',
    config: { accounts: { main: { application: 'abc' } }, ...weekly({ targets: ['platform-servers'] }) },
    path: 'accounts.main.application',
    says: /12 letters or digits/,
  },
];
