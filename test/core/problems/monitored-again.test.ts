import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Notice, Problem } from '../../../functions/core/model/problem.ts';
import { abandon } from '../../../functions/core/problems/decide.ts';
import { initialDetectState } from '../../../functions/core/problems/streams.ts';
import { THRESHOLDS, foldRuns, pass, tickTime, timelineRuns } from '../../support/timeline.ts';

/**
 * A pass a tick over a timeline in which `#` are ticks without the target in settings and records: an open problem is closed
 * at the first of them. One letter a notice with its tick.
 */
function told(timeline: string): string[] {
  const runs = timelineRuns(timeline.replaceAll('#', '_'));
  let newest: Problem | null = null;
  const notices: Notice[] = [];
  runs.forEach((run, tick) => {
    const step = pass([run], THRESHOLDS, foldRuns(runs.slice(0, tick)), newest);
    notices.push(...step.notices);
    newest = step.newest;
    if (timeline[tick] === '#' && newest !== null && newest.resolvedAt === null) {
      const closing = abandon(newest, tickTime(tick));
      notices.push(closing.notice);
      newest = closing.problem;
    }
  });
  return notices.map(({ reason, at }) => `${reason} ${(at - tickTime(0)) / 60_000}`);
}

describe('a target that was removed while failing', () => {
  test.each<{ name: string; timeline: string; notices: readonly string[] }>([
    {
      name: 'and is monitored again, still failing: told again, once',
      timeline: 'xxx##xxx..',
      notices: ['opened 2', 'no-longer-monitored 3', 'opened 5', 'resolved 9'],
    },
    {
      name: 'and is healthy when it is monitored again: nothing to tell',
      timeline: 'xxx##....',
      notices: ['opened 2', 'no-longer-monitored 3'],
    },
    {
      name: 'and is not probed at first when it is monitored again: told when it is',
      timeline: 'xxx##  x',
      notices: ['opened 2', 'no-longer-monitored 3', 'opened 7'],
    },
    {
      name: 'and not probed, then healthy: nothing to tell',
      timeline: 'xxx## ...',
      notices: ['opened 2', 'no-longer-monitored 3'],
    },
    {
      name: 'and fails after a healthy tick that was no recovery: told',
      timeline: 'xxx##.x',
      notices: ['opened 2', 'no-longer-monitored 3', 'opened 6'],
    },
    {
      name: 'and fails anew after it recovered: as ever',
      timeline: 'xxx##..xx.xxx',
      notices: ['opened 2', 'no-longer-monitored 3', 'opened 12'],
    },
    {
      name: 'twice',
      timeline: 'xxx#x#x..',
      notices: ['opened 2', 'no-longer-monitored 3', 'opened 4', 'no-longer-monitored 5', 'opened 6', 'resolved 8'],
    },
  ])('$name', ({ timeline, notices }) => {
    expect(told(timeline)).toEqual(notices);
  });
});

const before = fc.string({ unit: fc.constantFrom('.', 'x', 'x', ' '), maxLength: 20 }).map((text) => `${text}xxx`);
const gap = fc.integer({ min: 1, max: 10 });
const after = fc.string({ unit: fc.constantFrom('.', 'x', 'x', 't', ' '), minLength: 1, maxLength: 25 });

describe('any history with a gap in it', () => {
  test('is told in pairs, and no notice twice', () => {
    fc.assert(
      fc.property(before, gap, after, (first, length, second) => {
        const reasons = told(`${first}${'#'.repeat(length)}${second}`);
        expect(new Set(reasons).size).toBe(reasons.length);
        reasons.forEach((reason, index) => {
          expect(reason.startsWith('opened')).toBe(index % 2 === 0);
        });
      }),
    );
  });

  test('whoever is healthy at every probe after the gap is never told of', () => {
    const healthy = fc.string({ unit: fc.constantFrom('.', ' '), maxLength: 20 });
    fc.assert(
      fc.property(before, gap, healthy, (first, length, second) => {
        const there = told(`${first}${'#'.repeat(length)}`);
        expect(told(`${first}${'#'.repeat(length)}${second}`)).toEqual(there);
      }),
    );
  });

  test('reading any of it again, or from a lost state, tells nothing new', () => {
    fc.assert(
      fc.property(before, gap, after, fc.nat({ max: 60 }), (first, length, second, from) => {
        const timeline = `${first}${'#'.repeat(length)}${second}`;
        const runs = timelineRuns(timeline.replaceAll('#', '_'));
        const closedAt = first.length;
        const opened = pass(runs.slice(0, closedAt)).newest;
        if (opened?.resolvedAt !== null) throw new Error('not open before the gap');
        const closed = abandon(opened, tickTime(closedAt)).problem;
        const rest = pass(runs.slice(closedAt), THRESHOLDS, foldRuns(runs.slice(0, closedAt)), closed);
        const start = Math.min(from, runs.length);
        for (const state of [foldRuns(runs.slice(0, start)), initialDetectState(tickTime(start - 1))]) {
          expect(pass(runs.slice(start), THRESHOLDS, state, rest.newest).notices).toEqual([]);
        }
      }),
    );
  });
});
