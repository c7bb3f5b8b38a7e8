import { describe, expect, test } from 'vitest';
import { barText, columnRows, labelLine } from '../../../functions/local/terminal/bars.ts';
import { paintOf } from '../../../functions/local/terminal/paint.ts';
import { phaseBars } from '../../../functions/local/terminal/phase-bars.ts';
import { wrapLine } from '../../../functions/local/terminal/wrap-text.ts';

const STYLE = { columns: 60, isTerminal: true, isColoured: false, isUnicode: true };
const ASCII = { ...STYLE, isUnicode: false };

test.each([
  { ratio: 0, unicode: '', ascii: '' },
  { ratio: 0.001, unicode: '▏', ascii: '#' },
  { ratio: 0.5, unicode: '████', ascii: '####' },
  { ratio: 0.55, unicode: '████▍', ascii: '####' },
  { ratio: 3, unicode: '████████', ascii: '########' },
])('a bar of $ratio', ({ ratio, unicode, ascii }) => {
  expect(barText(ratio, 8, true)).toBe(unicode);
  expect(barText(ratio, 8, false)).toBe(ascii);
});

test('columns: the highest reaches the top, a trace is seen, what is not known is empty', () => {
  expect(columnRows([1, 0.5, 0.001, 0, null], 2, 1, true)).toEqual(['█    ', '██▁  ']);
  expect(columnRows([1, 0.5, 0.001, 0, null], 2, 2, false)).toEqual(['##        ', '####..    ']);
});

test('labels stand at their places; one that would touch another is left out, the last is moved in', () => {
  const labels = [
    { at: 6, text: 'c' },
    { at: 0, text: 'abc' },
    { at: 3, text: 'left out' },
    { at: 20, text: 'end' },
  ];
  expect(labelLine(labels, 12)).toBe('abc   c  end');
});

describe('phases', () => {
  const times = { resolve: 10, connect: 20, tls: null, request: 0.25, processing: 150, transfer: 12_345 };

  test('each begins where the one before ended; what was not reached is a dash', () => {
    expect(phaseBars({ ...times, transfer: 20 }, ASCII)).toEqual([
      'resolve      10.0 ms  ##',
      'connect      20.0 ms    ###',
      'tls                -',
      'request       0.3 ms       #',
      'processing    150 ms       #########################',
      'transfer     20.0 ms                                 ###',
    ]);
  });

  test('no line is longer than the terminal is wide', () => {
    for (const style of [STYLE, ASCII]) {
      for (const line of phaseBars(times, style)) expect(Array.from(line).length).toBeLessThanOrEqual(60);
    }
  });

  test('nothing to draw', () => {
    const none = { resolve: null, connect: null, tls: null, request: null, processing: null, transfer: null };
    expect(phaseBars(none, STYLE)).toEqual([]);
  });
});

test('paint leaves texts as they are where there is no colour', () => {
  expect(paintOf(false).red('x')).toBe('x');
  expect(paintOf(true).red('x')).toBe('\u001b[31mx\u001b[39m');
});

test.each([
  { line: 'one two three', width: 8, indent: 0, lines: ['one two', 'three'] },
  { line: '  - one two three', width: 9, indent: 2, lines: ['  - one', '    two', '    three'] },
  { line: 'a longerthanthewidth b', width: 5, indent: 0, lines: ['a', 'longerthanthewidth', 'b'] },
  { line: '', width: 5, indent: 2, lines: [''] },
])('wrapped at $width: $line', ({ line, width, indent, lines }) => {
  expect(wrapLine(line, width, indent)).toEqual(lines);
});
