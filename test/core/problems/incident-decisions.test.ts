import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../../functions/core/model/time.ts';
import { decideIncidents } from '../../../functions/core/problems/decide-incidents.ts';
import { START_OFFSET_MS, tickTime } from '../../support/timeline.ts';
import { POLICY, fold, live, problemOf, tell, toldOf, viewOf, worldOf } from './incident-world.ts';

const startOf = (tick: number): number => tickTime(tick) + START_OFFSET_MS;
const withThresholds = (failingTicks: number, healthyTicks: number) => ({
  policy: { thresholds: { failingTicks, healthyTicks } },
});

describe('one target', () => {
  test.each<{ name: string; a: string; told: readonly string[] }>([
    { name: 'healthy', a: '.....', told: [] },
    { name: 'failing below the threshold', a: '.nn.nn.', told: [] },
    { name: 'an incident', a: '..nnn...', told: ['opened a network @4', 'resolved a network @6'] },
    { name: 'after a first try', a: '..nn.nnn.(7)', told: ['opened a network @7', 'resolved a network @14'] },
    {
      name: 'one healthy tick is no recovery',
      a: 'nnn.n.n.(6)',
      told: ['opened a network @2', 'resolved a network @12'],
    },
    { name: 'a relapse below the threshold', a: 'nnn..n..nn', told: ['opened a network @2', 'resolved a network @4'] },
    { name: 'not probed while failing', a: 'nn-n-.-.', told: ['opened a network @3', 'resolved a network @7'] },
    { name: 'no record while failing', a: 'nn_n_._.', told: ['opened a network @3', 'resolved a network @7'] },
    { name: 'never probed', a: '----', told: [] },
    {
      name: 'every kind counts, the most frequent class tells',
      a: '.nNs..',
      told: ['opened a network @3', 'resolved a network @5'],
    },
    { name: 'the newest of two as frequent classes tells', a: '.nnss', told: ['opened a network @3'] },
    { name: 'the newest of three as frequent classes tells', a: '.nsc', told: ['opened a content @3'] },
    { name: 'our own fault and the API do not add up', a: '.nnffn', told: [] },
  ])('$name: $a', ({ a, told }) => {
    expect(tell({ a })).toEqual(told);
  });

  test.each<{ failing: number; healthy: number; a: string; told: readonly string[] }>([
    { failing: 1, healthy: 1, a: '.n.', told: ['opened a network @1', 'resolved a network @2'] },
    { failing: 1, healthy: 3, a: 'n..n.(5)', told: ['opened a network @0', 'resolved a network @8'] },
    { failing: 5, healthy: 1, a: 'nnnnn.', told: ['opened a network @4', 'resolved a network @5'] },
  ])('with $failing failing and $healthy healthy ticks: $a', ({ failing, healthy, a, told }) => {
    expect(tell({ a }, withThresholds(failing, healthy))).toEqual(told);
  });
});

describe('what people are told', () => {
  const world = worldOf({ a: '.nNn.s.(7)' });
  live(world);
  const [opened, resolved] = world.notices;

  test('at the opening', () => {
    const id = 'here/a@2026-03-01T00:01:00.000Z';
    const kinds = { 'network/connect-refused': 2, 'network/connect-timeout': 1 };
    const addresses = { '203.0.113.9': 3 };
    const spells = [{ from: startOf(1), to: startOf(3), kinds, phases: {}, addresses }];
    const covered = { vantage: 'here', subject: 'a', firstFailureTick: tickTime(1), firstFailureAt: startOf(1) };
    const problem = {
      id,
      stream: 'here/a',
      subject: 'a',
      nature: 'incident',
      pattern: null,
      hints: [],
      seenFrom: 'only-vantage',
      members: [],
      covers: [{ ...covered, recoveredAt: null, pastKinds: {}, kinds, spells }],
      spells: [],
      strikes: [],
      linkedTo: null,
      severity: 'critical',
      class: 'network',
      kinds,
      scope: { targets: ['a'], vantages: ['here'], addresses: [] },
      detail: 'network/connect-refused',
      origin: 'https://api.example.test',
      diagnosis: null,
      failedProbes: 3,
      firstFailureAt: startOf(1),
      failingSince: startOf(1),
      occurrences: 1,
      previous: null,
      soonAgain: 0,
      rate: null,
      pausedTargets: [],
      isQuiet: false,
      toldOccurrences: 1,
      longestToldMs: 0,
      reminders: 0,
      told: { subject: 'a', breadth: 1, vantages: 1, periodMs: null, at: null, shape: null, classes: [] },
      openedAt: tickTime(3),
      toldAt: tickTime(3),
      decidedAt: tickTime(3),
      resolvedAt: null,
      closedAs: null,
    };
    expect(opened).toEqual({ id: `${id}/opened`, at: tickTime(3), reason: 'opened', problem });
  });

  test('at the end, with everything that failed meanwhile', () => {
    expect(resolved).toMatchObject({
      id: 'here/a@2026-03-01T00:01:00.000Z/resolved',
      at: tickTime(12),
      problem: {
        class: 'network',
        kinds: { 'network/connect-refused': 2, 'network/connect-timeout': 1, 'server/internal-error': 1 },
        detail: 'network/connect-refused',
        failedProbes: 4,
        openedAt: tickTime(3),
        resolvedAt: startOf(6),
        longestToldMs: 5 * MINUTE_MS,
        closedAs: 'resolved',
      },
    });
  });

  test('the severity is that of the class', () => {
    const severityOf = (a: string) => {
      const one = worldOf({ a });
      live(one);
      return problemOf(one, 'a').severity;
    };
    expect([severityOf('sss'), severityOf('ccc')]).toEqual(['critical', 'warning']);
  });

  test('what trying every address showed, by the tick at which it was opened', () => {
    const one = worldOf({ a: 'nnn' });
    live(one, 0, 2);
    const restless = fold(one, 2);
    const view = viewOf(one, 2, restless);
    const verdicts = view.verdicts.map((verdict) => ({ ...verdict, diagnosis: 'all refuse' }));
    const [change] = decideIncidents({ ...view, verdicts }, POLICY);
    expect(change?.problem.diagnosis).toBe('all refuse');
  });
});

describe('probes that start late', () => {
  const timeline = fc.string({
    unit: fc.constantFrom('.', '.', 'n', 'n', 'N', 's', '-', '_'),
    minLength: 1,
    maxLength: 60,
  });
  /** Up to the whole of a run's time, so that a probe may start later than one of the next tick. */
  const offsetsMs = fc.array(fc.integer({ min: 0, max: 110_000 }), { minLength: 66, maxLength: 66 });

  test('whoever fails for long enough is told of, whoever is healthy for long enough too', () => {
    fc.assert(
      fc.property(
        timeline,
        offsetsMs,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        (text, offsets, failing, healthy) => {
          const circumstances = { ...withThresholds(failing, healthy), offsetsMs: offsets };
          const a = text + 'n'.repeat(failing);
          const before = worldOf({ a }, circumstances);
          live(before);
          expect([...before.book.values()].filter(({ closedAs }) => closedAs === null)).toHaveLength(1);
          const after = worldOf({ a: a + '.'.repeat(Math.max(healthy, 5 * failing)) }, circumstances);
          live(after);
          expect([...after.book.values()].map(({ closedAs }) => closedAs)).not.toContain(null);
          for (const { at, problem } of after.notices) expect(problem.resolvedAt ?? 0).toBeLessThanOrEqual(at);
        },
      ),
    );
  });

  test('reading any of it again tells nothing new', () => {
    fc.assert(
      fc.property(timeline, offsetsMs, fc.nat({ max: 60 }), (a, offsets, start) => {
        const world = worldOf({ a }, { offsetsMs: offsets });
        live(world, 0, start);
        const saved = structuredClone(world.streams);
        live(world, start);
        expect(live({ ...world, streams: saved }, start)).toEqual([]);
        expect(live({ ...world, streams: {} })).toEqual([]);
        expect(toldOf(world)).toEqual(tell({ a }, { offsetsMs: offsets }));
      }),
    );
  });
});
