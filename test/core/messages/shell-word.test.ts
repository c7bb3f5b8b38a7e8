import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellWord } from '../../../functions/core/messages/shell-word.ts';

test.each([
  { text: 'monitor.config.ts', word: 'monitor.config.ts' },
  { text: 'my settings.ts', word: "'my settings.ts'" },
  { text: 'it\'s $HOME `x` \\ "y" *', word: String.raw`'it'\''s $HOME ${'`x`'} \ "y" *'` },
  { text: '', word: "''" },
])('a shell reads $word as $text', ({ text, word }) => {
  expect(shellWord(text)).toBe(word);
  expect(execFileSync('sh', ['-c', `printf %s ${word}`], { encoding: 'utf8' })).toBe(text);
});
