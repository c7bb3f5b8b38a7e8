import { expect, test } from 'vitest';
import type { RecordedRun } from '../../../functions/core/run-record.ts';
import { isLineFault, lineReader } from '../../../functions/local/replay/recorded-line.ts';
import { runAssembly } from '../../../functions/local/replay/recorded-runs.ts';

/** `minute:second target [vantage] [tick minute]` → `vantage tick targets`, in the order in which runs are handed on. */
function assemble(rows: readonly string[]): string[] {
  const runs: RecordedRun[] = [];
  const assembly = runAssembly((run) => runs.push(run));
  const read = lineReader();
  rows.forEach((row, index) => {
    const [time = '', target = '', vantage = 'v', tick] = row.split(' ');
    const tickAt = tick === undefined ? null : `2026-03-01T00:${tick}:00Z`;
    const line = read({ at: `2026-03-01T00:${time}Z`, target, outcome: 'healthy', vantage, tickAt }, index);
    if (isLineFault(line)) throw new Error(line.reason);
    assembly.add(line);
  });
  assembly.close();
  assembly.close();
  return runs.map(({ key, probes }) => {
    const tick = new Date(key.tickAt).toISOString().slice(14, 19);
    return `${key.vantage} ${tick} ${probes.map(({ targetId }) => targetId).join(',')}`;
  });
}

const cases = [
  {
    name: 'lines without ticks belong to their minute',
    rows: ['00:01 a', '00:40 b', '01:02 a', '01:41 b'],
    runs: ['v 00:00 a,b', 'v 01:00 a,b'],
  },
  {
    name: 'ticks are kept where the record has them',
    rows: ['01:10 a v 01', '02:20 b v 01', '02:10 a v 02'],
    runs: ['v 01:00 a,b', 'v 02:00 a'],
  },
  {
    name: 'a target that comes again within the minute starts a run',
    rows: ['00:05 a', '00:20 a', '00:25 b', '00:35 a', '01:05 a'],
    runs: ['v 00:00 a', 'v 00:20 a,b', 'v 00:35 a', 'v 01:00 a'],
  },
  {
    name: 'jitter over the full minute loses nothing',
    rows: ['00:59 a', '02:00 a', '02:59 a', '04:00 a'],
    runs: ['v 00:00 a', 'v 02:00 a', 'v 02:59 a', 'v 04:00 a'],
  },
  {
    name: 'vantages have runs of their own',
    rows: ['00:01 a v', '00:02 a w', '00:03 b v', '01:01 a v'],
    runs: ['v 00:00 a,b', 'w 00:00 a', 'v 01:00 a'],
  },
];
test.for(cases)('$name', ({ rows, runs }) => {
  expect(assemble(rows).toSorted()).toEqual(runs.toSorted());
});

test('runs of a vantage are handed on with ticks that go up', () => {
  const rows = [
    '00:01 a',
    '00:01.5 a',
    '00:02 a v 00',
    '00:03 a',
    '00:50 b v 01',
    '01:03 b',
    '01:05 a v 05',
    '01:06 a v 05',
  ];
  const ticks = assemble(rows).map((run) => run.split(' ')[1] ?? '');
  expect(ticks).toEqual(ticks.toSorted());
  expect(new Set(ticks).size).toBeGreaterThan(5);
});
