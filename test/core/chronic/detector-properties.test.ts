import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newDetector, type DetectorState } from '../../../functions/core/chronic/detector-state.ts';
import { observe } from '../../../functions/core/chronic/detector.ts';
import type { Evidence } from '../../../functions/core/chronic/evidence.ts';
import type { FindingEvent } from '../../../functions/core/chronic/finding.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { noise, upAndDown } from '../../support/chronic-draws.ts';
import { MONDAY, POLICY, days, every, findings, over, quiet, timeline } from '../../support/chronic-timeline.ts';

const DAY = quiet(1).length;
const RUNS = { seed: 20_260_105, numRuns: 12 };

/** Histories with patterns, noise, other classes, gaps and outages, of about three weeks. */
const histories = fc
  .record({
    seed: fc.integer({ min: 0, max: 1e6 }).map(String),
    noiseRatio: fc.constantFrom(0, 0.005, 0.03, 0.08),
    letter: fc.constantFrom('x', 's', 'd', 'm'),
    strike: fc.constantFrom('none', 'nightly', 'hourly', '95 min', 'two a day', 'working days'),
    outageDay: fc.integer({ min: 0, max: 30 }),
    gapDay: fc.integer({ min: 0, max: 30 }),
    unsteady: fc.boolean(),
  })
  .map(({ seed, noiseRatio, letter, strike, outageDay, gapDay, unsteady }) => {
    const length = 20 * DAY;
    let text = over(noise(seed, noiseRatio, length, letter), struck(strike, length));
    if (unsteady) text = over(text, quiet(12) + upAndDown(seed, DAY, [3, 12], [2, 8]) + quiet(7));
    const overlay = (day: number, marks: string) => '.'.repeat(day * DAY) + marks;
    text = over(text, overlay(outageDay, 'x'.repeat(400))).slice(0, length);
    return over(text, overlay(gapDay, ' '.repeat(150)));
  });

function struck(strike: string, length: number): string {
  const lead = quiet(5);
  const rest = length - lead.length;
  switch (strike) {
    case 'nightly':
      return lead + days(10, '02:00 xx') + quiet(5);
    case 'hourly':
      return lead + every(HOUR_MS, 'xx', 3 * DAY) + quiet(12);
    case '95 min':
      return lead + every(95 * MINUTE_MS, 'xx', rest);
    case 'two a day':
      return lead + days(15, '03:10 ss; 14:35 ss');
    case 'working days':
      return lead + days(15, '09:00 xxx', { on: ['mon', 'tue', 'wed', 'thu', 'fri'], from: MONDAY + 5 * DAY_MS });
    default:
      return quiet(20);
  }
}

function fold(evidence: readonly Evidence[], state: DetectorState): FindingEvent[] {
  return evidence.flatMap((one) => observe(state, one, POLICY));
}

const copied = (state: DetectorState) => JSON.parse(JSON.stringify(state)) as DetectorState;
/** Without what has no place in JSON. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

it('the histories hold what is to be told: else the properties say nothing', () => {
  const kinds = fc
    .sample(histories, { seed: RUNS.seed, numRuns: RUNS.numRuns })
    .flatMap((text) => findings(timeline(text)).confirmed.map(({ pattern }) => pattern.kind));
  expect(new Set(kinds).size).toBeGreaterThanOrEqual(4);
});

describe('whatever the history', () => {
  it('splitting the record anywhere, and keeping the state as JSON between, changes nothing', () => {
    fc.assert(
      fc.property(histories, fc.array(fc.nat(20 * DAY), { maxLength: 5 }), (text, cuts) => {
        const evidence = timeline(text);
        const whole = findings(evidence);
        let state = newDetector();
        const events: FindingEvent[] = [];
        let from = 0;
        for (const cut of [...cuts.toSorted((a, b) => a - b), evidence.length]) {
          events.push(...fold(evidence.slice(from, cut), state));
          state = copied(state);
          from = Math.max(from, cut);
        }
        expect(events).toEqual(whole.events);
        expect(findings([], POLICY, state).last).toEqual(whole.last);
        expect(state).toEqual(plain(whole.state));
      }),
      RUNS,
    );
  });

  it('the state is plain data: JSON keeps all of it', () => {
    fc.assert(
      fc.property(histories, (text) => {
        const { state } = findings(timeline(text));
        expect(plain(state)).toEqual(state);
      }),
      RUNS,
    );
  });

  it('shifting all times by whole weeks changes nothing but times', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 400 }), (text, weeks) => {
        const shiftMs = weeks * 7 * DAY_MS;
        const shifted = findings(timeline(text, { from: MONDAY + shiftMs }));
        expect(shifted.events.map((event) => withoutIds(event, shiftMs))).toEqual(
          findings(timeline(text)).events.map((event) => withoutIds(event, 0)),
        );
      }),
      RUNS,
    );
  });

  it('probes that come twice, or late, change nothing', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 50 }), (text, back) => {
        const evidence = timeline(text);
        const again = evidence.flatMap((one, i) =>
          i % 7 === 0 ? [one, evidence[Math.max(0, i - back)] ?? one] : [one],
        );
        expect(findings(again)).toEqual(findings(evidence));
      }),
      RUNS,
    );
  });

  it('other labels change nothing but labels', () => {
    fc.assert(
      fc.property(histories, (text) => {
        const before = text.replaceAll(/[dm]/g, 'x').replaceAll('x', 's');
        const after = before.replaceAll('s', 'u');
        expect(findings(timeline(after)).events.map(withoutLabels)).toEqual(
          findings(timeline(before)).events.map(withoutLabels),
        );
      }),
      RUNS,
    );
  });

  it('health that follows never confirms anything, once the day of the last failure is over', () => {
    fc.assert(
      fc.property(histories, (text) => {
        const state = newDetector();
        fold(timeline(text + quiet(1)), state);
        const from = MONDAY + text.length * 5 * MINUTE_MS + DAY_MS;
        const later = fold(timeline(quiet(21), { from }), state);
        expect(later.filter(({ type }) => type === 'confirmed' || type === 'suspected')).toEqual([]);
      }),
      RUNS,
    );
  });

  it('and in the end nothing is under way', () => {
    fc.assert(
      fc.property(histories, (text) => {
        const { last } = findings(timeline(text + quiet(35)));
        expect(last.filter(({ endedAt }) => endedAt === null)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('every finding is confirmed before it is updated or ends, and what is said of it makes sense', () => {
    fc.assert(
      fc.property(histories, (text) => {
        const confirmed = new Set<string>();
        const failing = text.replaceAll('.', '').replaceAll(' ', '').length;
        for (const { type, finding } of findings(timeline(text)).events) {
          const { pattern, id } = finding;
          if (type === 'confirmed') confirmed.add(id);
          if (type === 'updated' || type === 'ended') expect(confirmed).toContain(id);
          expect(finding.endedAt !== null).toBe(type === 'ended');
          expect(finding.firstFailureAt).toBeLessThanOrEqual(finding.newestFailureAt);
          expect(finding.failedProbes).toBeLessThanOrEqual(failing);
          expect(finding.foundAt).toBeLessThanOrEqual(finding.endedAt ?? Infinity);
          for (const ratio of [pattern.failureRatio, pattern.explainedRatio, pattern.hits?.ratio ?? 0]) {
            expect(ratio).toBeGreaterThanOrEqual(0);
            expect(ratio).toBeLessThanOrEqual(1);
          }
          expect(pattern.nextExpected?.to ?? 1).toBeGreaterThan(pattern.nextExpected?.from ?? 0);
        }
      }),
      RUNS,
    );
  });
});

/** An event as it would be that much earlier: ids hold times. */
function withoutIds({ type, finding }: FindingEvent, shiftMs: number): unknown {
  const { pattern, ...rest } = finding;
  const earlier = (at: number | null) => (at === null ? null : Math.round(at - shiftMs));
  const rounded = (value: number | null) => (value === null ? null : Number(value.toPrecision(6)));
  return {
    type,
    ...rest,
    id: null,
    firstFailureAt: earlier(rest.firstFailureAt),
    newestFailureAt: earlier(rest.newestFailureAt),
    foundAt: earlier(rest.foundAt),
    endedAt: earlier(rest.endedAt),
    kind: pattern.kind,
    periodMs: rounded(pattern.periodMs),
    timesOfDay: pattern.timesOfDay,
    weekdays: pattern.weekdays,
    cycles: pattern.cycles,
    hits: rounded(pattern.hits?.ratio ?? null),
  };
}

function withoutLabels({ type, finding }: FindingEvent): unknown {
  const { pattern, firstFailureAt, newestFailureAt, failedProbes, foundAt, endedAt } = finding;
  return { type, pattern, firstFailureAt, newestFailureAt, failedProbes, foundAt, endedAt };
}
