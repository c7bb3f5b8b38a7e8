import type { Announcement, Notice, NoticeReason, Problem } from '../model/problem.ts';
import { HOUR_MS, MINUTE_MS, type EpochMs } from '../model/time.ts';
import { chronicShape } from '../problems/chronic-news.ts';
import { sampleDigest } from './sample-digest.ts';
import {
  changedIncident,
  reopenedIncident,
  resolvedIncident,
  sampleChronic,
  sampleIncident,
  sampleOwnNetwork,
  sampleThrottled,
  sampleWarning,
  toldOf,
} from './sample-problems.ts';

/** The kinds of announcements that people may get, in the order in which samples of them make sense. */
export const SAMPLE_KINDS = [
  'incident-opened',
  'incident-changed',
  'incident-reminded',
  'incident-resolved',
  'incident-reopened',
  'incident-closed',
  'chronic-opened',
  'chronic-changed',
  'chronic-resolved',
  'early-warning',
  'own-network',
  'throttled',
  'digest',
] as const;
export type SampleKind = (typeof SAMPLE_KINDS)[number];

/** One announcement of each kind, about nothing that happened: for trying a channel. The same `now` gives the same samples. */
export function sampleAnnouncements(now: EpochMs): ReadonlyMap<SampleKind, Announcement> {
  const chronic = sampleChronic(now);
  const samples: Readonly<Record<SampleKind, Announcement>> = {
    ...incidentSamples(now),
    ...chronicSamples(chronic, now),
    'early-warning': notice('opened', sampleWarning(now), now),
    'own-network': notice('opened', sampleOwnNetwork(now), now),
    throttled: notice('opened', sampleThrottled(now), now),
    digest: sampleDigest(now, chronic),
  };
  return new Map(SAMPLE_KINDS.map((kind) => [kind, samples[kind]]));
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
  const reminded = { ...changed, reminders: 1, toldAt: remindedAt, decidedAt: remindedAt };
  const resolved = resolvedIncident(reminded, resolvedAt);
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

/** One thread: failures every four hours that reach a second target, and stay away in the end. */
function chronicSamples(chronic: Problem, now: EpochMs) {
  const targets = [...chronic.scope.targets, 'agents'];
  const told = toldOf(chronic, chronicShape(chronic));
  const changed: Problem = { ...chronic, subject: targets.join(' and '), scope: { ...chronic.scope, targets }, told };
  const resolved: Problem = { ...changed, resolvedAt: now - HOUR_MS, closedAs: 'resolved' };
  return {
    'chronic-opened': notice('opened', chronic, now),
    'chronic-changed': notice('changed', changed, now),
    'chronic-resolved': notice('resolved', resolved, now),
  };
}

function notice(reason: NoticeReason, problem: Problem, at: EpochMs): Notice {
  return { id: `${problem.id}/${reason}`, at, reason, problem };
}
