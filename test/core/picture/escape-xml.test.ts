import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeXml, shownText } from '../../../functions/core/picture/escape-xml.ts';
import { percentOf, svgNumber } from '../../../functions/core/picture/svg-number.ts';
import { UNPRINTABLE, anyText } from '../../support/any-text.ts';
import { parseXml } from './strict-xml.ts';

describe('text in XML', () => {
  test.each([
    { name: 'markup', text: '<script>alert("1")</script>', shown: '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;' },
    { name: 'what looks escaped already', text: "&lt; & '", shown: '&amp;lt; &amp; &#39;' },
    { name: 'what XML has no way to say', text: 'a\uFFFEb\uFFFFc', shown: 'a\u{FFFD}b\u{FFFD}c' },
    { name: 'right to left overrides and terminal codes', text: 'a\u202Eb\u001b[31mc', shown: 'a b [31mc' },
    { name: 'plain words', text: 'server-time from eu-west-1', shown: 'server-time from eu-west-1' },
  ])('$name', ({ text, shown }) => {
    expect(shownText(text)).toBe(shown);
  });

  test('is cut before it is escaped, so that no entity is cut', () => {
    expect(shownText('&'.repeat(20), 5)).toBe('&amp;&amp;&amp;&amp;…');
  });

  test('whatever it is, it stays within its element and its attribute', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = shownText(text);
        expect(shown).not.toMatch(UNPRINTABLE);
        for (const one of [shown, escapeXml(text)]) {
          const [element, ...others] = parseXml(`<a b="${one}">${one}</a>`);
          expect(others).toEqual([]);
          expect(element?.children).toEqual([]);
          expect(element?.attributes.get('b')).toBe(one);
        }
      }),
    );
  });
});

describe('numbers', () => {
  test.each([
    [0, '0'],
    [-0.001, '0'],
    [0.5, '.5'],
    [-0.25, '-.25'],
    [12.3456, '12.35'],
    [240, '240'],
  ])('%d is %s', (value, text) => {
    expect(svgNumber(value)).toBe(text);
  });

  test.each([NaN, Infinity])('%d is refused', (value) => {
    expect(() => svgNumber(value)).toThrow(RangeError);
    expect(() => percentOf(value)).toThrow(/finite/);
  });
});
