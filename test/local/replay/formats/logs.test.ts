import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonLog } from '../../../../functions/adapters/json-log.ts';
import { packRun } from '../../../../functions/core/pack-run.ts';
import type { Probe, Run } from '../../../../functions/core/model/run.ts';
import { MINUTE_MS, isoTime } from '../../../../functions/core/model/time.ts';
import { unpackRun, type RecordedProbe } from '../../../../functions/core/run-record.ts';
import { TICK_AT, aFailedAttempt, aProbe, aRun, anAttempt } from '../../../support/builders.ts';
import { readEntries } from './read-entries.ts';

const failing = (targetId: string): Probe => {
  const attempts = [aFailedAttempt(), aFailedAttempt()];
  return aProbe({ targetId, attempts, outcome: attempts[1]?.outcome ?? { class: 'healthy' } });
};
const skipped = (targetId: string): Probe =>
  aProbe({ targetId, attempts: [], outcome: { class: 'not-probed', reason: 'paused', until: null } });
const masked = (targetId: string): Probe =>
  aProbe({ targetId, masked: true, attempts: [aFailedAttempt(), anAttempt()] });

const runs: fc.Arbitrary<Run[]> = fc
  .array(fc.array(fc.constantFrom(aProbe, failing, skipped, masked), { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((minutes) =>
    minutes.map((makes, minute) => {
      const key = {
        vantage: minute % 2 === 0 ? 'eu-west-1' : 'us/east',
        tickAt: TICK_AT + minute * MINUTE_MS,
        shard: 0,
      };
      const probes = makes.map((make, index) =>
        make === aProbe
          ? aProbe({ targetId: `t${index}`, startedAt: key.tickAt })
          : (make as (id: string) => Probe)(`t${index}`),
      );
      return aRun({ key, probes: probes.map((probe) => ({ ...probe, startedAt: key.tickAt + 40 })) });
    }),
  );

/** As the probe function logs it. */
function logged(run: Run): object {
  const lines: object[] = [];
  const sink = { info: (record: object) => lines.push(record), warn: () => undefined, error: () => undefined };
  const targetIds = run.probes.map(({ targetId }) => targetId);
  jsonLog(sink).info('probe-run', { ...run.key, durationMs: 12, targets: 1, targetIds, parts: packRun(run, 900) });
  return lines[0] ?? {};
}

/** As Lambda's JSON format puts it into CloudWatch. */
const inLambda = (run: Run) =>
  JSON.stringify({ timestamp: isoTime(run.key.tickAt), level: 'INFO', requestId: 'r', message: logged(run) });
const other = JSON.stringify({ timestamp: 't', level: 'WARN', message: { event: 'probe-failed', target: 'x' } });
const report = '{"time":"t","type":"platform.report","record":{"metrics":{"durationMs":1}}}';

const SHAPES: readonly { name: string; write: (runs: readonly Run[]) => string }[] = [
  {
    name: 'aws logs get-query-results',
    write: (all) =>
      JSON.stringify({
        results: all.map((run) => [
          { field: '@timestamp', value: '2026-03-01 00:00:00.000' },
          { field: '@message', value: inLambda(run) },
          { field: '@ptr', value: 'p' },
        ]),
        status: 'Complete',
      }),
  },
  {
    name: 'the export of the console',
    write: (all) =>
      JSON.stringify(
        [other, ...all.map(inLambda)].map((text) => ({ '@timestamp': 't', '@message': text })),
        null,
        2,
      ),
  },
  {
    name: 'the export of the console, with messages as objects',
    write: (all) => JSON.stringify(all.map((run) => ({ '@message': JSON.parse(inLambda(run)) as unknown }))),
  },
  {
    name: 'aws logs filter-log-events',
    write: (all) => JSON.stringify({ events: all.map((run) => ({ timestamp: 1, message: inLambda(run) })) }),
  },
  {
    name: 'the log of npm start',
    write: (all) => all.map((run) => JSON.stringify({ at: 't', level: 'info', ...logged(run) })).join('\n'),
  },
  {
    name: 'aws logs tail, among other lines',
    write: (all) =>
      [report, other, ...all.map(inLambda)]
        .map((text) => `2026-03-01T00:00:01 2026/03/01/[$LATEST]ab ${text}`)
        .join('\n'),
  },
];

describe('runs that were logged are read back as they are read from the store', () => {
  test.for(SHAPES)('$name', ({ write }) => {
    fc.assert(
      fc.property(runs, (all) => {
        const { name, lines, faults } = readEntries(write(all));
        expect({ name, faults }).toEqual({ name: 'logs', faults: [] });
        const stored = all.flatMap((run) => {
          const ids = run.probes.map(({ targetId }) => targetId);
          return unpackRun(run.key, ids, packRun(run)).probes.map((probe): [string, number, RecordedProbe] => [
            run.key.vantage.replace('/', '%2F'),
            run.key.tickAt,
            probe,
          ]);
        });
        expect(lines.map(({ vantage, tickAt, probe }) => [vantage, tickAt, probe])).toEqual(stored);
      }),
      { numRuns: 40 },
    );
  });
});

describe('what cannot be read is named with its place and the reason', () => {
  const run = JSON.parse(inLambda(aRun())) as { message: object };
  const rows = [
    {
      name: 'a newer record',
      message: { ...run.message, parts: ['{"v":2}'] },
      says: 'a version this release does not know',
    },
    { name: 'a record that is no JSON', message: { ...run.message, parts: ['{'] }, says: 'the run record is not JSON' },
    { name: 'no vantage', message: { ...run.message, vantage: 1 }, says: 'vantage must be text' },
    { name: 'no tick', message: { ...run.message, tickAt: 'x' }, says: 'tickAt must be epoch milliseconds' },
    { name: 'no parts', message: { ...run.message, parts: null }, says: 'parts must be a list of texts' },
  ];
  test.for(rows)('$name', ({ message, says }) => {
    const good = inLambda(aRun());
    const { faults, places, lines } = readEntries(
      JSON.stringify({ results: [good, JSON.stringify({ message })].map((value) => [{ field: '@message', value }]) }),
    );
    expect(faults).toMatchObject([{ reason: expect.stringContaining(says) as string }]);
    expect(places.textOf(faults[0]?.line ?? 0)).toBe('results[1]');
    expect(lines).toHaveLength(1);
  });

  test('a line that CloudWatch cut off, and a row without the line', () => {
    const cut = inLambda(aRun()).slice(0, -20);
    const { faults } = readEntries(JSON.stringify([{ '@message': cut }, { '@timestamp': 't' }]));
    expect(faults.map(({ reason }) => reason)).toEqual([
      'is a probe-run that cannot be read: the JSON is not complete',
      expect.stringContaining('has no @message: query `fields @timestamp, @message') as string,
    ]);
    expect(readEntries(`${report}\n${cut}`).faults).toMatchObject([{ line: 2 }]);
  });
});
