import { OWN_NETWORK_SUBJECT } from '../chronic/snapshot.ts';
import { TIMED_CAUSES } from '../chronic/timed-causes.ts';
import type { CauseHint } from '../chronic/cause-rule.ts';
import type { Pattern } from '../model/pattern.ts';
import type { CoveredStream, Problem, ToldReach } from '../model/problem.ts';
import type { Spell } from '../model/spell.ts';
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

/** Minutes after which the servers of the outage answer again, with errors. */
const TURNED_MINUTES = 9;

/** The same outage when the servers answer again, with errors. */
export function changedIncident(opened: Problem, at: EpochMs): Problem {
  const changed: Problem = {
    ...opened,
    class: 'server',
    detail: 'HTTP 502, no APIv2 envelope',
    diagnosis: null,
    told: toldOf(opened, opened.class),
    toldAt: at,
    decidedAt: at,
  };
  return failedThrough(changed, at);
}

/** The outage that turned when it has gone on up to a moment: one failing probe a minute of each target. */
export function failedThrough(problem: Problem, at: EpochMs): Problem {
  const turnedAt = problem.firstFailureAt + TURNED_MINUTES * MINUTE_MS;
  const kinds = {
    'network/connect-timeout': TURNED_MINUTES,
    'server/bad-gateway': Math.floor((at - turnedAt) / MINUTE_MS) + 1,
  };
  const covers = problem.covers.map((cover): CoveredStream => {
    const before = spellOf({ 'network/connect-timeout': TURNED_MINUTES }, cover.firstFailureAt);
    const since = spellOf({ 'server/bad-gateway': kinds['server/bad-gateway'] }, turnedAt);
    return { ...cover, kinds, spells: [before, since] };
  });
  return { ...problem, covers, ...sumsOf(covers) };
}

/** Counts of what streams failed with. */
function sumsOf(covers: readonly CoveredStream[]): Pick<Problem, 'kinds' | 'failedProbes'> {
  const kinds: Record<string, number> = {};
  for (const [name, count] of covers.flatMap((cover) => Object.entries(cover.kinds))) {
    kinds[name] = (kinds[name] ?? 0) + count;
  }
  return { kinds, failedProbes: Object.values(kinds).reduce((sum, count) => sum + count, 0) };
}

/** An incident when it is over. */
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

/** The same outage when it has come back, for a single target: one more failing probe a minute. */
export function reopenedIncident(resolved: Problem, failingSince: EpochMs, at: EpochMs): Problem {
  const [first, ...others] = resolved.covers;
  if (first === undefined) return resolved;
  const again = { 'server/bad-gateway': Math.floor((at - failingSince) / MINUTE_MS) + 1 };
  const kinds = {
    ...first.kinds,
    'server/bad-gateway': (first.kinds['server/bad-gateway'] ?? 0) + again['server/bad-gateway'],
  };
  const back: CoveredStream = {
    ...first,
    firstFailureTick: Math.floor(failingSince / MINUTE_MS) * MINUTE_MS,
    firstFailureAt: failingSince,
    recoveredAt: null,
    pastKinds: first.kinds,
    kinds,
    spells: [...first.spells, spellOf(again, failingSince)],
  };
  const covers = [back, ...others];
  return {
    ...resolved,
    subject: LADDER[0],
    covers,
    ...sumsOf(covers),
    occurrences: 2,
    failingSince,
    reminders: 0,
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

const FOUR_HOURLY_KINDS = { 'server/gateway-timeout': 28, 'server/unavailable': 2 };

/** The API that fails every four hours for some minutes. */
export function sampleChronic(now: EpochMs): Problem {
  const firstFailureAt = now - 38 * HOUR_MS;
  return sampleProblem('chronic', now, firstFailureAt, {
    nature: 'chronic',
    severity: 'warning',
    class: 'server',
    kinds: FOUR_HOURLY_KINDS,
    spells: [{ ...spellOf(FOUR_HOURLY_KINDS, firstFailureAt), to: now - 118 * MINUTE_MS }],
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

/** A certificate that has expired and fails at every probe since nine days. */
export function samplePersistent(now: EpochMs): Problem {
  const firstFailureAt = now - 9 * DAY_MS;
  const kinds = { 'network/tls-certificate-expired': 9 * 24 * 60 };
  return sampleProblem('chronic-persistent', now, firstFailureAt, {
    nature: 'chronic',
    class: 'network',
    kinds,
    spells: [{ from: firstFailureAt, to: now - MINUTE_MS, kinds, phases: { tls: 9 * 24 * 60 }, addresses: {} }],
    pattern: { ...NO_RHYTHM, kind: 'persistent', failureRatio: 1, falseAlarmProbability: null },
    seenFrom: 'only-vantage',
    members: [{ vantage: VANTAGE, subject: 'server-time', findingId: 'test', joinedAt: firstFailureAt, overAt: null }],
    failedProbes: 9 * 24 * 60,
    openedAt: firstFailureAt + HOUR_MS,
    toldAt: now,
    decidedAt: now,
  });
}

/** Outages without a rhythm at one target, which was told to be over after each. */
export function sampleRecurring(name: string, now: EpochMs): Problem {
  const firstFailureAt = now - 9 * DAY_MS;
  const kinds = { 'server/gateway-timeout': 168 };
  return sampleProblem(name, now, firstFailureAt, {
    subject: 'agents',
    nature: 'chronic',
    severity: 'warning',
    class: 'server',
    kinds,
    scope: { targets: ['agents'], vantages: [VANTAGE], addresses: [] },
    spells: [{ ...spellOf(kinds, firstFailureAt), to: now - MINUTE_MS }],
    pattern: { ...NO_RHYTHM, kind: 'recurring', durationMs: 12 * MINUTE_MS, failureRatio: 0.013, cycles: 14 },
    seenFrom: 'only-vantage',
    members: [{ vantage: VANTAGE, subject: 'agents', findingId: 'test', joinedAt: now, overAt: null }],
    failedProbes: 168,
    openedAt: firstFailureAt + HOUR_MS,
    toldAt: now,
    decidedAt: now,
  });
}

const NO_RHYTHM = {
  periodMs: null,
  periodErrorMs: null,
  aliasesMs: [],
  toleranceMs: null,
  durationMs: null,
  zone: null,
  timesOfDay: [],
  weekdays: null,
  explainedRatio: 1,
  hits: null,
  cycles: 1,
  falseAlarmProbability: 1e-7,
  nextExpected: null,
} as const;

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

/** The network that the monitor stands in has been down for some minutes, a failing probe each. */
export function sampleOwnNetwork(now: EpochMs, firstFailureAt: EpochMs, minutes: number): Problem {
  const kinds = { 'inconclusive/own-network': minutes };
  const subject = `the monitor's own network (${VANTAGE})`;
  return sampleProblem('@own-network', now, firstFailureAt, {
    subject,
    severity: 'warning',
    class: 'inconclusive',
    kinds,
    scope: { targets: [], vantages: [VANTAGE], addresses: [] },
    covers: [coverOf(OWN_NETWORK_SUBJECT, firstFailureAt, kinds)],
    failedProbes: minutes,
    origin: null,
    told: { subject, breadth: 1, vantages: 1, periodMs: null, at: null, shape: null, classes: [] },
  });
}

/** An origin that asked us to wait: since then it was left alone. */
export function sampleThrottled(now: EpochMs, firstFailureAt: EpochMs): Problem {
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
  const times = { firstFailureTick, firstFailureAt, recoveredAt: null };
  return { vantage: VANTAGE, subject, ...times, pastKinds: {}, kinds, spells: [spellOf(kinds, firstFailureAt)] };
}

/** A failing probe a minute; what was not answered struck while connecting, at both addresses in turn. */
function spellOf(kinds: Spell['kinds'], from: EpochMs): Spell {
  const count = Object.values(kinds).reduce((sum, one) => sum + one, 0);
  const unanswered = kinds['network/connect-timeout'] ?? 0;
  const half = Math.floor(count / 2);
  return {
    from,
    to: from + (count - 1) * MINUTE_MS,
    kinds,
    phases: unanswered === 0 ? {} : { connect: unanswered },
    addresses: { '203.0.113.9': count - half, ...(half === 0 ? {} : { '203.0.113.10': half }) },
  };
}

function hintsOf(...ids: readonly string[]): CauseHint[] {
  return TIMED_CAUSES.filter(({ id }) => ids.includes(id)).map(({ id, consistentWith, test, source }) => {
    return { id, consistentWith, test, source };
  });
}
