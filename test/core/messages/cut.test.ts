import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutItems, cutList, cutText, utf8Bytes } from '../../../functions/core/messages/cut.ts';
import { anyText } from '../../support/any-text.ts';

const FAMILY = '👩‍👩‍👧';

describe('a text that is too long', () => {
  test.each([
    { name: 'fits', text: 'one two', limit: 7, cut: 'one two' },
    { name: 'between words', text: 'one two three', limit: 10, cut: 'one two…' },
    { name: 'at the very end of a word', text: 'one two three', limit: 8, cut: 'one two…' },
    { name: 'a long word is cut itself', text: `a ${'x'.repeat(20)}`, limit: 10, cut: 'a xxxxxxx…' },
    { name: 'no space at all', text: 'x'.repeat(20), limit: 10, cut: `${'x'.repeat(9)}…` },
    { name: 'never in the middle of a family', text: FAMILY.repeat(3), limit: 12, cut: `${FAMILY}…` },
    { name: 'nor between a letter and its accent', text: 'abcde\u0301fgh', limit: 6, cut: 'abcd…' },
    { name: 'nor between the halves of a flag', text: '🇳🇱🇧🇪🇩🇪', limit: 8, cut: '🇳🇱…' },
  ])('$name', ({ text, limit, cut }) => {
    expect(cutText(text, limit)).toBe(cut);
  });

  test('by bytes, with another ellipsis', () => {
    expect(cutText('漢字漢字', 9, { sizeOf: utf8Bytes })).toBe('漢字…');
    expect(cutText('one two three', 10, { ellipsis: '...' })).toBe('one two...');
  });

  test('is never larger than the limit, whatever it holds, and one that is not is left alone', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 3, max: 300 }), fc.boolean(), (text, limit, inBytes) => {
        const sizeOf = inBytes ? utf8Bytes : (part: string) => part.length;
        const cut = cutText(text, limit, { sizeOf });
        expect(sizeOf(cut)).toBeLessThanOrEqual(limit);
        expect(text.startsWith(cut.replace(/…$/, '')) || cut === text).toBe(true);
        if (sizeOf(text) <= limit) expect(cut).toBe(text);
      }),
    );
  });
});

test('bytes are those of UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length);
    }),
  );
});

describe('lists', () => {
  test.each([
    { items: [], most: 3, text: '' },
    { items: ['a'], most: 3, text: 'a' },
    { items: ['a', 'b'], most: 3, text: 'a and b' },
    { items: ['a', 'b', 'c'], most: 3, text: 'a, b and c' },
    { items: ['a', 'b', 'c', 'd', 'e'], most: 3, text: 'a, b, c and 2 more' },
  ])('$text', ({ items, most, text }) => {
    expect(cutList(items, most, (item) => item)).toBe(text);
  });

  test('say how many there are beyond', () => {
    const targets = Array.from({ length: 17 }, (_, index) => `t${index}`);
    expect(cutItems(targets, 5, (item) => item).at(-1)).toBe('12 more');
  });
});
