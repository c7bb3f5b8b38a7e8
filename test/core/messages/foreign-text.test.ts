import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chatMarkup } from '../../../functions/core/messages/chat-markup.ts';
import { named, quoted } from '../../../functions/core/messages/foreign-text.ts';
import { UNPRINTABLE, anyText } from '../../support/any-text.ts';

describe('a name', () => {
  test.each([
    { name: 'server-time', shown: 'server-time' },
    { name: "the monitor's own network (local)", shown: "the monitor's own network (local)" },
    { name: 'network/connect_timeout', shown: 'network/connect_timeout' },
    { name: 'a *bold* one', shown: '“a *bold* one”' },
    { name: '_slanted_', shown: '“_slanted_”' },
    { name: '<!channel>', shown: '“<!channel>”' },
    { name: 'a\nb', shown: 'a b' },
  ])('$name', ({ name, shown }) => {
    expect(named(name)).toBe(shown);
  });
});

test('text from a server cannot end its own quotes, nor be longer than is said', () => {
  expect(quoted('he said “run ”; rm -rf” now', 100)).toBe('“he said "run "; rm -rf" now”');
  fc.assert(
    fc.property(anyText, fc.integer({ min: 5, max: 300 }), (text, limit) => {
      const shown = quoted(text, limit);
      expect(shown).toMatch(/^“[^“”]*”$/u);
      expect(shown).not.toMatch(UNPRINTABLE);
      expect(shown.length).toBeLessThanOrEqual(limit + 2);
    }),
  );
});

describe('in a chat', () => {
  test('our own code stays code, and what a server said is no markup', () => {
    const line = 'Run `mtr HOST`: “*bold* _it_ ~no~ `code` <!channel> & <https://evil.test|here>”';
    expect(chatMarkup(line, 500)).toBe(
      'Run `mtr HOST`: “∗bold∗ ˍitˍ ∼no∼ ˋcodeˋ &lt;!channel&gt; &amp; &lt;https://evil.test|here&gt;”',
    );
  });

  test('a line that is cut within quotes is still no markup', () => {
    expect(chatMarkup(`“${'*x* '.repeat(50)}”`, 40)).toMatch(/^“[^*]+…$/);
  });

  test('never longer than the limit, and never with half an escape', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 10, max: 200 }), (text, limit) => {
        const markup = chatMarkup(quoted(text, 1_000), limit);
        expect(markup.length).toBeLessThanOrEqual(limit);
        expect(markup).not.toMatch(/[<>*~`]/);
        expect(markup.replace(/&(?:amp|lt|gt);/g, '')).not.toContain('&');
      }),
    );
  });
});
