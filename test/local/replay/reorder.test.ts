import { describe, expect, test } from 'vitest';
import {
  isLineFault,
  lineReader,
  type LineFault,
  type RecordedLine,
} from '../../../functions/local/replay/recorded-line.ts';
import { reorder } from '../../../functions/local/replay/reorder.ts';

function lines(rows: readonly object[]): RecordedLine[] {
  const read = lineReader();
  return rows.map((row, index) => {
    const line = read({ target: 'a', outcome: 'healthy', ...row }, index + 1);
    if (isLineFault(line)) throw new Error(line.reason);
    return line;
  });
}

function ordered(rows: readonly object[]) {
  const faults: LineFault[] = [];
  const order = reorder((fault) => faults.push(fault));
  const out: number[] = [];
  for (const line of lines(rows)) {
    order.add(line);
    out.push(...order.ready().map((one) => one.line));
  }
  const early = out.length;
  out.push(...order.rest().map((one) => one.line));
  return { out, early, faults };
}

const at = (time: string, more: object = {}) => ({ at: `2026-03-01T${time}Z`, ...more });

describe('order', () => {
  test('lines up to five minutes late fall into their place; older ones are faulty', () => {
    const { out, faults } = ordered([at('00:10:00'), at('00:20:00'), at('00:15:00'), at('00:14:59.999')]);
    expect(out).toEqual([1, 3, 2]);
    expect(faults).toEqual([
      {
        line: 4,
        reason:
          'at: lines may be out of order by five minutes only; found 2026-03-01T00:14:59.999Z, and line 2 has 2026-03-01T00:20:00.000Z',
      },
    ]);
  });

  test('ticks go before the probes’ own times', () => {
    const tickAt = (time: string) => ({ tickAt: `2026-03-01T${time}Z` });
    const { out } = ordered([
      at('00:01:10', tickAt('00:01:00')),
      at('00:01:20', tickAt('00:00:00')),
      at('00:01:05', tickAt('00:02:00')),
    ]);
    expect(out).toEqual([2, 1, 3]);
  });

  test('a late line still goes before earlier ones when its tick does', () => {
    const { out } = ordered([at('00:12:00'), at('00:20:00'), at('00:15:00', { tickAt: '2026-03-01T00:10:30Z' })]);
    expect(out).toEqual([3, 1, 2]);
  });

  test('lines are handed out on the way, so that memory is bounded', () => {
    const rows = Array.from({ length: 600 }, (_, n) =>
      at(`${String((n / 60) | 0).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}:00`),
    );
    const { out, early } = ordered(rows);
    expect(out).toEqual(rows.map((_, n) => n + 1));
    expect(600 - early).toBeLessThan(15);
  });
});

describe('duplicates', () => {
  test('a line that comes again counts once', () => {
    const { out, faults } = ordered([at('00:00:00'), at('00:00:00'), at('00:01:00'), at('00:00:00')]);
    expect({ out, faults }).toEqual({ out: [1, 3], faults: [] });
  });

  test('another target, vantage or time is another probe', () => {
    const others = [
      at('00:00:00'),
      at('00:00:00', { target: 'b' }),
      at('00:00:00', { vantage: 'v' }),
      at('00:00:00.001'),
    ];
    expect(ordered(others).out.toSorted()).toEqual([1, 2, 3, 4]);
  });

  test('two lines that say different things about one probe cannot both count', () => {
    const { out, faults } = ordered([at('00:00:00'), at('00:01:00'), at('00:00:00', { outcome: 'network' })]);
    expect(out).toEqual([1, 2]);
    expect(faults).toMatchObject([{ line: 3, reason: expect.stringContaining('that of line 1') as string }]);
  });
});
