import fc from 'fast-check';

/** Pieces that have broken terminals, logs, mails and string functions before. */
const NASTY = [
  '\u0000',
  '\u001b[31m',
  '\r\n',
  '\t',
  '\u0085',
  '\u2028',
  '\u2029',
  '\u202e',
  '\u2066',
  '\ufeff',
  '\u200b',
  '👩‍👩‍👧',
  '😀',
  '\ud83d',
  '\ude00',
  '<script>',
  '__proto__',
  '%s',
  '\\u0000',
  'é',
] as const;

/** Any text that a server may send, nasty pieces more often than chance would have them, now and then very long. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc
    .tuple(fc.array(fc.oneof(fc.constantFrom(...NASTY), fc.string())), fc.constantFrom(1, 1, 200))
    .map(([pieces, times]) => pieces.join('').repeat(times)),
);

/** What must not be in a text that is shown: control, format and line characters, and halves of characters. */
export const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
