import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LINE_LIMIT, lineCutter } from '../../../functions/local/replay/text-lines.ts';

function cut(pieces: readonly string[]): [number, string | null][] {
  const found: [number, string | null][] = [];
  const cutter = lineCutter((text, line) => found.push([line, text]));
  for (const piece of pieces) cutter.push(piece);
  cutter.end();
  return found;
}

test('lines are counted, empty ones too; the last one needs no end', () => {
  expect(cut(['a\r\n\nb'])).toEqual([
    [1, 'a'],
    [2, ''],
    [3, 'b'],
  ]);
  expect(cut(['a\n'])).toEqual([[1, 'a']]);
  expect(cut([''])).toEqual([]);
});

test('where the pieces end does not matter', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r') });
  fc.assert(
    fc.property(fc.array(text), (pieces) => {
      expect(cut(pieces)).toEqual(cut([pieces.join('')]));
    }),
  );
});

test('a line over the limit is told as such, in whatever pieces it comes, and those around it are kept', () => {
  const long = 'x'.repeat(LINE_LIMIT + 1);
  const expected = [
    [1, 'a'],
    [2, null],
    [3, 'b'],
  ];
  expect(cut([`a\n${long}\nb`])).toEqual(expected);
  expect(cut(['a\n', long, long, 'x\n', 'b\n'])).toEqual(expected);
  expect(cut([long, long])).toEqual([[1, null]]);
  expect(cut(['x'.repeat(LINE_LIMIT)])[0]?.[1]).toHaveLength(LINE_LIMIT);
});
