import { describe, expect, test } from 'vitest';
import { patternInBrief, patternText } from '../../../functions/core/messages/pattern-words.ts';
import type { Problem } from '../../../functions/core/model/problem.ts';
import { HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { TICK_AT } from '../../support/builders.ts';
import { WORKDAYS, clock, every, untimed } from '../chronic/cause-findings.ts';

describe('a pattern in brief', () => {
  test.each<{ pattern: Problem['pattern']; text: string }>([
    { pattern: every(30 * MINUTE_MS), text: 'every 30 min' },
    { pattern: clock('02:00'), text: 'every night at 02:00 Europe/Amsterdam' },
    { pattern: clock('02:00', ['mon']), text: 'every Monday at 02:00 Europe/Amsterdam' },
    { pattern: clock('08:00', WORKDAYS), text: 'every day from Monday to Friday at 08:00 Europe/Amsterdam' },
    { pattern: untimed('persistent'), text: 'all the time' },
    { pattern: untimed('lossy'), text: 'lossy' },
    { pattern: untimed('one-bad-address'), text: 'one bad address' },
    { pattern: null, text: 'chronic' },
  ])('$text', ({ pattern, text }) => {
    expect(patternInBrief({ pattern })).toBe(text);
  });
});

describe('the next window stands in the zone of the reader, with UTC beside', () => {
  const at = (hours: number) => {
    const from = TICK_AT + hours * HOUR_MS;
    return { ...every(30 * MINUTE_MS), nextExpected: { from, to: from + 4 * MINUTE_MS } };
  };

  test.each([
    { hours: 13, zone: 'Europe/Amsterdam', text: '2026-03-01 14:00 to 14:04 Europe/Amsterdam (13:00 to 13:04 UTC).' },
    {
      hours: 23.5,
      zone: 'Europe/Amsterdam',
      text: '2026-03-02 00:30 to 00:34 Europe/Amsterdam (2026-03-01 23:30 to 23:34 UTC).',
    },
    { hours: 13, zone: 'UTC', text: '2026-03-01 13:00 to 13:04 UTC.' },
  ])('$text', ({ hours, zone, text }) => {
    expect(patternText(at(hours), zone)).toMatch(
      new RegExp(`; next expected ${text.replace(/[().]/g, String.raw`\$&`)}$`),
    );
  });

  test('what predicts nothing has none', () => {
    expect(patternText(untimed('lossy'), 'Europe/Amsterdam')).not.toContain('UTC');
  });
});
