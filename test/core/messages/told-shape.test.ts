import { expect, test } from 'vitest';
import { toldShape } from '../../../functions/core/messages/told-shape.ts';
import { chronicShape } from '../../../functions/core/problems/chronic-news.ts';
import { clock } from '../chronic/cause-findings.ts';

const NOTHING = { class: null, kind: null, zone: null, weekdays: null };

test('what is written of a chronic problem is read', () => {
  const pattern = { ...clock('02:00'), zone: 'Europe/Amsterdam', weekdays: ['mon', 'fri'] as const };
  expect(toldShape({ shape: chronicShape({ class: 'server', pattern }) })).toEqual({
    class: 'server',
    kind: 'clock',
    zone: 'Europe/Amsterdam',
    weekdays: ['mon', 'fri'],
  });
});

test.each([
  { shape: 'network', expected: { ...NOTHING, class: 'network' } },
  { shape: '["network"]', expected: { ...NOTHING, class: 'network' } },
  { shape: null, expected: NOTHING },
  { shape: '', expected: NOTHING },
  { shape: 'of a later release', expected: NOTHING },
  { shape: '["server', expected: NOTHING },
  { shape: '["server",7,{},"mon"]', expected: { ...NOTHING, class: 'server' } },
])('$shape', ({ shape, expected }) => {
  expect(toldShape({ shape })).toEqual(expected);
});
