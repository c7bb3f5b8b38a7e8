import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compose } from '../../../functions/core/messages/compose.ts';
import type { MessageContext } from '../../../functions/core/messages/message-context.ts';
import { ANNOUNCEMENT_KINDS, sampleAnnouncements } from '../../../functions/core/messages/sample-announcements.ts';
import { NOTICE_REASONS, threadOf } from '../../../functions/core/model/problem.ts';
import { MINUTE_MS } from '../../../functions/core/model/time.ts';
import { readAnnouncement } from '../../../functions/core/problems/read-problem.ts';
import { TICK_AT } from '../../support/builders.ts';

const CONTEXT: MessageContext = {
  timeZone: 'Europe/Amsterdam',
  runbookUrl: 'README.md',
  dashboardUrl: null,
  logsUrl: () => null,
  problemsOptions: '',
  maintenance: null,
  isTest: true,
};

const samples = [...sampleAnnouncements(TICK_AT)];

test('there is one of each kind, and each reason to tell people is among them', () => {
  expect(samples.map(([kind]) => kind)).toEqual(ANNOUNCEMENT_KINDS);
  const reasons = new Set(samples.map(([, { reason }]) => reason));
  expect([...reasons].toSorted()).toEqual([...NOTICE_REASONS, 'digest'].toSorted());
});

test('the same moment gives the same samples, another one others: no channel takes them for repeats', () => {
  expect([...sampleAnnouncements(TICK_AT)]).toEqual(samples);
  const later = [...sampleAnnouncements(TICK_AT + 1)].map(([, { id }]) => id);
  const ids = samples.map(([, { id }]) => id);
  expect(new Set([...ids, ...later]).size).toBe(2 * ANNOUNCEMENT_KINDS.length);
});

test('they are plain data, in the shape of this release', () => {
  for (const [, announcement] of samples) {
    expect(readAnnouncement(JSON.parse(JSON.stringify(announcement)))).toEqual(announcement);
  }
});

test('the life of a problem is one thread, told in order, up to now', () => {
  const threads = Map.groupBy(
    samples.map(([, announcement]) => announcement),
    threadOf,
  );
  expect([...threads.values()].map((thread) => thread.length)).toEqual([6, 3, 1, 1, 1, 2, 2, 2, 1]);
  for (const thread of threads.values()) {
    const times = thread.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBe(TICK_AT);
  }
});

describe.for(samples)('%s', ([, announcement]) => {
  test('says first that it is a test, and then what it would say', () => {
    const { title, sections } = compose(announcement, CONTEXT);
    expect(title).toMatch(/^TEST [A-Z]+ /);
    expect(sections[0]?.lines).toEqual(['This is a test of the channel: nothing is wrong.']);
    expect(sections.length).toBeGreaterThan(2);
    const { sections: real } = compose(announcement, { ...CONTEXT, isTest: false });
    expect(sections.slice(1)).toEqual(real);
  });

  test('its counts and times agree with each other', () => {
    if (announcement.reason === 'digest') {
      const { counts, worst, targets, from, to } = announcement.digest;
      expect(counts.healthy + counts.failed).toBe((targets * (to - from)) / MINUTE_MS);
      expect(worst.shown[0]?.failed).toBe(counts.failed);
      expect(announcement.at).toBeGreaterThanOrEqual(to);
      return;
    }
    const { problem, at } = announcement;
    const ofCovers = problem.covers.map(({ kinds }) => Object.values(kinds).reduce((sum, count) => sum + count, 0));
    const inAll = Object.values(problem.kinds).reduce((sum, count) => sum + count, 0);
    if (problem.covers.length > 0) {
      expect(ofCovers.reduce((sum, count) => sum + count, 0)).toBe(problem.failedProbes);
      expect(inAll).toBe(problem.failedProbes);
    }
    expect(problem.firstFailureAt).toBeLessThanOrEqual(problem.failingSince);
    expect(problem.failingSince).toBeLessThanOrEqual(at);
    expect(problem.resolvedAt ?? 0).toBeLessThanOrEqual(at);
    expect(problem.toldAt).toBeLessThanOrEqual(at);
  });
});

test('at any moment they can be put into words', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2020), max: Date.UTC(2100) }), (now) => {
      for (const [, announcement] of sampleAnnouncements(now)) {
        expect(compose(announcement, CONTEXT).title).toMatch(/^TEST /);
      }
    }),
    { numRuns: 20 },
  );
});
