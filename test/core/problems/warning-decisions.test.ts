import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../functions/core/model/problem.ts';
import { DAY_MS, MINUTE_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import { type VantageMemory } from '../../../functions/core/model/vantage-memory.ts';
import { decideWarning } from '../../../functions/core/problems/warnings.ts';
import { TICK_AT } from '../../support/builders.ts';
import { mailOf } from '../../support/mail.ts';
import { HOST, OF_ORIGIN, certificate, memoryOf, seen, warningsAt } from '../../support/warnings.ts';

describe('what is decided', () => {
  /** Decides at each time on the memory that is there, as passes do. */
  function passes(steps: readonly { readonly at: EpochMs; readonly memory: VantageMemory }[]) {
    let newest: Problem | null = null;
    return steps.map(({ at, memory }): string => {
      const [warning = null] = warningsAt(at, memory);
      const decision = decideWarning(newest, warning, at);
      if (decision === null) return 'nothing';
      newest = decision.problem;
      return `${decision.notice.reason} ${decision.problem.id.split('@').at(-1) ?? ''}`;
    });
  }

  const expiring = (days: number) => memoryOf({ certificate: certificate(TICK_AT + days * DAY_MS) });
  const at = (days: number) => TICK_AT + days * DAY_MS;

  test.each<{ name: string; steps: readonly { at: EpochMs; memory: VantageMemory }[]; told: readonly string[] }>([
    {
      name: 'told once, and resolved by a renewal',
      steps: [
        { at: at(0), memory: expiring(20) },
        { at: at(6), memory: expiring(20) },
        { at: at(7), memory: expiring(20) },
        { at: at(8), memory: expiring(98) },
        { at: at(9), memory: expiring(98) },
        { at: at(90), memory: expiring(98) },
      ],
      told: [
        'nothing',
        'opened 2026-03-21T00:00:00.000Z',
        'nothing',
        'resolved 2026-03-21T00:00:00.000Z',
        'nothing',
        'opened 2026-06-07T00:00:00.000Z',
      ],
    },
    {
      name: 'renewed by one that ends soon as well: a matter of its own, at the next pass',
      steps: [
        { at: at(0), memory: expiring(5) },
        { at: at(1), memory: expiring(8) },
        { at: at(2), memory: expiring(8) },
      ],
      told: ['opened 2026-03-06T00:00:00.000Z', 'resolved 2026-03-06T00:00:00.000Z', 'opened 2026-03-09T00:00:00.000Z'],
    },
    {
      name: 'the end itself is no recovery',
      steps: [
        { at: at(0), memory: expiring(1) },
        { at: at(1), memory: expiring(1) },
        { at: at(2), memory: expiring(1) },
        { at: at(3), memory: expiring(90) },
      ],
      told: ['opened 2026-03-02T00:00:00.000Z', 'nothing', 'nothing', 'resolved 2026-03-02T00:00:00.000Z'],
    },
    {
      name: 'nor is that of a token',
      steps: [0, 1, 2].map((days) => ({ at: at(days), memory: memoryOf({}, { main: { expiresAt: at(1) } }) })),
      told: ['opened 2026-03-02T00:00:00.000Z', 'nothing', 'nothing'],
    },
    {
      name: 'a token that had ended before it was seen',
      steps: [{ at: at(5), memory: memoryOf({}, { main: { expiresAt: at(5) } }) }],
      told: ['nothing'],
    },
    {
      name: 'what is over before it was seen is no warning any more',
      steps: [{ at: at(5), memory: expiring(4) }],
      told: ['nothing'],
    },
    {
      name: 'front ends that take turns: told of once',
      steps: [0, 1, 2, 3, 4].map((count) => ({
        at: TICK_AT + count * MINUTE_MS,
        memory: memoryOf({
          certificate: certificate(at(90), count % 2 === 0 ? 'New CA' : 'Honest CA'),
          issuers: { 'Honest CA': seen(at(-50)), 'New CA': seen(at(-1)) },
        }),
      })),
      told: ['opened 2026-02-28T00:00:00.000Z', 'resolved 2026-02-28T00:00:00.000Z', 'nothing', 'nothing', 'nothing'],
    },
    {
      name: 'a change is shown for a week',
      steps: [0, 1, 6, 7].map((days) => ({
        at: at(days),
        memory: memoryOf({ addresses: { a: seen(at(-50)), b: seen(at(0)) } }),
      })),
      told: ['opened 2026-03-01T00:00:00.000Z', 'nothing', 'nothing', 'resolved 2026-03-01T00:00:00.000Z'],
    },
    {
      name: 'a pass that is repeated late closes nothing',
      steps: [
        { at: at(6), memory: expiring(20) },
        { at: at(5), memory: expiring(20) },
        { at: at(7), memory: expiring(20) },
      ],
      told: ['opened 2026-03-21T00:00:00.000Z', 'nothing', 'nothing'],
    },
  ])('$name', ({ steps, told }) => {
    expect(passes(steps)).toEqual(told);
  });

  test('the same warning after it was resolved is not told again', () => {
    const [warning] = warningsAt(at(6), expiring(20));
    const opened = decideWarning(null, warning ?? null, at(6));
    if (opened === null) throw new Error('not opened');
    const closed = decideWarning(opened.problem, null, at(7));
    if (closed === null) throw new Error('not closed');
    expect(decideWarning(closed.problem, warning ?? null, at(8))).toBeNull();
  });

  test('the problem is a warning of its targets, without a failed probe', () => {
    const [warning] = warningsAt(at(6), expiring(20));
    const decision = decideWarning(null, warning ?? null, at(6));
    if (decision === null) throw new Error('not opened');
    expect(decision.problem).toEqual({
      id: `local/@certificate-expiring/${HOST}@2026-03-21T00:00:00.000Z`,
      stream: `local/@certificate-expiring/${HOST}`,
      subject: `the certificate of ${HOST}`,
      nature: 'incident',
      pattern: null,
      hints: [],
      seenFrom: null,
      members: [],
      covers: [],
      spells: [],
      strikes: [],
      linkedTo: null,
      severity: 'warning',
      class: 'server',
      kinds: { 'server/certificate-expiring': 1 },
      scope: { targets: OF_ORIGIN, vantages: ['local'], addresses: [] },
      detail: 'valid to 2026-03-21T00:00:00.000Z, issued by Honest CA',
      origin: null,
      diagnosis: null,
      failedProbes: 0,
      firstFailureAt: at(6),
      failingSince: at(6),
      occurrences: 1,
      previous: null,
      soonAgain: 0,
      rate: null,
      pausedTargets: [],
      isQuiet: false,
      toldOccurrences: 1,
      longestToldMs: 0,
      reminders: 0,
      told: {
        subject: `the certificate of ${HOST}`,
        breadth: 1,
        vantages: 1,
        periodMs: null,
        at: null,
        shape: null,
        classes: [],
      },
      openedAt: at(6),
      toldAt: at(6),
      decidedAt: at(6),
      resolvedAt: null,
      closedAs: null,
    });
    const { subject, body } = mailOf(decision.notice);
    expect(subject).toBe(`WARNING the certificate of ${HOST}: server, certificate-expiring`);
    expect(body).toContain('Nothing fails yet.');
    expect(body).toContain('README.md#certificate-expiring');
    expect(body).not.toContain('failing since');
  });
});
