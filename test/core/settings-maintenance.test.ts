import { describe, expect, test } from 'vitest';
import type { MaintenanceConfig } from '../../functions/core/config-model.ts';
import { WEEKDAYS } from '../../functions/core/model/pattern.ts';
import { DAY_MS, HOUR_MS, isoTime } from '../../functions/core/model/time.ts';
import { resolveSettings } from '../../functions/core/settings.ts';
import { faultsOf, settingsOf } from '../support/builders-settings.ts';

const windowsOf = (maintenance: readonly MaintenanceConfig[], timeZone = 'Europe/Amsterdam') =>
  settingsOf({ maintenance, timeZone }).maintenance;

test('a window has its defaults: every day, everything, no evidence, the zone of the monitor', () => {
  expect(windowsOf([{ at: '02:00', for: '2h' }])).toEqual([
    {
      when: { zone: 'Europe/Amsterdam', weekdays: WEEKDAYS, timeOfDay: '02:00', durationMs: 2 * HOUR_MS },
      targets: null,
      isEvidence: false,
    },
  ]);
});

test('a window keeps what is written', () => {
  const zone = 'Asia/Kathmandu';
  const written = { zone, weekdays: ['sun', 'wed'], at: '23:30', for: '7d', targets: ['server-time'] } as const;
  expect(windowsOf([{ ...written, countAsEvidence: true }])).toEqual([
    {
      when: { zone, weekdays: ['sun', 'wed'], timeOfDay: '23:30', durationMs: 7 * DAY_MS },
      targets: ['server-time'],
      isEvidence: true,
    },
  ]);
});

describe('a window that is open once', () => {
  test.each([
    {
      name: 'in the zone of the monitor',
      window: { from: '2026-12-24T22:00', to: '2026-12-25T06:00' },
      from: '2026-12-24T21:00:00.000Z',
      to: '2026-12-25T05:00:00.000Z',
    },
    {
      name: 'in a zone of its own',
      window: { from: '2026-12-24T22:00', to: '2026-12-25T06:00', zone: 'Asia/Kathmandu' },
      from: '2026-12-24T16:15:00.000Z',
      to: '2026-12-25T00:15:00.000Z',
    },
    {
      name: 'over the clock put forward',
      window: { from: '2026-03-29T01:59', to: '2026-03-29T03:00' },
      from: '2026-03-29T00:59:00.000Z',
      to: '2026-03-29T01:00:00.000Z',
    },
    {
      name: 'over the clock put back',
      window: { from: '2026-10-25T01:00', to: '2026-10-25T04:00' },
      from: '2026-10-24T23:00:00.000Z',
      to: '2026-10-25T03:00:00.000Z',
    },
    {
      name: 'between times that come twice: both readings lie inside',
      window: { from: '2026-10-25T02:15', to: '2026-10-25T02:30' },
      from: '2026-10-25T00:15:00.000Z',
      to: '2026-10-25T01:30:00.000Z',
    },
    {
      name: 'for the longest time there is, an hour more on the way to winter',
      window: { from: '2026-10-22T22:00', to: '2026-10-29T22:00' },
      from: '2026-10-22T20:00:00.000Z',
      to: '2026-10-29T21:00:00.000Z',
    },
    {
      name: 'on a leap day',
      window: { from: '2028-02-29T00:00', to: '2028-02-29T00:01', zone: 'UTC' },
      from: '2028-02-29T00:00:00.000Z',
      to: '2028-02-29T00:01:00.000Z',
    },
  ])('$name', ({ window, from, to }) => {
    const [{ when } = { when: null }] = windowsOf([window]);
    if (when === null || !('from' in when)) throw new Error('the window must be open once');
    expect([isoTime(when.from), isoTime(when.to)]).toEqual([from, to]);
  });
});

test('all faults of all windows are told at once, each at its own', () => {
  const maintenance = [
    { at: '2:00', for: '2h' },
    { from: '2026-03-29T02:30', to: '2026-03-29T02:45' },
    { at: '02:00', for: '9d', weekdays: ['so'], targets: ['nobody'] },
    { at: '02:00', for: '1h', targets: ['nobody', 'server-time', 'no-one'] },
  ];
  expect(faultsOf({ maintenance, timeZone: 'Europe/Amsterdam' }).map(({ path }) => path)).toEqual([
    'maintenance.0.at',
    'maintenance.2.weekdays.0',
    'maintenance.2.for',
    'maintenance.1.from',
    'maintenance.1.to',
    'maintenance.3.targets.0',
    'maintenance.3.targets.2',
  ]);
});

describe('a window that never closes is warned of', () => {
  const daily = { at: '02:00', for: '1d' } as const;

  test.each([
    { name: 'all day, every day', windows: [daily], warns: true },
    { name: 'all week', windows: [{ ...daily, for: '7d', weekdays: ['wed'] }], warns: true },
    { name: 'half a week, twice', windows: [{ ...daily, for: '4d', weekdays: ['thu', 'mon'] }], warns: true },
    {
      name: 'half a week, twice, but for a day',
      windows: [{ ...daily, for: '3d', weekdays: ['mon', 'thu'] }],
      warns: false,
    },
    { name: 'an hour a day is left', windows: [{ ...daily, for: '23h' }], warns: false },
    { name: 'other targets are left', windows: [{ ...daily, targets: ['server-time'] }], warns: false },
    { name: 'once', windows: [{ from: '2026-12-24T22:00', to: '2026-12-31T22:00' }], warns: false },
  ] as const)('$name', ({ windows, warns }) => {
    const result = resolveSettings({ maintenance: windows, alerts: { email: ['ops@example.com'] } }, 'lambda');
    expect(result).toMatchObject({ ok: true, warnings: warns ? [expect.stringMatching(/never closes/)] : [] });
  });
});
