import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DETAIL_LIMIT, printable } from '../../../functions/core/probing/printable.ts';
import { UNPRINTABLE, anyText } from '../../support/any-text.ts';

describe('text from elsewhere', () => {
  test.each([
    { name: 'plain words', text: 'Invalid value', shown: 'Invalid value' },
    { name: 'nothing', text: '', shown: '' },
    { name: 'space around', text: '  a  b ', shown: 'a b' },
    { name: 'line breaks', text: 'a\r\nb\u2028c\u2029d\u0085e', shown: 'a b c d e' },
    { name: 'a terminal escape', text: '\u001b[31mred\u001b[0m', shown: '[31mred [0m' },
    { name: 'a null', text: 'a\u0000b', shown: 'a b' },
    { name: 'text turned around', text: 'abc\u202egpj.exe\u202c', shown: 'abc gpj.exe' },
    { name: 'invisible characters', text: 'a\u200bb\ufeffc\u00add', shown: 'a b c d' },
    { name: 'blanks that are letters', text: 'a\u3164b\u115fc', shown: 'a b c' },
    { name: 'marks of no width', text: 'a\ufe0fb\u034fc\u180bd', shown: 'a b c d' },
    { name: 'half a character', text: 'a\ud83db', shown: 'a b' },
    { name: 'letters of any script', text: 'é ü 漢字 😀', shown: 'é ü 漢字 😀' },
    { name: 'markup stays, since escaping is the channel’s', text: '<b>&amp;', shown: '<b>&amp;' },
    { name: 'wide spaces', text: 'a\u00a0\u3000b', shown: 'a b' },
  ])('$name', ({ text, shown }) => {
    expect(printable(text)).toBe(shown);
  });

  test('the limit counts characters, and the cut shows', () => {
    expect(printable('x'.repeat(DETAIL_LIMIT))).toBe('x'.repeat(300));
    expect(printable('x'.repeat(DETAIL_LIMIT + 1))).toBe(`${'x'.repeat(299)}…`);
    expect(printable('😀'.repeat(301))).toBe(`${'😀'.repeat(299)}…`);
    expect(printable('abcdef', 3)).toBe('ab…');
  });

  test('the cut is between whole characters: not before an accent, and not within a flag', () => {
    expect(printable('ne\u0301e', 3)).toBe('n…');
    expect(printable('🇳🇱🇧🇪🇩🇪', 4)).toBe('🇳🇱…');
    expect(printable(`x${'\u0301'.repeat(400)}`, 10)).toBe(`x${'\u0301'.repeat(8)}…`);
  });

  test('any text becomes one printable line within the limit, and stays as it is then', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 400 }), (text, limit) => {
        const shown = printable(text, limit);
        expect(shown).not.toMatch(UNPRINTABLE);
        expect(Array.from(shown).length).toBeLessThanOrEqual(limit);
        expect(printable(shown, limit)).toBe(shown);
      }),
    );
  });
});
