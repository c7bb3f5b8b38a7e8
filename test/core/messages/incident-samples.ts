import type { CoveredStream, Notice, Problem, ToldReach } from '../../../functions/core/model/problem.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { TICK_AT, aNotice, aProblem } from '../../support/builders.ts';
import { every } from '../chronic/cause-findings.ts';
import { noticeOf, reason } from './notice-of.ts';

const ID = 'local/server-time@2026-03-01T00:00:00.000Z';
const DIAGNOSIS = 'all 2 addresses failed: 203.0.113.9 (connect, ECONNREFUSED), 203.0.113.10 (connect, ECONNREFUSED)';

/** A single target at which connections are refused. */
export const SINGLE: Problem = aProblem({ id: ID, seenFrom: 'only-vantage' });

/** The same, seen to be over after ten minutes. */
export const SINGLE_OVER: Problem = {
  ...SINGLE,
  kinds: { 'network/connect-refused': 9 },
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
  const kinds = { 'network/connect-timeout': 3 };
  const firstFailureAt = firstFailureTick + 800;
  return {
    vantage: 'local',
    subject,
    firstFailureTick,
    firstFailureAt,
    recoveredAt: null,
    pastKinds: {},
    kinds,
    ...rest,
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
  covers: [cover('server-time', 5 * 60, { firstFailureAt: TICK_AT + 5 * HOUR_MS })],
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
  covers: [],
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
  'incident-resolved-after-repeats': reason(
    'resolved',
    { ...REOPENED, resolvedAt: TICK_AT + 5 * HOUR_MS + 7 * MINUTE_MS, closedAs: 'resolved' },
    5 * 60 + 9,
  ),
  'incident-resolved-own-network': reason(
    'resolved',
    { ...OWN_NETWORK, resolvedAt: TICK_AT + 4 * MINUTE_MS, closedAs: 'resolved' },
    6,
  ),
  'incident-closed': reason(
    'no-longer-monitored',
    { ...SINGLE, resolvedAt: TICK_AT + HOUR_MS, closedAs: 'no-longer-monitored' },
    60,
  ),
};
