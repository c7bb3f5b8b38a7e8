import { expect, test } from 'vitest';
import { didYouMean, nearestWord } from '../../../functions/local/commands/nearest-word.ts';

const WORDS = ['start', 'probe', 'replay', '--json', '--html'];

test.each([
  { name: 'letters swapped', found: 'repaly', word: 'replay' },
  { name: 'a letter left out', found: 'stat', word: 'start' },
  { name: 'a letter too many', found: 'probbe', word: 'probe' },
  { name: 'another letter', found: '--jsan', word: '--json' },
  { name: 'capitals', found: 'PROBE', word: 'probe' },
  { name: 'two slips in a longer word', found: 'rplya', word: 'replay' },
  { name: 'the nearer of two', found: '--htm', word: '--html' },
  { name: 'two slips in a short word', found: 'xy', word: null },
  { name: 'another word', found: 'nonsense', word: null },
  { name: 'nothing', found: '', word: null },
])('$name: $found', ({ found, word }) => {
  expect(nearestWord(found, WORDS)).toBe(word);
});

test('as the end of a complaint', () => {
  expect(didYouMean('repaly', WORDS)).toBe(' (did you mean replay?)');
  expect(didYouMean('nonsense', WORDS)).toBe('');
});
