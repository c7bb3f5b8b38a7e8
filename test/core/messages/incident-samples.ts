import type { CoveredStream, Notice, Problem, ToldReach } from '../../../functions/core/model/problem.ts';
import type { Spell } from '../../../functions/core/model/spell.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import type { Care } from '../../../functions/core/problems/care.ts';
import { TICK_AT, aNotice, aProblem } from '../../support/builders.ts';
import { clock, every } from '../chronic/cause-findings.ts';
import { noticeOf, reason } from './notice-of.ts';

const ID = 'local/server-time@2026-03-01T00:00:00.000Z';
const DIAGNOSIS = 'all 2 addresses failed: 203.0.113.9 (connect, ECONNREFUSED), 203.0.113.10 (connect, ECONNREFUSED)';

/** A single target at which connections are refused. */
export const SINGLE: Problem = aProblem({
  id: ID,
  seenFrom: 'only-vantage',
  covers: [cover('server-time', 0, { kinds: { 'network/connect-refused': 2 } })],
});

/** The same, seen to be over after ten minutes. */
export const SINGLE_OVER: Problem = {
  ...SINGLE,
  kinds: { 'network/connect-refused': 9 },
  covers: [cover('server-time', 0, { kinds: { 'network/connect-refused': 9 }, recoveredAt: TICK_AT + 10 * MINUTE_MS })],
  failedProbes: 9,
  resolvedAt: TICK_AT + 10 * MINUTE_MS,
  closedAs: 'resolved',
  longestToldMs: 10 * MINUTE_MS,
};

/** That of server-time people were told some minutes after the tick. */
function toldAt(minutes: number): ToldReach {
  const reach = { subject: 'server-time', breadth: 1, vantages: 1, periodMs: null };
  return { ...reach, at: TICK_AT + minutes * MINUTE_MS, shape: 'network', classes: ['network'] };
}

const LADDER = ['server-time', 'platform-servers', 'access-token', 'company', 'agents'] as const;

function cover(subject: string, minutes: number, rest: Partial<CoveredStream> = {}): CoveredStream {
  const firstFailureTick = TICK_AT + minutes * MINUTE_MS;
  const firstFailureAt = firstFailureTick + 800;
  const base = { vantage: 'local', subject, firstFailureTick, firstFailureAt, recoveredAt: null, pastKinds: {} };
  const made = { ...base, kinds: { 'network/connect-timeout': 3 }, ...rest };
  return {
    spells: [spell(made.kinds, made.firstFailureAt, (made.recoveredAt ?? TICK_AT) - made.firstFailureAt)],
    ...made,
  };
}

/** One address for what was answered; two while nothing answers. */
function spell(kinds: Spell['kinds'], from: EpochMs, lastedMs = 0): Spell {
  const count = Object.values(kinds).reduce((sum, one) => sum + one, 0);
  const isNetwork = Object.keys(kinds).every((name) => name.startsWith('network/'));
  const isNameError = Object.keys(kinds).every((name) => name.startsWith('network/dns-'));
  return {
    from,
    to: Math.max(from + (count - 1) * MINUTE_MS, from + lastedMs - MINUTE_MS),
    kinds,
    phases: isNameError ? { resolve: count } : isNetwork ? { connect: count } : {},
    addresses: isNameError
      ? {}
      : isNetwork
        ? { '203.0.113.9': count - 1, '203.0.113.10': 1 }
        : { '203.0.113.9': count },
  };
}

/** Every rung of the ladder. */
export const WHOLE_API: Problem = {
  ...SINGLE,
  subject: 'server-time and 4 more',
  kinds: { 'network/connect-timeout': 15 },
  failedProbes: 15,
  scope: { targets: LADDER, vantages: ['local'], addresses: [] },
  covers: LADDER.map((target, index) => cover(target, index === 0 ? 0 : 1)),
  detail: 'connect ETIMEDOUT 203.0.113.9:443',
  diagnosis: DIAGNOSIS,
};

const REGIONS = ['eu-west-1', 'us-east-1', 'ap-southeast-1'] as const;

/** One target, from three regions. */
const SEVERAL_VANTAGES: Problem = {
  ...SINGLE,
  scope: { targets: ['server-time'], vantages: REGIONS, addresses: [] },
  seenFrom: 'all',
  kinds: { 'network/connect-timeout': 9 },
  failedProbes: 9,
  covers: REGIONS.map((vantage, index) => cover('server-time', index, { vantage })),
  detail: null,
};

const REOPENED: Problem = {
  ...SINGLE,
  covers: [
    cover('server-time', 5 * 60, {
      firstFailureAt: TICK_AT + 5 * HOUR_MS,
      pastKinds: { 'network/connect-refused': 25 },
      kinds: { 'network/connect-refused': 31 },
      spells: [
        spell({ 'network/connect-refused': 9 }, TICK_AT),
        spell({ 'network/connect-refused': 6 }, TICK_AT + 5 * HOUR_MS),
      ],
    }),
  ],
  occurrences: 4,
  failingSince: TICK_AT + 5 * HOUR_MS,
  longestToldMs: 10 * MINUTE_MS,
  kinds: { 'network/connect-refused': 31 },
  failedProbes: 31,
};

const TURNED: Problem = {
  ...SINGLE,
  told: toldAt(1),
  class: 'server',
  kinds: { 'network/connect-refused': 5, 'server/bad-gateway': 4 },
  covers: [
    cover('server-time', 0, {
      kinds: { 'network/connect-refused': 5, 'server/bad-gateway': 4 },
      spells: [
        spell({ 'network/connect-refused': 5 }, TICK_AT),
        spell({ 'server/bad-gateway': 4 }, TICK_AT + 5 * MINUTE_MS),
      ],
    }),
  ],
  failedProbes: 9,
  detail: 'The server did not respond in time',
};

const THROTTLED: Problem = {
  ...SINGLE,
  subject: 'server-time and 4 more',
  scope: WHOLE_API.scope,
  covers: LADDER.map((target) => cover(target, 0, { kinds: { 'throttled/too-many-requests': 1 } })),
  severity: 'warning',
  class: 'throttled',
  kinds: { 'throttled/too-many-requests': 5 },
  failedProbes: 5,
  detail: 'Too many requests',
};

const OWN_NETWORK: Problem = {
  ...SINGLE,
  id: 'local/@own-network@2026-03-01T00:00:00.000Z',
  stream: 'local/@own-network',
  subject: "the monitor's own network (local)",
  scope: { targets: [], vantages: ['local'], addresses: [] },
  covers: [cover('@own-network', 0, { kinds: { 'inconclusive/own-network': 3 } })],
  seenFrom: null,
  origin: null,
  severity: 'warning',
  class: 'inconclusive',
  kinds: { 'inconclusive/own-network': 3 },
  failedProbes: 3,
  detail: null,
};

const EXPIRED: Problem = {
  ...SINGLE,
  id: 'local/access-token@2026-03-01T00:00:00.000Z',
  subject: 'access-token and 2 more',
  scope: { targets: ['access-token', 'company', 'agents'], vantages: ['local'], addresses: [] },
  class: 'authorization',
  kinds: { 'authorization/token-expired': 6 },
  failedProbes: 6,
  covers: LADDER.slice(2).map((target) => cover(target, 0, { kinds: { 'authorization/token-expired': 2 } })),
  detail: 'Unauthorized: the access token *expired* <b>now</b>',
};

/** The same when all of it works again. */
function overAt(problem: Problem, minutes: number): Problem {
  const at = TICK_AT + minutes * MINUTE_MS;
  const covers = problem.covers.map((one) => ({ ...one, recoveredAt: one.recoveredAt ?? at }));
  return { ...problem, covers, resolvedAt: at, closedAs: 'resolved' };
}

const THREE = ['server-time', 'platform-servers', 'agents'] as const;

/** Half an hour of 500 at three targets, then as long of an expired token at two of them. */
const IN_TURN: Problem = {
  ...SINGLE,
  subject: 'server-time and 2 more',
  scope: { targets: THREE, vantages: ['local'], addresses: [] },
  class: 'authorization',
  kinds: { 'server/internal-error': 90, 'authorization/token-expired': 60 },
  failedProbes: 150,
  covers: THREE.map((target, index) => {
    const failed = spell({ 'server/internal-error': 30 }, TICK_AT + 800);
    const refused = spell({ 'authorization/token-expired': 30 }, TICK_AT + 30 * MINUTE_MS + 800);
    return cover(target, 0, {
      kinds: { ...failed.kinds, ...(index === 0 ? {} : refused.kinds) },
      recoveredAt: TICK_AT + (index === 0 ? 30 : 60) * MINUTE_MS,
      spells: index === 0 ? [failed] : [failed, refused],
    });
  }),
  told: { ...toldAt(31), shape: 'authorization', classes: ['server', 'authorization'] },
  detail: 'Unauthorized: the access token has expired',
  resolvedAt: TICK_AT + 60 * MINUTE_MS,
  closedAs: 'resolved',
};

/** An hour in which connections are reset and answered with 503 by turns. */
const BY_TURNS: Problem = {
  ...SINGLE,
  class: 'server',
  kinds: { 'server/unavailable': 31, 'network/connection-reset': 29 },
  failedProbes: 60,
  covers: [
    cover('server-time', 0, {
      kinds: { 'server/unavailable': 31, 'network/connection-reset': 29 },
      recoveredAt: TICK_AT + 60 * MINUTE_MS,
      spells: [
        {
          ...spell({ 'server/unavailable': 31, 'network/connection-reset': 29 }, TICK_AT + 800),
          phases: { processing: 29 },
        },
      ],
    }),
  ],
  resolvedAt: TICK_AT + 60 * MINUTE_MS,
  closedAs: 'resolved',
  detail: null,
};

/** Connections time out from Ireland; twenty minutes later names cannot be looked up from Virginia. */
const TWO_WAYS: Problem = {
  ...SINGLE,
  subject: 'server-time and 2 more',
  scope: { targets: THREE, vantages: ['eu-west-1', 'us-east-1'], addresses: [] },
  seenFrom: 'all',
  kinds: { 'network/connect-timeout': 78, 'network/dns-server-failure': 15 },
  failedProbes: 93,
  covers: ['eu-west-1', 'us-east-1'].flatMap((vantage, index) =>
    THREE.map((target) => {
      const kinds = index === 0 ? { 'network/connect-timeout': 26 } : { 'network/dns-server-failure': 5 };
      return cover(target, index === 0 ? 0 : 20, { vantage, kinds });
    }),
  ),
  told: { ...toldAt(2), subject: 'server-time and 2 more', breadth: 3, shape: 'network' },
  detail: null,
};

const EXPORTS = Array.from({ length: 14 }, (_, index) => `data-export-of-customer-${index + 1}`);

/** Fourteen targets, from three regions: one of them saw it first, at three targets. */
const MANY: Problem = {
  ...SINGLE,
  subject: 'data-export-of-customer-1 and 13 more',
  scope: { targets: EXPORTS, vantages: REGIONS, addresses: [] },
  seenFrom: 'all',
  class: 'server',
  kinds: { 'server/bad-gateway': 180, 'server/internal-error': 60 },
  failedProbes: 240,
  covers: REGIONS.flatMap((vantage, region) =>
    EXPORTS.map((target, index) => {
      const isFirst = region === 0 && index < 3;
      const kinds = index % 2 === 0 ? { 'server/bad-gateway': 5 } : { 'server/internal-error': 5 };
      return cover(target, isFirst ? 0 : 12, { vantage, kinds: isFirst ? { 'server/bad-gateway': 17 } : kinds });
    }),
  ),
  detail: 'HTTP 502, no APIv2 envelope',
};

/** Fails from one region alone, in a class and kind. */
function fromOneRegion(failureClass: Problem['class'], kind: string): Problem {
  const kinds = { [kind]: 3 };
  return {
    ...SEVERAL_VANTAGES,
    class: failureClass,
    seenFrom: 'one-of-several',
    scope: { ...SEVERAL_VANTAGES.scope, vantages: ['us-east-1'] },
    covers: [cover('server-time', 0, { vantage: 'us-east-1', kinds })],
    kinds,
    failedProbes: 3,
  };
}

/** Every night at ten past two, Amsterdam. */
const NIGHTLY = {
  ...clock('02:10'),
  nextExpected: { from: TICK_AT + 68 * MINUTE_MS, to: TICK_AT + 75 * MINUTE_MS },
  toleranceMs: 2 * MINUTE_MS,
};

/** What people said of the samples in which somebody did. */
export const CARES: Readonly<Record<string, Care>> = Object.fromEntries(
  Object.entries({
    'incident-changed-acknowledged': {
      acknowledgedAt: TICK_AT + 5 * MINUTE_MS,
      acknowledgedBy: 'kim',
      note: 'calling ISP',
    },
    'incident-reminded-after-snooze': { snoozedUntil: TICK_AT + 20 * HOUR_MS, note: 'planned *work* <at> the ISP' },
    'incident-reminded-back-again': { acknowledgedAt: TICK_AT + 5 * MINUTE_MS, acknowledgedBy: 'kim' },
    'incident-resolved-acknowledged': {
      acknowledgedAt: TICK_AT + 5 * MINUTE_MS,
      acknowledgedBy: 'kim',
      note: 'calling ISP',
    },
  } satisfies Record<string, Partial<Care>>).map(([name, care]) => {
    const none = { acknowledgedAt: null, acknowledgedBy: null, snoozedUntil: null, note: null };
    return [name, { problemId: ID, ...none, ...care }];
  }),
);

/** Every message about an incident, by the name of its golden file. */
export const INCIDENTS: Readonly<Record<string, Notice>> = {
  'incident-opened': aNotice({ problem: SINGLE }),
  'incident-opened-whole-api': aNotice({ problem: WHOLE_API }),
  'incident-opened-several-vantages': aNotice({ problem: SEVERAL_VANTAGES }),
  'incident-opened-one-vantage-of-several': aNotice({
    problem: {
      ...SEVERAL_VANTAGES,
      seenFrom: 'one-of-several',
      scope: { ...SEVERAL_VANTAGES.scope, vantages: ['us-east-1'] },
      covers: [cover('server-time', 0, { vantage: 'us-east-1' })],
      kinds: { 'network/connect-timeout': 3 },
      failedProbes: 3,
    },
  }),
  'incident-opened-token-expired': aNotice({ problem: EXPIRED }),
  'incident-opened-within-chronic': aNotice({
    problem: {
      ...SINGLE,
      linkedTo: { problemId: 'chronic/local/server-time/f1@x', pattern: every(30 * MINUTE_MS), beyond: 'longer' },
    },
  }),
  'incident-opened-own-network': aNotice({ problem: OWN_NETWORK }),
  'incident-opened-throttled': aNotice({ problem: THROTTLED }),
  'incident-resolved-throttled': reason(
    'resolved',
    {
      ...THROTTLED,
      covers: THROTTLED.covers.map((one) => ({ ...one, recoveredAt: TICK_AT + 11 * MINUTE_MS })),
      resolvedAt: TICK_AT + 11 * MINUTE_MS,
      closedAs: 'resolved',
    },
    11,
  ),
  'incident-changed-class': reason('changed', TURNED, 9),
  'incident-changed-reach': reason(
    'changed',
    {
      ...WHOLE_API,
      told: toldAt(2),
      subject: 'platform-servers and 3 more',
      covers: [
        cover('server-time', 0, { recoveredAt: TICK_AT + 7 * MINUTE_MS }),
        ...LADDER.slice(1).map((id) => cover(id, 4)),
      ],
    },
    12,
  ),
  'incident-changed-vantages': reason('changed', { ...SEVERAL_VANTAGES, told: toldAt(0.5) }, 8),
  'incident-changed-unread': reason('changed', { ...WHOLE_API, told: { ...toldAt(1), at: null, shape: null } }, 8),
  'incident-changed-again': reason(
    'changed',
    {
      ...WHOLE_API,
      occurrences: 3,
      failingSince: TICK_AT + 60 * MINUTE_MS,
      subject: 'server-time and 2 more',
      told: { ...toldAt(64), subject: 'server-time and 1 more' },
      covers: [
        cover('server-time', 60, { pastKinds: { 'network/connect-timeout': 9 } }),
        cover('platform-servers', 61),
        cover('access-token', 0, { recoveredAt: TICK_AT + 9 * MINUTE_MS }),
        cover('company', 66, { pastKinds: { 'network/connect-timeout': 9 } }),
        cover('agents', 0, { recoveredAt: TICK_AT + 9 * MINUTE_MS }),
      ],
    },
    70,
  ),
  'incident-opened-one-after-the-other': aNotice({
    problem: { ...WHOLE_API, covers: LADDER.map((target, index) => cover(target, 3 * index)) },
  }),
  'incident-reminded-one-after-the-other': noticeOf(
    'reminded',
    { ...WHOLE_API, reminders: 2, covers: LADDER.map((target, index) => cover(target, 10 * index)) },
    TICK_AT + DAY_MS + 2 * MINUTE_MS,
  ),
  'incident-resolved-one-after-the-other': reason(
    'resolved',
    {
      ...WHOLE_API,
      covers: LADDER.map((target, index) =>
        cover(target, 10 * index, { recoveredAt: TICK_AT + (index < 2 ? 60 : 100) * MINUTE_MS }),
      ),
      resolvedAt: TICK_AT + 100 * MINUTE_MS,
      closedAs: 'resolved',
      longestToldMs: 100 * MINUTE_MS,
    },
    102,
  ),
  'incident-resolved-in-part': reason(
    'resolved',
    {
      ...WHOLE_API,
      occurrences: 2,
      failingSince: TICK_AT + 60 * MINUTE_MS,
      covers: LADDER.map((target, index) =>
        index === 0
          ? cover(target, 60, { recoveredAt: TICK_AT + 90 * MINUTE_MS })
          : cover(target, 0, { recoveredAt: TICK_AT + 9 * MINUTE_MS }),
      ),
      resolvedAt: TICK_AT + 90 * MINUTE_MS,
      closedAs: 'resolved',
      longestToldMs: 30 * MINUTE_MS,
    },
    92,
  ),
  'incident-reopened': reason('reopened', REOPENED, 5 * 60 + 12),
  'incident-reminded': noticeOf('reminded', { ...WHOLE_API, reminders: 1 }, TICK_AT + DAY_MS + 2 * MINUTE_MS),
  'incident-resolved': reason('resolved', SINGLE_OVER, 12),
  'incident-resolved-whole-api': reason(
    'resolved',
    {
      ...WHOLE_API,
      covers: LADDER.map((target, index) =>
        cover(target, index === 0 ? 0 : 1, { recoveredAt: TICK_AT + 40 * MINUTE_MS }),
      ),
      resolvedAt: TICK_AT + 40 * MINUTE_MS,
      closedAs: 'resolved',
      longestToldMs: 40 * MINUTE_MS,
    },
    42,
  ),
  'incident-resolved-after-repeats': reason('resolved', overAt(REOPENED, 5 * 60 + 7), 5 * 60 + 9),
  'incident-resolved-own-network': reason('resolved', overAt({ ...OWN_NETWORK }, 4), 6),
  'incident-closed': reason(
    'no-longer-monitored',
    { ...SINGLE, resolvedAt: TICK_AT + HOUR_MS, closedAs: 'no-longer-monitored' },
    60,
  ),
  'incident-resolved-in-turn': noticeOf('resolved', IN_TURN, TICK_AT + 62 * MINUTE_MS),
  'incident-resolved-by-turns': noticeOf('resolved', BY_TURNS, TICK_AT + 62 * MINUTE_MS),
  'incident-changed-another-vantage': reason('changed', TWO_WAYS, 26),
  'incident-opened-many': reason('opened', MANY, 17),
  'incident-opened-credentials-of-one-vantage': aNotice({
    problem: { ...fromOneRegion('authorization', 'authorization/token-invalid'), detail: 'Unauthorized' },
  }),
  'incident-opened-server-from-one-vantage': aNotice({
    problem: { ...fromOneRegion('server', 'server/unavailable'), detail: 'HTTP 503' },
  }),
  'incident-opened-certificate': aNotice({
    problem: {
      ...SINGLE,
      kinds: { 'network/tls-certificate-expired': 3 },
      failedProbes: 3,
      covers: [cover('server-time', 0, { kinds: { 'network/tls-certificate-expired': 3 } })],
      detail: 'certificate has expired',
    },
  }),
  'incident-changed-acknowledged': reason('changed', TURNED, 9),
  'incident-reminded-after-snooze': noticeOf(
    'reminded',
    { ...SINGLE, told: toldAt(1), reminders: 1 },
    TICK_AT + 20 * HOUR_MS,
  ),
  'incident-reminded-back-again': noticeOf('reminded', { ...REOPENED, reminders: 1 }, TICK_AT + 29 * HOUR_MS),
  'incident-resolved-acknowledged': reason('resolved', SINGLE_OVER, 12),
  'incident-resolved-within-chronic': reason(
    'resolved',
    { ...SINGLE_OVER, linkedTo: { problemId: 'chronic/local/server-time/f1@x', pattern: NIGHTLY, beyond: 'longer' } },
    12,
  ),
  'incident-reminded-in-maintenance': noticeOf(
    'reminded',
    { ...SINGLE, told: toldAt(1), reminders: 1 },
    TICK_AT + 26 * HOUR_MS,
  ),
  'incident-resolved-after-maintenance': noticeOf('resolved', overAt(SINGLE, 29 * 60), TICK_AT + 29 * HOUR_MS),
};
