import { describe, expect, test } from 'vitest';
import { cutMarkup, fitLines, linkPiece, textPiece } from '../../../functions/core/messages/slack-markup.ts';

describe('a cut counts what escaping adds, and breaks no entity', () => {
  test.for([
    { name: 'what fits stays', text: 'a & b', limit: 9, expected: 'a &amp; b' },
    { name: 'between words', text: 'aaaa bbbb cccc', limit: 11, expected: 'aaaa bbbb…' },
    { name: 'before an entity that has no room', text: '&&&', limit: 12, expected: '&amp;&amp;…' },
    { name: 'between characters of a long word', text: '😀😀😀', limit: 4, expected: '😀…' },
  ])('$name', ({ text, limit, expected }) => {
    expect(cutMarkup(text, limit)).toBe(expected);
  });
});

describe('a link', () => {
  test.for([
    {
      name: 'of the web',
      label: 'Log',
      url: 'https://a.example/?x=1&y=2',
      expected: '<https://a.example/?x=1&amp;y=2|Log>',
    },
    {
      name: 'with markup in its label',
      label: '<!here>',
      url: 'https://a.example',
      expected: '<https://a.example|&lt;!here&gt;>',
    },
    { name: 'to a file', label: 'Runbook', url: 'README.md#a', expected: 'Runbook: README.md#a' },
    {
      name: 'that would end early',
      label: 'Log',
      url: 'https://a.example/|b>',
      expected: 'Log: https://a.example/|b&gt;',
    },
    { name: 'that runs a script', label: 'Log', url: 'javascript:alert(1)', expected: 'Log: javascript:alert(1)' },
  ])('$name', ({ label, url, expected }) => {
    expect(linkPiece(label, url).whole).toBe(expected);
  });
});

describe('lines', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => textPiece(`line ${index + 1}`));

  test('all, where there is room', () => {
    expect(fitLines(lines(3), 20)).toBe('line 1\nline 2\nline 3');
  });

  test('else the first ones, and how many more there are', () => {
    expect(fitLines(lines(15), 40)).toBe('line 1\nline 2\nline 3\n… and 12 more');
  });

  test('a long one is cut, and what follows is counted', () => {
    const long = textPiece('word '.repeat(100).trim());
    const text = fitLines([textPiece('first'), long, textPiece('the last of them')], 200);
    expect(text).toMatch(/^first\n(word )+word…\n… and 1 more$/);
    expect(text.length).toBeLessThanOrEqual(200);
  });

  test('a link is never cut', () => {
    const link = linkPiece('Log', `https://a.example/${'x'.repeat(300)}`);
    expect(fitLines([textPiece('first'), link], 200)).toBe('first\n… and 1 more');
  });
});
