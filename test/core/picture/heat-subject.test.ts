import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../../functions/core/model/time.ts';
import { sampleChronic, sampleIncident } from '../../../functions/core/messages/sample-problems.ts';
import { heatSubjectOf } from '../../../functions/core/picture/heat-subject.ts';
import { MONTH_TO } from './scenes.ts';

describe('what is drawn of a problem', () => {
  const problem = sampleChronic(MONTH_TO);

  test('a chronic one in words, with what it covers', () => {
    expect(heatSubjectOf(problem, MONTH_TO, 'UTC')).toMatchObject({
      title: 'server-time: every 4 h',
      sentence: expect.stringMatching(/^Fails every 4 h .*; next expected 2026-04-05 01:58 to 02:05 UTC\.$/) as string,
      isOver: false,
      classes: ['server'],
      members: [{ vantage: 'eu-west-1', subject: 'server-time' }],
    });
  });

  test('with the next window after now, however old the problem is', () => {
    const later = heatSubjectOf(problem, MONTH_TO + 10 * HOUR_MS, 'UTC');
    expect(later?.pattern.nextExpected?.from).toBeGreaterThan(MONTH_TO + 10 * HOUR_MS);
    expect(later?.sentence).toContain('next expected 2026-04-05 13:58');
  });

  test('without a next window once it is over', () => {
    const over = heatSubjectOf({ ...problem, resolvedAt: MONTH_TO, closedAs: 'resolved' }, MONTH_TO, 'UTC');
    expect(over).toMatchObject({ isOver: true });
    expect(over?.sentence).toMatch(/^Over since 2026-04-05 00:00:00 UTC; before that: Fails every 4 h/);
    expect(over?.sentence).not.toContain('next expected');
  });

  test('nothing of an incident, which has no pattern', () => {
    expect(heatSubjectOf(sampleIncident(MONTH_TO, MONTH_TO), MONTH_TO, 'UTC')).toBeNull();
  });
});
