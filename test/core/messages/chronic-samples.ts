import { causesOf } from '../../../functions/core/chronic/causes.ts';
import type { Pattern } from '../../../functions/core/model/pattern.ts';
import type { KnownStrikes, Notice, Problem, ProblemMember, ToldReach } from '../../../functions/core/model/problem.ts';
import type { Spell } from '../../../functions/core/model/spell.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import { chronicReach } from '../../../functions/core/problems/chronic-news.ts';
import { CLASSES } from '../../../functions/core/probing/failures.ts';
import { TICK_AT, aProblem } from '../../support/builders.ts';
import { OWN, SINGLE, clock, every, finding, untimed } from '../chronic/cause-findings.ts';
import { noticeOf } from './notice-of.ts';

const STREAM = 'chronic/local/server-time/f1';
const FIRST_AT = TICK_AT - 9 * DAY_MS;

/** A chronic problem of one kind of failure, found nine days after its first. */
export function chronic(pattern: Pattern, kind: string, rest: Partial<Problem> = {}): Problem {
  const found = finding(pattern, kind);
  const targets = rest.scope?.targets ?? ['server-time'];
  const isOwnNetwork = targets.length === 0;
  return {
    ...aProblem({ stream: STREAM, id: `${STREAM}@2026-02-20T00:00:00.000Z` }),
    subject: targets.join(', '),
    nature: 'chronic',
    severity: pattern.kind === 'persistent' ? CLASSES[found.class].severity : 'warning',
    class: found.class,
    kinds: { [kind]: 86 },
    failedProbes: 86,
    scope: { targets, vantages: ['local'], addresses: [] },
    covers: [],
    spells: [spellOf(kind)],
    detail: null,
    pattern,
    hints: causesOf(found, { ...(isOwnNetwork ? OWN : SINGLE), targets }),
    seenFrom: isOwnNetwork ? null : 'only-vantage',
    firstFailureAt: FIRST_AT,
    failingSince: FIRST_AT,
    ...rest,
  };
}

/** 86 failures up to an hour before the tick. */
function spellOf(kind: string): Spell {
  const phase = /^network\/(tls|connect)-/.exec(kind)?.[1];
  const isServer = !kind.startsWith('network/');
  return {
    from: FIRST_AT,
    to: TICK_AT - HOUR_MS,
    kinds: { [kind]: 86 },
    phases: isServer ? {} : { [phase ?? 'connect']: 86 },
    addresses: { '203.0.113.9': 50, '203.0.113.10': 36 },
  };
}

const PERIODIC: Pattern = {
  ...every(30 * MINUTE_MS),
  durationMs: 2 * MINUTE_MS,
  hits: { ratio: 41 / 43, low: 0.84, high: 0.99 },
  cycles: 43,
  falseAlarmProbability: 1e-8,
  nextExpected: { from: TICK_AT + 13 * HOUR_MS + 28 * MINUTE_MS, to: TICK_AT + 13 * HOUR_MS + 32 * MINUTE_MS },
};
const NIGHTLY: Pattern = {
  ...clock('02:00'),
  durationMs: 4 * MINUTE_MS,
  hits: { ratio: 1, low: 0.7, high: 1 },
  cycles: 9,
  nextExpected: { from: TICK_AT + DAY_MS + 57 * MINUTE_MS, to: TICK_AT + DAY_MS + 67 * MINUTE_MS },
};
const FLAPPING: Pattern = { ...untimed('flapping'), durationMs: 6 * MINUTE_MS, failureRatio: 0.4, cycles: 22 };
const RECURRING: Pattern = { ...untimed('recurring'), durationMs: 12 * MINUTE_MS, cycles: 14 };
const PERSISTENT: Pattern = { ...untimed('persistent'), failureRatio: 1, falseAlarmProbability: null };

const TIMEOUTS = chronic(PERIODIC, 'network/connect-timeout');
const TWO = { targets: ['server-time', 'agents'], vantages: ['local'], addresses: [] };
const MANY = {
  targets: Array.from({ length: 17 }, (_, index) => `machine-${index + 1}`),
  vantages: ['eu-west-1', 'us-east-1'],
  addresses: [],
};
const BAD_ADDRESS = chronic(untimed('one-bad-address'), 'network/connect-timeout', {
  scope: { targets: ['server-time'], vantages: ['local'], addresses: ['203.0.113.10'] },
});
const OWN_NETWORK = chronic({ ...NIGHTLY, nextExpected: null, durationMs: 2 * MINUTE_MS }, 'inconclusive/own-network', {
  id: 'chronic/local/@own-network/f1@2026-02-20T00:00:00.000Z',
  stream: 'chronic/local/@own-network/f1',
  subject: "the monitor's own network (local)",
  scope: { targets: [], vantages: ['local'], addresses: [] },
  origin: null,
});

function strikesBefore(pattern: Pattern): KnownStrikes {
  return { since: FIRST_AT, pattern, toleranceMs: 0, probesPerStrike: null, classes: ['network'], addresses: [] };
}

function member(vantage: string, joinedAt: EpochMs): ProblemMember {
  return { vantage, subject: 'server-time', findingId: 'f1', joinedAt, overAt: null };
}

/** That people were told of a problem an hour before the tick. */
function toldOf(problem: Problem): ToldReach {
  return chronicReach(problem, TICK_AT - HOUR_MS);
}

const now = (problem: Problem, reason: Notice['reason'] = 'opened') => noticeOf(reason, problem, TICK_AT);
const over = (problem: Problem) =>
  noticeOf('resolved', { ...problem, resolvedAt: TICK_AT - DAY_MS, closedAs: 'resolved' }, TICK_AT);

/** Every message about a chronic problem, by the name of its golden file. */
export const CHRONIC: Readonly<Record<string, Notice>> = {
  'chronic-opened-periodic': now(TIMEOUTS),
  'chronic-opened-clock': now(chronic(NIGHTLY, 'server/unavailable', { scope: TWO })),
  'chronic-opened-persistent': now(chronic(PERSISTENT, 'network/tls-certificate-expired')),
  'chronic-opened-flapping': now(chronic(FLAPPING, 'network/host-unreachable')),
  'chronic-opened-lossy': now(chronic({ ...untimed('lossy'), failureRatio: 0.04 }, 'network/connection-reset')),
  'chronic-opened-recurring': now(chronic(RECURRING, 'server/gateway-timeout')),
  'chronic-opened-one-bad-address': now(BAD_ADDRESS),
  'chronic-opened-own-network': now(OWN_NETWORK),
  'chronic-opened-many-targets': now(chronic(PERIODIC, 'network/connect-timeout', { scope: MANY, seenFrom: 'all' })),
  'chronic-changed-from-incident': now(
    { ...TIMEOUTS, id: 'local/server-time@2026-02-20T00:00:00.000Z', detail: 'connect ETIMEDOUT 203.0.113.9:443' },
    'changed',
  ),
  'chronic-changed-pattern': now(
    {
      ...chronic(NIGHTLY, 'network/connect-timeout'),
      told: toldOf(chronic(RECURRING, 'network/connect-timeout')),
    },
    'changed',
  ),
  'chronic-changed-class': now(
    {
      ...TIMEOUTS,
      class: 'server',
      kinds: { 'server/unavailable': 40, 'network/connect-timeout': 46 },
      told: toldOf(TIMEOUTS),
    },
    'changed',
  ),
  'chronic-changed-from-clock': now(
    {
      ...chronic({ ...NIGHTLY, timesOfDay: ['03:00'], zone: 'UTC' }, 'network/connect-timeout'),
      told: toldOf(chronic(NIGHTLY, 'network/connect-timeout')),
      strikes: [strikesBefore(NIGHTLY)],
    },
    'changed',
  ),
  'chronic-changed-period-and-reach': now(
    {
      ...chronic({ ...PERIODIC, periodMs: 45 * MINUTE_MS }, 'network/connect-timeout', {
        scope: MANY,
        seenFrom: 'all',
      }),
      members: [member('eu-west-1', FIRST_AT), member('us-east-1', TICK_AT - MINUTE_MS)],
      told: { ...toldOf(TIMEOUTS), breadth: 8 },
    },
    'changed',
  ),
  'chronic-changed-vantages-of-many': now(
    {
      ...TIMEOUTS,
      scope: { ...MANY, targets: ['server-time'], vantages: ['eu-west-1', 'us-east-1', 'ap-southeast-1'] },
      seenFrom: 'all',
      members: ['eu-west-1', 'us-east-1', 'ap-southeast-1'].map((vantage) => member(vantage, TICK_AT - MINUTE_MS)),
      told: toldOf(TIMEOUTS),
    },
    'changed',
  ),
  'chronic-changed-unread': now({ ...TIMEOUTS, told: { ...toldOf(TIMEOUTS), at: null, shape: '["later"' } }, 'changed'),
  'chronic-changed-persistent': now(
    { ...chronic(PERSISTENT, 'network/tls-certificate-expired'), told: toldOf(TIMEOUTS) },
    'changed',
  ),
  'chronic-reopened': now({ ...TIMEOUTS, id: 'local/server-time@2026-02-20T00:00:00.000Z' }, 'reopened'),
  'chronic-reminded': now({ ...chronic(PERSISTENT, 'network/tls-certificate-expired'), reminders: 2 }, 'reminded'),
  'chronic-resolved-periodic': over(TIMEOUTS),
  'chronic-resolved-clock': over(chronic(NIGHTLY, 'server/unavailable', { scope: TWO })),
  'chronic-resolved-persistent': over(chronic(PERSISTENT, 'network/tls-certificate-expired')),
  'chronic-resolved-flapping': over(chronic(FLAPPING, 'network/host-unreachable')),
  'chronic-resolved-lossy': over(chronic({ ...untimed('lossy'), failureRatio: 0.04 }, 'network/connection-reset')),
  'chronic-resolved-recurring': over(chronic(RECURRING, 'server/gateway-timeout')),
  'chronic-resolved-one-bad-address': over(BAD_ADDRESS),
  'chronic-resolved-own-network': over(OWN_NETWORK),
  'chronic-closed': noticeOf(
    'no-longer-monitored',
    { ...TIMEOUTS, resolvedAt: TICK_AT, closedAs: 'no-longer-monitored' },
    TICK_AT,
  ),
};
