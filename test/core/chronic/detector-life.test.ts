import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { noise, scattered } from '../../support/chronic-draws.ts';
import {
  MONDAY,
  POLICY,
  days,
  every,
  findings,
  lineOf,
  over,
  quiet,
  timeline,
  told,
} from '../../support/chronic-timeline.ts';

const DAY = quiet(1).length;
const WORKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;

/** What happened to the findings of a timeline, without updates and suspicions. */
function life(text: string): string[] {
  const { events } = findings(timeline(text));
  return events
    .filter(({ type }) => type === 'confirmed' || type === 'ended')
    .map(({ type, finding }) => `${type} ${lineOf(finding)}`);
}

describe('a pattern that stops ends, and says so once', () => {
  it.each([
    ['nightly', quiet(7) + days(7, '02:00 xx') + quiet(10), 'clock at 02:00 UTC'],
    ['half-hourly', quiet(3) + every(30 * MINUTE_MS, 'xx', 2 * DAY) + quiet(3), 'periodic every 30 min'],
    ['all the time', quiet(3) + 'x*400' + quiet(3), 'persistent'],
    ['at random', quiet(3) + noise('lossy', 0.1, 4 * DAY) + quiet(7), 'lossy'],
    ['again and again', quiet(7) + scattered('recurring', 10, () => 4, 'xxxx') + quiet(14), 'recurring'],
  ])('%s', (_, text, line) => {
    expect(life(text)).toEqual([`confirmed ${line}`, `ended ${line} ended`]);
  });

  it('and what was counted of it ends with its last hit', () => {
    const { last } = findings(timeline(quiet(3) + every(30 * MINUTE_MS, 'xx', 2 * DAY) + quiet(3)));
    expect(last.map(({ pattern: { hits, cycles } }) => [hits?.ratio, cycles])).toEqual([[1, 96]]);
  });

  it('but not while its probes are missing', () => {
    const gap = ' '.repeat(10 * DAY);
    expect(life(quiet(7) + days(7, '02:00 xx') + gap + quiet(1))).toEqual(['confirmed clock at 02:00 UTC']);
  });

  it('and is the same finding when it comes back within days', () => {
    const text = quiet(7) + days(7, '02:00 xx') + quiet(9) + days(7, '02:00 xx');
    const { events } = findings(timeline(text));
    expect(new Set(events.map(({ finding }) => finding.id)).size).toBe(1);
    expect(events.at(-1)?.finding.endedAt).toBeNull();
  });

  it('a single missed night does not end it', () => {
    expect(life(quiet(7) + days(7, '02:00 xx') + quiet(1) + days(7, '02:00 xx'))).toHaveLength(1);
  });
});

describe('a pattern that changes', () => {
  it('has its new period in the end, and nothing else goes on', () => {
    const text = quiet(3) + every(30 * MINUTE_MS, 'xx', 2 * DAY) + every(130 * MINUTE_MS, 'xx', 8 * DAY);
    const open = findings(timeline(text)).last.filter(
      ({ endedAt, level }) => endedAt === null && level === 'confirmed',
    );
    expect(open.map(lineOf)).toEqual(['periodic every 130 min']);
  });

  it('that moves to another hour is found there', () => {
    const text = quiet(7) + days(7, '02:00 xx') + days(14, '11:00 xx');
    const open = findings(timeline(text)).last.filter(
      ({ endedAt, level }) => endedAt === null && level === 'confirmed',
    );
    expect(open.map(({ pattern }) => pattern.timesOfDay)).toEqual([['11:00']]);
  });
});

describe('what is said of a pattern', () => {
  const { last, events } = findings(timeline(quiet(7) + days(10, '02:00 xx')));
  const [nightly] = last;

  it('is first a suspicion or a confirmation, and confirmed within five nights', () => {
    const confirmed = events.find(({ type }) => type === 'confirmed');
    expect(confirmed?.finding.foundAt).toBeLessThan(MONDAY + 12 * DAY_MS);
  });

  it('when it began and struck last, and how much of all failures it is', () => {
    expect(nightly).toMatchObject({ level: 'confirmed', class: 'network', endedAt: null });
    expect(nightly?.firstFailureAt).toBe(MONDAY + 7 * DAY_MS + 2 * HOUR_MS + 120);
    expect(nightly?.newestFailureAt).toBe(MONDAY + 16 * DAY_MS + 2 * HOUR_MS + 5 * MINUTE_MS + 120);
    expect(nightly?.pattern.explainedRatio).toBe(1);
  });

  it('how often it hits, how long, how sure', () => {
    expect(nightly?.pattern.hits?.ratio).toBe(1);
    expect(nightly?.pattern.hits?.low).toBeLessThan(1);
    expect(nightly?.pattern.cycles).toBe(10);
    expect(nightly?.pattern.durationMs).toBe(10 * MINUTE_MS);
    expect(nightly?.pattern.falseAlarmProbability).toBeLessThan(0.01);
    expect(nightly?.pattern.periodMs).toBe(DAY_MS);
  });

  it('when it is expected next: a window around the next night', () => {
    const next = nightly?.pattern.nextExpected;
    const start = MONDAY + 17 * DAY_MS + 2 * HOUR_MS;
    expect(next?.from).toBeLessThanOrEqual(start + 120);
    expect(next?.to).toBeGreaterThan(start + 10 * MINUTE_MS);
    expect((next?.to ?? 0) - (next?.from ?? 0)).toBeLessThan(2 * HOUR_MS);
  });

  it('after a Friday: not before Monday, for one of working days', () => {
    const text = quiet(7) + days(19, '09:00 xxx', { on: WORKDAYS });
    const [finding] = findings(timeline(text)).last;
    expect(Math.floor(((finding?.pattern.nextExpected?.from ?? 0) - MONDAY) / DAY_MS)).toBe(28);
  });

  it('the shares of other failures stay out of it', () => {
    const text = over(noise('others', 0.004, 28 * DAY, 's'), quiet(7) + days(21, '02:00 xx'));
    const [finding] = findings(timeline(text)).confirmed;
    expect(Object.keys(finding?.mix.kinds ?? {})).toEqual(['network/connect-timeout']);
    expect(finding?.mix.phases).toEqual({ connect: finding?.mix.kinds['network/connect-timeout'] });
    expect(finding?.pattern.explainedRatio).toBeGreaterThan(0.4);
    expect(finding?.pattern.explainedRatio).toBeLessThan(0.9);
  });

  it('the failures of an answer by status', () => {
    const [finding] = findings(timeline(quiet(7) + days(14, '02:00 ss'))).confirmed;
    expect(finding).toMatchObject({ class: 'server' });
    expect(Object.keys(finding?.mix.statuses ?? {})).toEqual(['502']);
  });
});

describe('the tolerance for false alarms', () => {
  it('when lower, waits longer', () => {
    const evidence = timeline(quiet(7) + days(14, '02:00 xx'));
    const foundAt = (falseAlarmsPerTargetYear: number) =>
      findings(evidence, { ...POLICY, falseAlarmsPerTargetYear }).confirmed[0]?.foundAt ?? Infinity;
    expect(foundAt(0.001)).toBeGreaterThan(foundAt(1));
    expect(foundAt(0.001)).toBeLessThan(Infinity);
  });

  it('when lower, suspects what it would have confirmed', () => {
    const evidence = timeline(quiet(7) + days(14, '02:00 xx'));
    const types = findings(evidence, { ...POLICY, falseAlarmsPerTargetYear: 0.001 }).events.map(({ type }) => type);
    expect(types.slice(0, 2)).toEqual(['suspected', 'confirmed']);
  });

  it('a suspicion names its next window, is not confirmed by it alone and does not last', () => {
    const text = quiet(7) + days(3, '02:00 xx');
    const policy = { ...POLICY, falseAlarmsPerTargetYear: 0.001 };
    const after = (quietDays: number) => findings(timeline(text + quiet(quietDays)), policy).last;
    const [suspected] = after(0);
    const next = MONDAY + 10 * DAY_MS + 2 * HOUR_MS + 120;
    expect(suspected?.level).toBe('suspected');
    expect(suspected?.pattern.nextExpected?.from).toBeLessThan(next);
    expect(suspected?.pattern.nextExpected?.to).toBeGreaterThan(next);
    expect(after(14)).toEqual([]);
    expect(told(text + quiet(14), {}, policy)).toEqual([]);
  });
});
