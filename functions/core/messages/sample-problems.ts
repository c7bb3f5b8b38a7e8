import { OWN_NETWORK_SUBJECT } from '../chronic/snapshot.ts';
import { TIMED_CAUSES } from '../chronic/timed-causes.ts';
import type { CauseHint } from '../chronic/cause-rule.ts';
import type { Pattern } from '../model/pattern.ts';
import type { CoveredStream, Problem, ToldReach } from '../model/problem.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, isoTime, type EpochMs } from '../model/time.ts';
import { INCIDENT } from '../problems/new-problem.ts';

const VANTAGE = 'eu-west-1';
const ORIGIN = 'https://portal.ixon.cloud';
const LADDER = ['server-time', 'platform-servers', 'access-token', 'company', 'agents'] as const;

/** What every sample is unless it says otherwise. `name` tells its thread from the others; `now` from those of other tests. */
function sampleProblem(name: string, now: EpochMs, firstFailureAt: EpochMs, changes: Partial<Problem>): Problem {
  return {
    ...INCIDENT,
    id: `test/${name}@${isoTime(now)}`,
    stream: `test/${name}`,
    subject: 'server-time',
    severity: 'critical',
    class: 'network',
    kinds: {},
    scope: { targets: ['server-time'], vantages: [VANTAGE], addresses: [] },
    detail: null,
    origin: ORIGIN,
    diagnosis: null,
    failedProbes: 3,
    firstFailureAt,
    failingSince: firstFailureAt,
    told: { subject: 'server-time', breadth: 1, vantages: 1, periodMs: null, at: null, shape: null, classes: [] },
    openedAt: firstFailureAt + 2 * MINUTE_MS,
    toldAt: firstFailureAt + 2 * MINUTE_MS,
    decidedAt: firstFailureAt + 2 * MINUTE_MS,
    resolvedAt: null,
    closedAs: null,
    ...changes,
  };
}

/** An outage of the whole API on the network, three minutes old at `openedAt`. */
export function sampleIncident(now: EpochMs, firstFailureAt: EpochMs): Problem {
  const kinds = { 'network/connect-timeout': 3 };
  return sampleProblem('incident', now, firstFailureAt, {
    subject: 'server-time and 4 more',
    kinds: { 'network/connect-timeout': 15 },
    scope: { targets: LADDER, vantages: [VANTAGE], addresses: [] },
    covers: LADDER.map((target) => coverOf(target, firstFailureAt, kinds)),
    detail: 'connect ETIMEDOUT 203.0.113.9:443',
    diagnosis: '203.0.113.9 and 203.0.113.10: no answer to the attempt to connect',
    failedProbes: 15,
    told: {
      subject: 'server-time and 4 more',
      breadth: 5,
      vantages: 1,
      periodMs: null,
      at: null,
      shape: null,
      classes: [],
    },
  });
}

/** The same outage when the servers answer again, with errors. */
export function changedIncident(opened: Problem, at: EpochMs): Problem {
  const kinds = { 'network/connect-timeout': 10, 'server/bad-gateway': 12 };
  return {
    ...opened,
    class: 'server',
    kinds: { 'network/connect-timeout': 50, 'server/bad-gateway': 60 },
    covers: opened.covers.map((cover) => ({ ...cover, kinds })),
    detail: 'HTTP 502, no APIv2 envelope',
    diagnosis: null,
    failedProbes: 110,
    told: toldOf(opened, opened.class),
    toldAt: at,
    decidedAt: at,
  };
}

/** The same outage when it is over. */
export function resolvedIncident(problem: Problem, at: EpochMs): Problem {
  const recoveredAt = at - MINUTE_MS;
  return {
    ...problem,
    covers: problem.covers.map((cover) => ({ ...cover, recoveredAt })),
    longestToldMs: recoveredAt - problem.failingSince,
    resolvedAt: recoveredAt,
    closedAs: 'resolved',
    toldAt: at,
    decidedAt: at,
  };
}

/** The same outage when it has come back, for a single target. */
export function reopenedIncident(resolved: Problem, failingSince: EpochMs, at: EpochMs): Problem {
  const [first, ...others] = resolved.covers;
  return {
    ...resolved,
    subject: LADDER[0],
    covers:
      first === undefined
        ? others
        : [{ ...first, firstFailureAt: failingSince, recoveredAt: null, pastKinds: first.kinds }, ...others],
    occurrences: 2,
    failingSince,
    resolvedAt: null,
    closedAs: null,
    toldAt: at,
    decidedAt: at,
  };
}

/** What people were told with the newest notice of a problem. */
export function toldOf({ subject, scope, toldAt, class: failureClass, pattern }: Problem, shape: string): ToldReach {
  const reach = { subject, breadth: Math.max(1, scope.targets.length), vantages: scope.vantages.length };
  return { ...reach, periodMs: pattern?.periodMs ?? null, at: toldAt, shape, classes: [failureClass] };
}

/** The API that fails every four hours for some minutes. */
export function sampleChronic(now: EpochMs): Problem {
  const firstFailureAt = now - 38 * HOUR_MS;
  return sampleProblem('chronic', now, firstFailureAt, {
    nature: 'chronic',
    severity: 'warning',
    class: 'server',
    kinds: { 'server/gateway-timeout': 28, 'server/unavailable': 2 },
    pattern: fourHourly(now),
    hints: hintsOf('provider-backup'),
    seenFrom: 'only-vantage',
    members: [{ vantage: VANTAGE, subject: 'server-time', findingId: 'test', joinedAt: now, overAt: null }],
    detail: 'HTTP 504, no APIv2 envelope',
    failedProbes: 30,
    openedAt: now,
    toldAt: now,
    decidedAt: now,
  });
}

function fourHourly(now: EpochMs): Pattern {
  return {
    kind: 'periodic',
    periodMs: 4 * HOUR_MS,
    periodErrorMs: 20 * SECOND_MS,
    aliasesMs: [],
    toleranceMs: 2 * MINUTE_MS,
    durationMs: 3 * MINUTE_MS,
    zone: null,
    timesOfDay: [],
    weekdays: null,
    failureRatio: 0.94,
    explainedRatio: 0.97,
    hits: { ratio: 1, low: 0.72, high: 1 },
    cycles: 10,
    falseAlarmProbability: 2e-7,
    nextExpected: { from: now + 118 * MINUTE_MS, to: now + 125 * MINUTE_MS },
  };
}

/** A token that ends in twelve days. */
export function sampleWarning(now: EpochMs): Problem {
  const endsAt = now + 12 * DAY_MS + HOUR_MS;
  return sampleProblem('@token-expiring/main', now, now, {
    subject: 'the token of account main',
    severity: 'warning',
    class: 'authorization',
    kinds: { 'authorization/token-expiring': 1 },
    scope: { targets: LADDER.slice(2), vantages: [VANTAGE], addresses: [] },
    detail: `ends ${isoTime(endsAt)}`,
    origin: null,
    failedProbes: 0,
    told: {
      subject: 'the token of account main',
      breadth: 1,
      vantages: 1,
      periodMs: null,
      at: null,
      shape: null,
      classes: [],
    },
    openedAt: now,
    toldAt: now,
    decidedAt: now,
  });
}

/** The network that the monitor stands in is down. */
export function sampleOwnNetwork(now: EpochMs): Problem {
  const firstFailureAt = now - 3 * MINUTE_MS;
  const kinds = { 'inconclusive/own-network': 3 };
  const subject = `the monitor's own network (${VANTAGE})`;
  return sampleProblem('@own-network', now, firstFailureAt, {
    subject,
    severity: 'warning',
    class: 'inconclusive',
    kinds,
    scope: { targets: [], vantages: [VANTAGE], addresses: [] },
    covers: [coverOf(OWN_NETWORK_SUBJECT, firstFailureAt, kinds)],
    origin: null,
    told: { subject, breadth: 1, vantages: 1, periodMs: null, at: null, shape: null, classes: [] },
  });
}

/** An origin that asked us to wait. */
export function sampleThrottled(now: EpochMs): Problem {
  const firstFailureAt = now - 3 * MINUTE_MS;
  const kinds = { 'throttled/too-many-requests': 1 };
  return sampleProblem('throttled', now, firstFailureAt, {
    subject: 'agents',
    severity: 'warning',
    class: 'throttled',
    kinds,
    scope: { targets: ['agents'], vantages: [VANTAGE], addresses: [] },
    covers: [coverOf('agents', firstFailureAt, kinds)],
    detail: 'HTTP 429, Retry-After: 600',
    failedProbes: 1,
    told: { subject: 'agents', breadth: 1, vantages: 1, periodMs: null, at: null, shape: null, classes: [] },
  });
}

function coverOf(subject: string, firstFailureAt: EpochMs, kinds: CoveredStream['kinds']): CoveredStream {
  const firstFailureTick = Math.floor(firstFailureAt / MINUTE_MS) * MINUTE_MS;
  return { vantage: VANTAGE, subject, firstFailureTick, firstFailureAt, recoveredAt: null, pastKinds: {}, kinds };
}

function hintsOf(...ids: readonly string[]): CauseHint[] {
  return TIMED_CAUSES.filter(({ id }) => ids.includes(id)).map(({ id, consistentWith, test, source }) => {
    return { id, consistentWith, test, source };
  });
}
