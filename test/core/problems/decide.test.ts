import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { abandon } from '../../../functions/core/problems/decide.ts';
import { initialDetectState } from '../../../functions/core/problems/streams.ts';
import { TICK_AT, aProblem } from '../../support/builders.ts';
import { START_OFFSET_MS, THRESHOLDS, foldRuns, pass, tickTime, timelineRuns } from '../../support/timeline.ts';

const startOf = (tick: number): number => tickTime(tick) + START_OFFSET_MS;

describe('what is decided at each tick', () => {
  test.each([
    ['health', '.....', '-----'],
    ['failures below the threshold', '.xx.xx.', '-------'],
    ['an incident', '..xxx...', '----OfR-'],
    ['after a first try', '..xx.xxx..', '-------OfR'],
    ['a long one', 'xxxxxx..', '--OffffR'],
    ['one healthy tick is no recovery', 'xxx.x.x..', '--OfffffR'],
    ['two incidents', 'xxx..xxx..', '--OfR--OfR'],
    ['a relapse below the threshold', 'xxx..x..xx', '--OfR-----'],
    ['not probed while failing', 'xx x . .', '---OfffR'],
    ['no record while failing', 'xx_x._.', '-- Of R'],
    ['nothing ever probed', '   ', '   '],
    ['masked is healthy', 'xxxmm', '--OfR'],
    ['every kind counts', '.xts..', '---OfR'],
  ])('%s', (_name, timeline, decisions) => {
    const found = pass(timelineRuns(timeline)).decisions;
    expect(`${timeline}\n${found}`).toBe(`${timeline}\n${decisions}`);
  });

  test.each([
    { failingTicks: 1, healthyTicks: 1, timeline: '.x.xx.', decisions: '-OROfR' },
    { failingTicks: 1, healthyTicks: 3, timeline: 'x..x...', decisions: 'OfffffR' },
    { failingTicks: 5, healthyTicks: 1, timeline: 'xxxxx.', decisions: '----OR' },
  ])('with thresholds $failingTicks and $healthyTicks: "$timeline"', ({ timeline, decisions, ...thresholds }) => {
    expect(pass(timelineRuns(timeline), thresholds).decisions).toBe(decisions);
  });
});

describe('what people are told', () => {
  const [opened, resolved] = pass(timelineRuns('.xtx.s...')).notices;

  test('at the opening', () => {
    const id = 'local/server-time@2026-03-01T00:01:00.000Z';
    const problem = {
      id,
      stream: 'local/server-time',
      nature: 'incident',
      pattern: null,
      hints: [],
      seenFrom: null,
      members: [],
      strikes: [],
      linkedTo: null,
      severity: 'critical',
      class: 'network',
      kinds: { 'network/connect-refused': 2, 'network/connect-timeout': 1 },
      scope: { targets: ['server-time'], vantages: ['local'], addresses: [] },
      detail: 'connect ECONNREFUSED 203.0.113.9:443',
      failedProbes: 3,
      firstFailureAt: startOf(1),
      openedAt: tickTime(3),
      toldAt: tickTime(3),
      decidedAt: tickTime(3),
      resolvedAt: null,
      origin: null,
      diagnosis: null,
      subject: 'server-time',
      closedAs: null,
    };
    expect(opened).toEqual({ id: `${id}/opened`, at: tickTime(3), reason: 'opened', problem });
  });

  test('at the end, with everything that failed meanwhile', () => {
    expect(resolved).toMatchObject({
      id: 'local/server-time@2026-03-01T00:01:00.000Z/resolved',
      at: tickTime(7),
      problem: {
        class: 'network',
        kinds: { 'network/connect-refused': 2, 'network/connect-timeout': 1, 'server/internal-error': 1 },
        detail: 'connect ECONNREFUSED 203.0.113.9:443',
        failedProbes: 4,
        openedAt: tickTime(3),
        resolvedAt: startOf(6),
        closedAs: 'resolved',
      },
    });
  });

  test('when another class has lasted as long as it takes to open one, and only once', () => {
    const { notices } = pass(timelineRuns('xxxxssxssssss..'));
    expect(notices.map(({ id, problem }) => [id.slice(id.indexOf('/', 6) + 1), problem.class])).toEqual([
      ['opened', 'network'],
      [`changed-${new Date(tickTime(9)).toISOString()}`, 'server'],
      ['resolved', 'server'],
    ]);
  });

  test('when nobody looks any more', () => {
    const problem = aProblem();
    expect(abandon(problem, tickTime(9))).toMatchObject({
      notify: true,
      reason: 'no-longer-monitored',
      notice: { id: `${problem.id}/no-longer-monitored`, at: tickTime(9) },
      problem: {
        ...problem,
        toldAt: tickTime(9),
        decidedAt: tickTime(9),
        resolvedAt: tickTime(9),
        closedAs: 'no-longer-monitored',
      },
    });
  });

  test('the severity is that of the class', () => {
    const [notice] = pass(timelineRuns('sss')).notices;
    expect(notice?.problem.severity).toBe('critical');
  });
});

const thresholds = fc.record({
  failingTicks: fc.integer({ min: 1, max: 4 }),
  healthyTicks: fc.integer({ min: 1, max: 4 }),
});
const timeline = fc.string({
  unit: fc.constantFrom('.', '.', 'x', 'x', 'x', 't', 's', 'm', ' ', '_'),
  minLength: 1,
  maxLength: 60,
});
/** Up to the whole of a run's time, so that a probe may start later than one of the next tick. */
const offsetsMs = fc.array(fc.integer({ min: 0, max: 110_000 }), { minLength: 60, maxLength: 60 });

describe('any history', () => {
  test('an incident is resolved before the next is opened, and no notice has the id of another', () => {
    fc.assert(
      fc.property(timeline, offsetsMs, thresholds, (text, offsets, limits) => {
        const { notices } = pass(timelineRuns(text, offsets), limits);
        const ends = notices.filter(({ reason }) => reason !== 'changed');
        ends.forEach(({ reason, problem }, index) => {
          expect(reason).toBe(index % 2 === 0 ? 'opened' : 'resolved');
          if (reason === 'resolved') expect(problem.id).toBe(ends[index - 1]?.problem.id);
        });
        notices.forEach(({ reason, problem }, index) => {
          const before = notices[index - 1]?.problem;
          if (reason === 'changed') expect(before).toMatchObject({ id: problem.id, resolvedAt: null });
          if (reason === 'changed') expect(before?.class).not.toBe(problem.class);
        });
        expect(new Set(notices.map(({ id }) => id)).size).toBe(notices.length);
      }),
    );
  });

  test('whoever fails for long enough is told of, whoever is healthy for long enough too', () => {
    fc.assert(
      fc.property(timeline, offsetsMs, thresholds, (text, offsets, limits) => {
        const failing = text + 'x'.repeat(limits.failingTicks);
        expect(pass(timelineRuns(failing, offsets), limits).newest?.resolvedAt).toBeNull();
        const healthy = failing + '.'.repeat(limits.healthyTicks);
        expect(pass(timelineRuns(healthy, offsets), limits).newest?.closedAs).toBe('resolved');
      }),
    );
  });

  test('many passes that overlap tell what one pass tells', () => {
    const cuts = fc.array(fc.record({ back: fc.nat({ max: 20 }), ahead: fc.nat({ max: 20 }) }), { maxLength: 12 });
    fc.assert(
      fc.property(timeline, offsetsMs, thresholds, cuts, (text, offsets, limits, steps) => {
        const runs = timelineRuns(text, offsets);
        const notices = [];
        let newest = null;
        let end = 0;
        for (const { back, ahead } of [...steps, { back: 5, ahead: runs.length }]) {
          const start = Math.max(0, end - back);
          end = Math.min(runs.length, end + ahead);
          const saved = foldRuns(runs.slice(0, start), limits);
          const step = pass(runs.slice(start, end), limits, saved, newest);
          notices.push(...step.notices);
          newest = step.newest;
        }
        expect(notices).toEqual(pass(runs, limits).notices);
      }),
    );
  });

  test('a pass over any later part tells nothing new, even when the saved state was lost', () => {
    fc.assert(
      fc.property(timeline, offsetsMs, thresholds, fc.nat({ max: 60 }), (text, offsets, limits, start) => {
        const runs = timelineRuns(text, offsets);
        const { newest } = pass(runs, limits);
        const lost = initialDetectState(tickTime(start - 1));
        expect(pass(runs.slice(start), limits, lost, newest).notices).toEqual([]);
        const kept = foldRuns(runs.slice(0, start), limits);
        expect(pass(runs.slice(start), limits, kept, newest).notices).toEqual([]);
      }),
    );
  });
});

test('a target that comes back after it was not monitored opens a problem of its own', () => {
  const closed = abandon(aProblem(), tickTime(10)).problem;
  const runs = timelineRuns(' '.repeat(11) + 'xxx').slice(11);
  const { notices } = pass(runs, THRESHOLDS, initialDetectState(TICK_AT), closed);
  expect(notices.map(({ id }) => id)).toEqual(['local/server-time@2026-03-01T00:11:00.000Z/opened']);
});
