import { describe, expect, test } from 'vitest';
import type { Pattern } from '../../../functions/core/model/pattern.ts';
import { patternSentence } from '../../../functions/core/chronic/words.ts';
import { patternDocument } from '../../../functions/core/messages/pattern-document.ts';
import type { ProblemDocument } from '../../../functions/local/replay/document.ts';
import { replayReport } from '../../../functions/local/replay/report.ts';
import { TICK_AT } from '../../support/builders.ts';
import { documentOf, jsonLines, timelineLines } from './records.ts';

const NIGHTLY: Pattern = {
  kind: 'clock',
  periodMs: 86_400_000,
  periodErrorMs: 0,
  aliasesMs: [],
  toleranceMs: 180_000,
  durationMs: 120_000,
  zone: 'Europe/Amsterdam',
  timesOfDay: ['02:00', '14:00'],
  weekdays: ['sat', 'sun', 'mon'],
  failureRatio: 0.5,
  explainedRatio: 0.95,
  hits: { ratio: 0.8, low: 0.5, high: 0.9 },
  cycles: 10,
  falseAlarmProbability: 1e-9,
  nextExpected: { from: TICK_AT, to: TICK_AT + 60_000 },
};

test('a pattern as a document: ISO times, the first time of day, weekdays from Monday on, the sentence', () => {
  expect(patternDocument(NIGHTLY, 'Europe/Amsterdam')).toEqual({
    ...NIGHTLY,
    timeOfDay: '02:00',
    weekdays: ['mon', 'sat', 'sun'],
    nextExpectedAt: '2026-03-01T00:00:00.000Z',
    nextExpected: { from: '2026-03-01T00:00:00.000Z', to: '2026-03-01T00:01:00.000Z' },
    summary: patternSentence(NIGHTLY, 'Europe/Amsterdam'),
  });
  const uneven = { periodMs: 1_800_000.4, periodErrorMs: 7_758.7, toleranceMs: 96_158.4, durationMs: 119_490.5 };
  expect(patternDocument({ ...NIGHTLY, ...uneven }, 'UTC')).toMatchObject({
    periodMs: 1_800_000,
    periodErrorMs: 7_759,
    toleranceMs: 96_158,
    durationMs: 119_491,
  });
  const without: Pattern = { ...NIGHTLY, kind: 'lossy', timesOfDay: [], weekdays: null, nextExpected: null };
  expect(patternDocument(without, 'UTC')).toMatchObject({
    timeOfDay: null,
    weekdays: null,
    nextExpectedAt: null,
    nextExpected: null,
  });
});

describe('a report for a person', () => {
  test('an incident: what, why, since when, what was told and when', async () => {
    const document = await documentOf(jsonLines(timelineLines('..xxxx--..', { vantage: 'eu-west-1' })));
    expect(replayReport(document, 'Europe/Amsterdam').split('\n')).toEqual([
      '10 probes (2 of them not probed) of 1 target from eu-west-1,',
      '2026-03-01 01:00:01 Europe/Amsterdam (00:00:01 UTC) to 2026-03-01 01:09:01 Europe/Amsterdam (00:09:01 UTC): 9 min.',
      '',
      '1 incident:',
      '',
      '1. incident, critical: server-time: network, connect-refused',
      '   The address answered that nothing accepts connections on this port.',
      '   From 2026-03-01 01:02:01 Europe/Amsterdam (00:02:01 UTC) to 2026-03-01 01:08:01 Europe/Amsterdam (00:08:01 UTC), for 6 min.',
      '   Failures: 4 x network/connect-refused; seen from eu-west-1.',
      '   Seen from the only vantage. Concerns: the network between this monitor and the API, or the provider: from a single vantage the two cannot be told apart.',
      '   2026-03-01 01:04:00 Europe/Amsterdam (00:04:00 UTC)  told',
      '   2026-03-01 01:09:00 Europe/Amsterdam (00:09:00 UTC)  told that it is over',
    ]);
  });

  test('a chronic problem: the pattern, what it is consistent with, and how to be sure', async () => {
    const found = await documentOf(jsonLines(timelineLines('..xxxx')));
    const [incident] = found.problems;
    if (incident === undefined) throw new Error('nothing found');
    const pattern = patternDocument(NIGHTLY, 'UTC');
    const chronic: ProblemDocument = {
      ...incident,
      nature: 'chronic',
      pattern,
      consistentWith: ['Consistent with a nightly reconnect.'],
      tests: ['Ask the provider.'],
      scope: { targets: ['a', 'b'], vantages: ['local'], addresses: ['203.0.113.9'] },
      seenFrom: 'all',
    };
    const report = replayReport({ ...found, problems: [chronic, chronic] }, 'UTC');
    expect(report).toContain('2 chronic problems, in the order of telling:');
    expect(report).toContain('2. chronic, critical: a, b: network, connect-refused');
    expect(report).toContain(
      `   ${pattern.summary}\n   Consistent with a nightly reconnect.\n   To be sure: Ask the provider.\n`,
    );
    expect(report).toContain('not over at the end of the record.');
    expect(report).toContain(
      "seen from local, at 203.0.113.9.\n   Seen from every vantage. Concerns: the network; every vantage fails, so probably at the provider's end.",
    );
  });

  test('incidents alike are one block after the chronic problems, each with its life', async () => {
    const found = await documentOf(jsonLines(timelineLines(`..xxxx..........xxx${'.'.repeat(30)}sss..`)));
    const [incident, third] = found.problems;
    if (incident === undefined || third === undefined) throw new Error('two incidents expected');
    const { firstFailureAt } = incident;
    const resolvedAt = '2026-03-01T00:06:01.000Z';
    const first = { ...incident, occurrences: 1, failingSince: firstFailureAt, resolvedAt, failedProbes: 4 };
    const second = {
      ...incident,
      firstFailureAt: '2026-03-01T00:16:01.000Z',
      failingSince: '2026-03-01T00:18:01.000Z',
      resolvedAt: '2026-03-01T00:19:01.000Z',
      occurrences: 2,
      failedProbes: 3,
    };
    const chronic: ProblemDocument = { ...third, id: 'c', nature: 'chronic', pattern: patternDocument(NIGHTLY, 'UTC') };
    const told = { ...found, problems: [first, { ...second, continuedAs: 'c' }, chronic, third] };
    expect(replayReport(told, 'UTC').split('\n').slice(3, -6)).toEqual([
      '1 chronic problem and 3 incidents, in the order of telling:',
      '',
      expect.stringContaining('1. chronic, critical: server-time: server'),
      `   ${patternSentence(NIGHTLY, 'UTC')}`,
      ...Array.from({ length: 5 }, () => expect.any(String) as string),
      '',
      '2. 2 incidents, critical: server-time: network, connect-refused',
      '   The address answered that nothing accepts connections on this port.',
      '   Seen from local; --json tells each in full.',
      '   From 2026-03-01 00:02:01 UTC to 2026-03-01 00:06:01 UTC, for 4 min: 4 failing probes.',
      '   2 times from 2026-03-01 00:16:01 UTC to 2026-03-01 00:19:01 UTC, the last time for 1 min; ' +
        'from then on a part of the chronic problem of server-time: 3 failing probes.',
      '',
      '3. incident, critical: server-time: server, internal-error',
    ]);
  });

  test('nothing found is said plainly, with the numbers', async () => {
    const report = replayReport(await documentOf(jsonLines(timelineLines('..m...'))), 'UTC');
    expect(report).toBe(
      '6 probes of 1 target from local,\n2026-03-01 00:00:01 UTC to 2026-03-01 00:05:01 UTC: 5 min.\n\n' +
        'Nothing found: no incident, and no failures that repeat.',
    );
    expect(replayReport(await documentOf(''), 'UTC')).toBe('The record holds no probes.');
  });

  test('names of the record cannot steer the terminal', async () => {
    const lines = timelineLines('..xxxx', { target: 'a\u001b[31m\nb', vantage: '\u202ev' });
    expect(replayReport(await documentOf(jsonLines(lines)), 'UTC')).not.toMatch(/[\u001b\u202e]/);
  });

  test('our own network has a name', async () => {
    const report = replayReport(await documentOf(jsonLines(timelineLines('..oooo'))), 'UTC');
    expect(report).toContain('incident, warning: the monitor’s own network: inconclusive, own-network');
  });
});
