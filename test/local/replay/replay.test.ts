import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, isoTime } from '../../../functions/core/model/time.ts';
import { isLineFault, lineReader, type RecordedLine } from '../../../functions/local/replay/recorded-line.ts';
import { replayDocument } from '../../../functions/local/replay/document.ts';
import { startReplay } from '../../../functions/local/replay/replay.ts';
import { settingsOf } from '../../support/builders-settings.ts';
import { TICK_AT } from '../../support/builders.ts';
import { document, documentOf, jsonLines, read, timelineLines, type Line } from './records.ts';

/** The time of a line of a timeline, and of its minute. */
const time = (minute: number) => isoTime(TICK_AT + minute * MINUTE_MS + 1_230);
const tick = (minute: number) => isoTime(TICK_AT + minute * MINUTE_MS);

describe('a record is examined as if it came in now', () => {
  test('an incident with its notices, after the thresholds', async () => {
    const found = await documentOf(jsonLines(timelineLines('.....xxxxx...')));
    expect(found).toMatchObject({ from: time(0), to: time(12), probes: 13, targets: 1, vantages: ['local'] });
    const id = `local/server-time@${tick(5)}`;
    expect(found.problems).toEqual([
      {
        id,
        nature: 'incident',
        severity: 'critical',
        class: 'network',
        kinds: ['connect-refused'],
        failures: { 'network/connect-refused': 5 },
        failedProbes: 5,
        scope: { targets: ['server-time'], vantages: ['local'], addresses: [] },
        seenFrom: 'only-vantage',
        failingSince: time(5),
        occurrences: 1,
        openedAt: tick(7),
        firstFailureAt: time(5),
        resolvedAt: time(10),
        closedAs: 'resolved',
        continuedAs: null,
        pattern: null,
        consistentWith: [],
        tests: [],
        notices: [
          { id: `${id}/opened`, at: tick(7), reason: 'opened' },
          { id: `${id}/resolved`, at: tick(11), reason: 'resolved' },
        ],
      },
    ]);
  });

  test('one that is not over at the end is open, however near the end', async () => {
    const { problems } = await documentOf(jsonLines(timelineLines('....xxx')));
    expect(problems).toMatchObject([{ openedAt: tick(6), resolvedAt: null, closedAs: null }]);
  });

  test('what was not probed, or is missing, is neither healthy nor failing', async () => {
    const { problems, probes, notProbed } = await documentOf(jsonLines(timelineLines('..x-x x..')));
    expect(problems).toMatchObject([{ failedProbes: 3, firstFailureAt: time(2) }]);
    expect({ probes, notProbed }).toEqual({ probes: 8, notProbed: 1 });
  });

  test('our own network is a problem of the vantage, and no target is blamed', async () => {
    const { problems } = await documentOf(jsonLines(timelineLines('...ooooo..', { vantage: 'eu-west-1' })));
    expect(problems).toMatchObject([
      { class: 'inconclusive', kinds: ['own-network'], scope: { targets: [], vantages: ['eu-west-1'] } },
    ]);
  });

  test('a problem that comes back is told under its id; targets and vantages keep their names', async () => {
    const lines = [
      ...timelineLines(`..xxxx${'.'.repeat(30)}xxxxxxxxxxx..`, { target: 'GET /a%2Fb', vantage: 'aws/eu-west-1' }),
      ...timelineLines('.....ssss......', { target: '@a' }),
    ].toSorted((a, b) => a.at.localeCompare(b.at));
    const { problems, vantages } = await documentOf(jsonLines(lines));
    expect(problems.map(({ scope, openedAt }) => [scope.targets[0], scope.vantages[0], openedAt])).toEqual([
      ['GET /a%2Fb', 'aws/eu-west-1', tick(4)],
      ['@a', 'local', tick(7)],
    ]);
    expect(problems[0]?.notices.map(({ reason }) => reason)).toEqual(['opened', 'resolved', 'reopened', 'resolved']);
    expect(vantages).toEqual(['aws/eu-west-1', 'local']);
  });

  test('a target that comes in hours later is examined like the first', async () => {
    const late = timelineLines(`${' '.repeat(200)}..xxx..`, { target: 'late' });
    const { problems, targets } = await documentOf(jsonLines([...timelineLines('.'.repeat(200)), ...late]));
    expect({ targets, told: problems.map(({ scope }) => scope.targets) }).toEqual({ targets: 2, told: [['late']] });
  });

  test('the policy is that of the settings', async () => {
    const settings = settingsOf({ thresholds: { failingTicks: 1, healthyTicks: 1 } });
    const { problems } = document(await read(jsonLines(timelineLines('.x.')), { settings }));
    expect(problems).toMatchObject([{ openedAt: tick(1), notices: [{ at: tick(1) }, { at: tick(2) }] }]);
  });

  test('a gap of days is bridged', async () => {
    const later = timelineLines('xxx..').map((line) => ({
      ...line,
      at: isoTime(Date.parse(line.at) + 100 * HOUR_MS),
    }));
    const { problems } = await documentOf(jsonLines([...timelineLines('..xxx'), ...later]));
    expect(problems.map(({ firstFailureAt }) => firstFailureAt)).toContain(time(2));
  });

  test('a record without lines holds nothing', async () => {
    const nothing = { from: null, to: null, probes: 0, notProbed: 0, targets: 0, vantages: [], problems: [] };
    expect(await documentOf('')).toEqual(nothing);
    expect(await documentOf('at,target,outcome\n')).toEqual(nothing);
  });

  test('CSV says the same as JSON Lines', async () => {
    const lines = timelineLines('..xxxx..m.ssss..');
    const rows = lines.map(({ at, target, outcome, masked }) =>
      [at, `"${target}"`, outcome, masked === true ? 'true' : ''].join(','),
    );
    expect(await documentOf(['at,target,outcome,masked', ...rows].join('\r\n'))).toEqual(
      await documentOf(jsonLines(lines)),
    );
  });
});

describe('bad lines', () => {
  const text = `${jsonLines(timelineLines('..xxxx'))}nonsense\n{"at":"x"}\n`;

  test('are told with their numbers, and there is no result', async () => {
    const { replayed, bad } = await read(text);
    expect(replayed).toBeNull();
    expect(bad.count()).toBe(2);
    expect(bad.text()).toMatch(/^ {2}line 7: is not JSON: .*\n {2}line 8: at: must be .*; found "x"$/);
  });

  test('are left out on demand', async () => {
    const { replayed, bad } = await read(text, { skipBadLines: true });
    expect(replayed).toMatchObject({ probes: 6, problems: [{ notices: [{ reason: 'opened' }] }] });
    expect(bad.count()).toBe(2);
  });

  test('twenty are listed', async () => {
    const { bad } = await read('{}\n'.repeat(25));
    expect(bad.text().split('\n')).toHaveLength(21);
    expect(bad.text()).toMatch(/line 20: .*\n {2}and 5 more$/);
  });
});

/** Two targets from two vantages, with and without ticks, over an hour and a half. */
const anyRecord = fc
  .record({
    marks: fc.array(fc.array(fc.constantFrom('.', '.', 'x', 'x', 's', 'm', 'o', '-', ' '), { maxLength: 90 }), {
      minLength: 4,
      maxLength: 4,
    }),
    jitterMs: fc.array(fc.nat(50_000), { minLength: 1, maxLength: 20 }),
    hasTicks: fc.boolean(),
  })
  .map(({ marks, jitterMs, hasTicks }) => {
    const lines = marks.flatMap((one, index) =>
      timelineLines(one.join(''), { target: `t${index % 2}`, vantage: `v${index >> 1}` }),
    );
    return lines.map((line, index): Line => {
      const at = Date.parse(line.at);
      const moved = { ...line, at: isoTime(at + (jitterMs[index % jitterMs.length] ?? 0)) };
      return hasTicks ? { ...moved, tickAt: isoTime(Math.floor(at / MINUTE_MS) * MINUTE_MS) } : moved;
    });
  });

const byTime = (a: Line, b: Line) => a.at.localeCompare(b.at);

describe('what is found does not depend on', () => {
  test('the order of lines within five minutes, lines that come twice, and where the pieces end', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyRecord,
        fc.array(fc.nat(5 * MINUTE_MS), { minLength: 1, maxLength: 50 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1_000, max: 100_000 }),
        async (lines, delays, repeats, pieceBytes) => {
          const delivered = [...lines, ...lines.filter((_, index) => repeats[index % repeats.length])]
            .map((line, index) => ({ line, at: Date.parse(line.at) + (delays[index % delays.length] ?? 0) }))
            .toSorted((a, b) => a.at - b.at)
            .map(({ line }) => line);
          const expected = await documentOf(jsonLines(lines.toSorted(byTime)));
          expect(await documentOf(jsonLines(delivered), pieceBytes)).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('how the record is split into passes', async () => {
    await fc.assert(
      fc.asyncProperty(anyRecord, fc.integer({ min: 1, max: 300 }), async (lines, passMinutes) => {
        const readLine = lineReader();
        const order = ({ tickAt, probe }: RecordedLine) => tickAt ?? probe.startedAt;
        const ordered = lines
          .toSorted(byTime)
          .map((line, index) => readLine(line, index))
          .flatMap((line) => (isLineFault(line) ? [] : [line]))
          .toSorted((a, b) => order(a) - order(b));
        const documents = [];
        for (const passMs of [HOUR_MS, passMinutes * MINUTE_MS]) {
          const replay = startReplay(settingsOf({}), passMs);
          for (const line of ordered) await replay.take([line]);
          documents.push(replayDocument(await replay.finish(), 'UTC'));
        }
        expect(documents[1]).toEqual(documents[0]);
      }),
      { numRuns: 60 },
    );
  });
});
