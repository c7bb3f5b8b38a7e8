import type { Announcement, Notice, NoticeReason, Problem } from '../model/problem.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../model/time.ts';
import { chronicShape } from '../problems/chronic-news.ts';
import { sampleDigest } from './sample-digest.ts';
import {
  changedIncident,
  failedThrough,
  reopenedIncident,
  resolvedIncident,
  sampleChronic,
  sampleIncident,
  sampleOwnNetwork,
  samplePersistent,
  sampleRecurring,
  sampleThrottled,
  sampleWarning,
  toldOf,
} from './sample-problems.ts';

/** The kinds of announcements that people may get, in the order in which samples of them make sense. */
export const ANNOUNCEMENT_KINDS = [
  'incident-opened',
  'incident-changed',
  'incident-reminded',
  'incident-resolved',
  'incident-reopened',
  'incident-closed',
  'chronic-opened',
  'chronic-changed',
  'chronic-resolved',
  'chronic-reopened',
  'chronic-reminded',
  'chronic-closed',
  'early-warning',
  'early-warning-resolved',
  'own-network',
  'own-network-resolved',
  'throttled',
  'throttled-resolved',
  'digest',
] as const;
type AnnouncementKind = (typeof ANNOUNCEMENT_KINDS)[number];

/** One announcement of each kind, about nothing that happened: for trying a channel. The same `now` gives the same samples. */
export function sampleAnnouncements(now: EpochMs): ReadonlyMap<AnnouncementKind, Announcement> {
  const foundAt = now - 30 * HOUR_MS;
  const chronic = sampleChronic(foundAt);
  const samples: Readonly<Record<AnnouncementKind, Announcement>> = {
    ...incidentSamples(now),
    ...chronicSamples(chronic, foundAt, now),
    ...passingSamples(now),
    digest: sampleDigest(now, chronic),
  };
  return new Map(ANNOUNCEMENT_KINDS.map((kind) => [kind, samples[kind]]));
}

/** One thread: an outage of a day that changed, was over, came back, and was closed unseen. */
function incidentSamples(now: EpochMs) {
  const startedAt = now - 27 * HOUR_MS;
  const changedAt = startedAt + 12 * MINUTE_MS;
  const remindedAt = changedAt + 24 * HOUR_MS;
  const resolvedAt = remindedAt + HOUR_MS;
  const reopenedAt = now - 5 * MINUTE_MS;
  const opened = sampleIncident(now, startedAt);
  const changed = changedIncident(opened, changedAt);
  const reminded = { ...failedThrough(changed, remindedAt), reminders: 1, toldAt: remindedAt, decidedAt: remindedAt };
  const resolved = resolvedIncident(failedThrough(reminded, resolvedAt - 2 * MINUTE_MS), resolvedAt);
  const reopened = reopenedIncident(resolved, reopenedAt - 12 * MINUTE_MS, reopenedAt);
  const closed: Problem = {
    ...reopened,
    resolvedAt: now,
    closedAs: 'no-longer-monitored',
    toldAt: now,
    decidedAt: now,
  };
  return {
    'incident-opened': notice('opened', opened, opened.openedAt),
    'incident-changed': notice('changed', changed, changedAt),
    'incident-reminded': notice('reminded', reminded, remindedAt),
    'incident-resolved': notice('resolved', resolved, resolvedAt),
    'incident-reopened': notice('reopened', reopened, reopenedAt),
    'incident-closed': notice('no-longer-monitored', closed, now),
  };
}

/** A thread of failures every four hours that reach a second target, and stay away in the end; and three threads of one notice. */
function chronicSamples(chronic: Problem, foundAt: EpochMs, now: EpochMs) {
  const targets = [...chronic.scope.targets, 'agents'];
  const told = toldOf(chronic, chronicShape(chronic));
  const changed: Problem = {
    ...chronic,
    subject: targets.join(' and '),
    scope: { ...chronic.scope, targets },
    told,
    kinds: { 'server/gateway-timeout': 56, 'server/unavailable': 4 },
    failedProbes: 60,
  };
  // The strikes at two, six, ten hours after it was found, and so on, have not come.
  const resolved: Problem = { ...changed, resolvedAt: foundAt - 2 * HOUR_MS, closedAs: 'resolved' };
  const recurring = sampleRecurring('chronic-recurring', now);
  const closed = sampleRecurring('chronic-closed', now);
  return {
    'chronic-opened': notice('opened', chronic, foundAt),
    'chronic-changed': notice('changed', changed, foundAt + HOUR_MS),
    'chronic-resolved': notice('resolved', resolved, now),
    'chronic-reopened': notice('reopened', recurring, now),
    'chronic-reminded': notice('reminded', { ...samplePersistent(now), reminders: 2 }, now),
    'chronic-closed': notice(
      'no-longer-monitored',
      { ...closed, resolvedAt: now, closedAs: 'no-longer-monitored' },
      now,
    ),
  };
}

/** Three threads: what came, and is over. */
function passingSamples(now: EpochMs) {
  const warnedAt = now - DAY_MS;
  const warning = sampleWarning(warnedAt);
  const downAt = now - 9 * MINUTE_MS;
  const network = sampleOwnNetwork(now, downAt, 3);
  const refusedAt = now - 13 * MINUTE_MS;
  const throttled = sampleThrottled(now, refusedAt);
  return {
    'early-warning': notice('opened', warning, warnedAt),
    'early-warning-resolved': notice('resolved', { ...warning, resolvedAt: now, closedAs: 'resolved' }, now),
    'own-network': notice('opened', network, network.openedAt),
    'own-network-resolved': notice('resolved', resolvedIncident(sampleOwnNetwork(now, downAt, 7), now), now),
    throttled: notice('opened', throttled, throttled.openedAt),
    'throttled-resolved': notice('resolved', resolvedIncident(throttled, now), now),
  };
}

function notice(reason: NoticeReason, problem: Problem, at: EpochMs): Notice {
  return { id: `${problem.id}/${reason}`, at, reason, problem };
}
