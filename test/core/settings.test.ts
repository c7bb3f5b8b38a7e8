import { describe, expect, test } from 'vitest';
import type { MonitorConfig } from '../../functions/core/config-model.ts';
import { HOUR_MS, MINUTE_MS } from '../../functions/core/model/time.ts';
import { defineMonitor, renderFaults, resolveSettings } from '../../functions/core/settings.ts';
import { faultsOf, settingsOf } from '../support/builders-settings.ts';

const FULL = { application: 'abcdefABCDEF', company: '1111-2222-3333-4444-5555', tokenParameter: '/token' } as const;
const idsOf = (config: MonitorConfig): string[] => settingsOf(config).targets.map(({ id }) => id);

describe('defaults', () => {
  test('of an empty config', () => {
    expect(settingsOf({})).toEqual({
      accounts: {
        main: { origin: 'https://portal.ixon.cloud/api', application: null, company: null, tokenParameter: null },
      },
      targets: [
        {
          id: 'server-time',
          account: 'main',
          url: 'https://portal.ixon.cloud/api/server-time',
          tier: 'open',
          everyMs: 60_000,
          expect: { type: null },
        },
      ],
      vantages: [],
      alerts: { email: [] },
      slack: null,
      maintenance: [],
      reminders: { everyMs: 10 * HOUR_MS, most: 3 },
      digest: null,
      heartbeatUrl: null,
      timeZone: 'UTC',
      runbookUrl: 'README.md',
      tickMs: 60_000,
      thresholds: { failingTicks: 3, healthyTicks: 2 },
      retry: { attempts: 3, baseMs: 500, capMs: 8000 },
      deadlines: {
        resolveMs: 10_000,
        connectMs: 10_000,
        tlsMs: 10_000,
        answerMs: 61_000,
        longAttemptMs: 10_000,
        probeMs: 75_000,
        runMs: 110_000,
      },
      startsPerSecond: 10,
      controlHost: 'tcp://one.one.one.one:443',
      dailyShareRatio: 0.25,
      falseAlarmsPerTargetYear: 0.02,
      closerProbing: true,
      metrics: 'per-target',
      costCeilingUsd: null,
      customerKey: false,
      deletionProtection: false,
      tags: {},
      retentionMs: 35 * 24 * 60 * 60_000,
    });
  });

  test('give way to what is written', () => {
    const settings = settingsOf({
      accounts: { main: { ...FULL, origin: 'https://label.example.test/api//' } },
      targets: [{ id: 'mine', account: 'main', path: '/x', every: '2h', expect: { type: 'Agent' } }],
      vantages: ['eu-central-1', 'us-east-1'],
      alerts: { email: ['ops@example.com'] },
      timeZone: 'Europe/Amsterdam',
      runbookUrl: 'https://wiki.example.test/apiv2',
      thresholds: { failingTicks: 1, healthyTicks: 5 },
      retry: { attempts: 2, base: '0s', cap: '1.5s' },
      deadlines: { resolve: '1s', connect: '2s', tls: '3s', answer: '500ms' },
      dailyShare: 1,
      falseAlarmsPerTargetYear: 0.5,
      closerProbing: false,
      retention: '7d',
    });
    expect(settings).toMatchObject({
      accounts: { main: { ...FULL, origin: 'https://label.example.test/api' } },
      targets: [
        {
          id: 'mine',
          url: 'https://label.example.test/api/x',
          tier: 'company',
          everyMs: 7_200_000,
          expect: { type: 'Agent' },
        },
      ],
      vantages: ['eu-central-1', 'us-east-1'],
      alerts: { email: ['ops@example.com'] },
      timeZone: 'Europe/Amsterdam',
      runbookUrl: 'https://wiki.example.test/apiv2',
      thresholds: { failingTicks: 1, healthyTicks: 5 },
      retry: { attempts: 2, baseMs: 0, capMs: 1500 },
      deadlines: { resolveMs: 1000, connectMs: 2000, tlsMs: 3000, answerMs: 500 },
      dailyShareRatio: 1,
      falseAlarmsPerTargetYear: 0.5,
      closerProbing: false,
      retentionMs: 7 * 24 * 60 * 60_000,
    });
  });

  test.each([0.001, 1])('%d false alarms per target and year may be tolerated', (falseAlarmsPerTargetYear) => {
    expect(settingsOf({ falseAlarmsPerTargetYear })).toMatchObject({ falseAlarmsPerTargetYear });
  });

  test('defineMonitor returns what it was given', () => {
    const config = { timeZone: 'UTC' } as const;
    expect(defineMonitor(config)).toBe(config);
  });

  test('settings survive JSON, as they do on their way to Lambda', () => {
    const settings = settingsOf({ accounts: { main: FULL } }, 'lambda');
    expect(JSON.parse(JSON.stringify(settings))).toEqual(settings);
  });
});

describe('targets', () => {
  test('the ladder of an account goes as far as its credentials', () => {
    expect(idsOf({ accounts: { main: FULL } })).toEqual([
      'server-time',
      'platform-servers',
      'access-token',
      'company',
      'agents',
    ]);
    expect(idsOf({ accounts: { main: { application: FULL.application } } })).toEqual([
      'server-time',
      'platform-servers',
    ]);
  });

  test('accounts of one origin share its open rung', () => {
    const application = FULL.application;
    const label = { origin: 'https://label.example.test/api' };
    expect(idsOf({ accounts: { main: { application }, second: { application }, label } })).toEqual([
      'server-time',
      'platform-servers',
      'second-platform-servers',
      'label-server-time',
    ]);
  });

  test('a ladder that is asked for keeps its open rung', () => {
    const targets = [{ ladder: 'main' }, { ladder: 'second' }];
    expect(idsOf({ accounts: { main: {}, second: {} }, targets })).toEqual(['server-time', 'second-server-time']);
  });

  test.each([
    { name: 'nothing', account: {}, tier: 'open' },
    { name: 'an application', account: { application: FULL.application }, tier: 'application' },
    { name: 'everything', account: FULL, tier: 'company' },
  ])('an own target carries what its account has: $name', ({ account, tier }) => {
    const targets = [{ id: 'mine', account: 'main', path: '/x' }];
    expect(settingsOf({ accounts: { main: account }, targets }).targets).toMatchObject([{ tier, everyMs: MINUTE_MS }]);
  });
});

describe('the tick is the longest that every interval is a multiple of', () => {
  const own = (...intervals: readonly string[]) => ({
    targets: intervals.map((every, index) => ({ id: `t${index}`, account: 'main', path: '/x', every })),
  });

  test.each([
    { intervals: ['5s'], local: 5000 },
    { intervals: ['10s', '15s'], local: 5000 },
    { intervals: ['2m', '5m'], local: 60_000, lambda: 60_000 },
    { intervals: ['10m', '15m'], local: 300_000, lambda: 300_000 },
    { intervals: ['90m'], local: 5_400_000, lambda: 1_800_000 },
    { intervals: ['1d'], local: 86_400_000, lambda: 3_600_000 },
    { intervals: ['7m'], local: 420_000, lambda: 60_000 },
  ])('$intervals', ({ intervals, local, lambda }) => {
    expect(settingsOf(own(...intervals), 'local').tickMs).toBe(local);
    if (lambda !== undefined) expect(settingsOf(own(...intervals), 'lambda').tickMs).toBe(lambda);
  });

  test('on Lambda only whole minutes', () => {
    expect(faultsOf(own('5m', '5s', '90s'), 'lambda').map(({ path, found }) => `${path} ${found}`)).toEqual([
      'targets.1.every "5s"',
      'targets.2.every "90s"',
    ]);
    expect(faultsOf({ targets: [{ ladder: 'main', every: '5s' }] }, 'lambda')).toEqual([
      {
        path: 'targets.0.every',
        found: '"5s"',
        problem: 'must be whole minutes: the schedule in AWS knows no shorter step',
      },
    ]);
  });
});

describe('warnings', () => {
  const told = { alerts: { email: ['ops@example.com'] } };

  test.each([
    { name: 'nobody to tell', config: {}, host: 'lambda', warns: true },
    { name: 'an empty list', config: { alerts: { email: [] } }, host: 'lambda', warns: true },
    { name: 'somebody to tell', config: told, host: 'lambda', warns: false },
    {
      name: 'Slack to tell',
      config: { slack: { webhookParameter: '/apiv2-health/slack' } },
      host: 'lambda',
      warns: false,
    },
    { name: 'nobody to tell on a desk', config: {}, host: 'local', warns: true },
  ] as const)('$name', ({ config, host, warns }) => {
    const result = resolveSettings(config, host);
    expect(result).toMatchObject({ ok: true });
    if (!result.ok) return;
    expect(result.warnings).toHaveLength(warns ? 1 : 0);
    if (warns) expect(result.warnings[0]).toMatch(/nobody will be told .* alerts\.email or slack/);
  });
});

describe('the message', () => {
  test('lists every fault, those of the shape and those of the whole', () => {
    const config = {
      accounts: {
        main: { tokenParameter: '/token' },
        main2: { origin: 'http://label.example.test' },
      },
      targets: [{ id: 'BAD', account: 'main', path: '/x' }, { ladder: 'nobody' }, { ladder: 'main', every: '30s' }],
      dailyshare: 2,
    };
    expect(renderFaults(faultsOf(config, 'lambda'), 'monitor.config.ts')).toMatchInlineSnapshot(`
      "monitor.config.ts has 6 faults:
        accounts.main2.origin: must be https; plain http is allowed for loopback only, since the token would travel unprotected; found "http://label.example.test"
        targets.0.id: must be small letters, digits and hyphens, starting with a letter or digit, at most 64; found "BAD"
        dailyshare: unknown key; allowed are accounts, targets, vantages, alerts, slack, maintenance, reminders, digest, heartbeatUrl, timeZone, runbookUrl, thresholds, retry, deadlines, controlHost, dailyShare, falseAlarmsPerTargetYear, closerProbing, metrics, costCeiling, customerKey, deletionProtection, tags, retention; found 2
        accounts.main.application: is required beside tokenParameter; found nothing
        targets.1.ladder: must be the name of an account; there are main, main2; found "nobody"
        targets.2.every: must be whole minutes: the schedule in AWS knows no shorter step; found "30s""
    `);
  });

  test('of one fault', () => {
    expect(renderFaults(faultsOf(5), 'my.config.ts')).toBe(
      'my.config.ts has a fault:\n  (whole config): must be an object; found 5',
    );
  });
});
