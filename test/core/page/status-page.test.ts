import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR_MS, DAY_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { utf8Bytes } from '../../../functions/core/messages/cut.ts';
import type { Problem } from '../../../functions/core/model/problem.ts';
import { graveFirst, patternsToShow } from '../../../functions/core/page/grave-first.ts';
import { MOST_PAGE_BYTES } from '../../../functions/core/page/page-parts.ts';
import { faultPage, statusPage } from '../../../functions/core/page/status-page.ts';
import { foldCells } from '../../../functions/core/picture/fold-cells.ts';
import { TICK_AT, aProblem } from '../../support/builders.ts';
import { anyText } from '../../support/any-text.ts';
import { every } from '../chronic/cause-findings.ts';
import { hostileNotice } from '../messages/hostile.ts';
import { chronic } from '../messages/chronic-samples.ts';
import { GATEWAY, TIMEOUT, probeOf, runOf } from '../picture/scenes.ts';
import { NOW, facts, options, page } from './page-facts.ts';
import { expectSafePage, wordsOf } from './safe-page.ts';

const over = (problem: Problem, at: number): Problem => ({ ...problem, closedAs: 'resolved', resolvedAt: at });

describe('the state now', () => {
  test('all well, with what that rests on', () => {
    expect(wordsOf(page())).toContain('All well: 1 target, newest run 1 Mar 01:59');
  });

  test('an incident: how grave, what, since when, and what it means', () => {
    const words = wordsOf(page({ problems: [aProblem()] }));
    expect(words).toContain('1 open problem critical server-time : network, connect-refused since 1 Mar 00:00 (2 h)');
    expect(words).toContain('The address answered that nothing accepts connections');
    expect(words).not.toContain('All well');
  });

  test('a chronic problem: the pattern in brief, and the next window after now', () => {
    const nextExpected = { from: TICK_AT - MINUTE_MS, to: TICK_AT + 2 * MINUTE_MS };
    const problem = chronic({ ...every(30 * MINUTE_MS), nextExpected }, 'network/connect-timeout');
    const words = wordsOf(page({ problems: [problem] }));
    expect(words).toContain('server-time : every 30 min (network, connect-timeout) since 20 Feb 00:00');
    expect(words).toContain('Next expected: 2026-03-01 02:29 to 02:32 UTC');
  });

  test('what people said of it, and a link where there is a page to open', () => {
    const problem = aProblem();
    const care = {
      problemId: problem.id,
      acknowledgedAt: NOW,
      acknowledgedBy: 'Anna',
      snoozedUntil: NOW + HOUR_MS,
      note: null,
    };
    const shown = facts({ problems: [problem], cares: new Map([[problem.id, care]]) });
    const words = statusPage(shown, options('https://example.com/README.md'));
    expect(wordsOf(words)).toContain('acknowledged by Anna · snoozed until 1 Mar 03:00');
    expect(words).toContain('href="https://example.com/README.md#connect-refused"');
    expect(statusPage(shown, options('javascript:alert(1)//https://'))).not.toContain('href');
  });

  test('what was over within a day, the newest first; older ones and those that go on elsewhere are not told', () => {
    const words = wordsOf(
      page({
        problems: [
          over(
            aProblem({ subject: 'a', scope: { targets: ['a'], vantages: ['local'], addresses: [] } }),
            NOW - HOUR_MS,
          ),
          over(
            aProblem({ subject: 'old', scope: { targets: ['old'], vantages: [], addresses: [] } }),
            NOW - 2 * DAY_MS,
          ),
          { ...aProblem({ subject: 'gone' }), closedAs: 'continued', resolvedAt: NOW },
          { ...aProblem({ subject: 'b' }), closedAs: 'no-longer-monitored', resolvedAt: NOW - MINUTE_MS },
        ],
      }),
    );
    expect(words).toMatch(
      /All well.+Over within the last day b .+no longer monitored since .+ a : .+over since 1 Mar 01:00, after 1 h/,
    );
    expect(words).not.toMatch(/\bold\b|gone/);
  });

  test('forty problems: twenty are told, the others counted', () => {
    const problems = Array.from({ length: 40 }, (_, index) => aProblem({ id: `p${index}` }));
    const shown = page({ problems });
    expect(wordsOf(shown)).toMatch(/40 open problems .+ and 20 more/);
    expect(shown.match(/<li class="critical">/g)).toHaveLength(20);
  });
});

test('the gravest first: by severity, what fails now before what repeats, then what began first', () => {
  const [late, early, info, repeats] = [
    aProblem({ id: 'late', failingSince: 2 }),
    aProblem({ id: 'early', failingSince: 1 }),
    aProblem({ id: 'info', severity: 'info', failingSince: 0 }),
    aProblem({ id: 'repeats', nature: 'chronic', failingSince: 0 }),
  ] as const;
  expect(graveFirst([info, repeats, late, early]).map(({ id }) => id)).toEqual(['early', 'late', 'repeats', 'info']);
});

test('of what repeats, the open problems are drawn first, then what was over last; incidents never', () => {
  const pattern = every(30 * MINUTE_MS);
  const open = chronic(pattern, 'network/connect-timeout', { id: 'open' });
  const problems = [
    over(chronic(pattern, 'network/connect-timeout', { id: 'before' }), 1),
    over(chronic(pattern, 'network/connect-timeout', { id: 'last' }), 2),
    open,
    aProblem(),
  ];
  expect(patternsToShow(problems).map(({ id }) => id)).toEqual(['open', 'last', 'before']);
});

describe('the monitor itself', () => {
  const { standing: well } = facts();
  if (well === null) throw new Error('the sample must have a standing');
  const looked = { schemaVersion: 1, checkedAt: NOW - MINUTE_MS, confirmed: 1, troubles: [] } as const;
  const vantage = { vantage: 'eu-west-1', newestRun: NOW, examinedTo: NOW };
  test.each([
    {
      name: 'a vantage is silent',
      change: { vantages: [{ ...vantage, newestRun: NOW - 6 * MINUTE_MS }] },
      told: 'eu-west-1: the newest run is 6 min old. Nobody is watching from there.',
    },
    {
      name: 'no run lately',
      change: { vantages: [{ ...vantage, newestRun: null }] },
      told: 'eu-west-1: no run is on record lately.',
    },
    {
      name: 'detection is behind',
      change: { vantages: [{ ...vantage, examinedTo: NOW - HOUR_MS }] },
      told: 'eu-west-1: detection is 1 h behind.',
    },
    {
      name: 'detection never ran',
      change: { vantages: [{ ...vantage, examinedTo: null }] },
      told: 'eu-west-1: detection has not looked at any run yet.',
    },
    {
      name: 'a notice waits',
      change: { unsentNotices: 2, oldestUnsentAt: NOW - 20 * MINUTE_MS },
      told: 'A notice has waited for 20 min',
    },
    {
      name: 'an address that nobody confirmed',
      change: {
        subscriptions: {
          ...looked,
          troubles: [{ address: 'new@example.test', standing: 'unconfirmed', since: NOW } as const],
        },
      },
      told: 'new@example.test has not confirmed its address and is told nothing.',
    },
    {
      name: 'an address that is gone',
      change: {
        subscriptions: {
          ...looked,
          troubles: [{ address: 'left@example.test', standing: 'lost', since: NOW } as const],
        },
      },
      told: 'Mail addresses : 1 confirmed, left@example.test is not subscribed any more; looked at 1 Mar 01:59',
    },
    {
      name: 'subscriptions that cannot be listed',
      change: { subscriptions: { ...looked, checkedAt: NOW - 3 * HOUR_MS } },
      told: 'Who is told was looked at 3 h ago: the subscriptions cannot be listed.',
    },
    { name: 'dead letters', change: { deadNotices: 1 }, told: '1 notice could not be sent' },
  ])('$name: it is told first, and nothing is called well', ({ change, told }) => {
    const words = wordsOf(page({ standing: { ...well, ...change } }));
    expect(words.trimStart()).toMatch(/^The monitor itself: /);
    expect(words).toContain(told);
    expect(words).toContain('No open problem that the monitor knows of');
    expect(words).not.toContain('All well');
    expect(words).toContain('trouble');
  });

  test('a run that is slow to come is no trouble', () => {
    const words = wordsOf(page({ standing: { ...well, vantages: [{ ...vantage, newestRun: NOW - 4 * MINUTE_MS }] } }));
    expect(words).toContain('All well');
    expect(words).toContain('eu-west-1 : newest run 1 Mar 01:56, 4 min ago; examined up to 1 Mar 02:00');
    expect(words).toContain('Notices : none waits, no dead letter');
    expect(words).toContain('Mail addresses : 2 confirmed; looked at 1 Mar 01:40');
  });

  test('a monitor so new that nobody has looked yet who is told is well', () => {
    const words = wordsOf(page({ standing: { ...well, subscriptions: null } }));
    expect(words).toContain('All well');
    expect(words).not.toContain('Mail addresses');
  });

  test('what could not be read is told, and nothing is called well', () => {
    const fault = { what: 'The problems could not be read.', error: 'TimeoutError', remedy: 'Check the table.' };
    const words = wordsOf(page({ problems: null, standing: null, faults: [fault] }));
    expect(words).toContain('The problems could not be read. TimeoutError. Check the table.');
    expect(words).not.toMatch(/All well|No open problem/);
  });
});

describe('text from elsewhere', () => {
  test('whatever is in problems, the page is well-formed, without script, and small', () => {
    fc.assert(
      fc.property(fc.array(hostileNotice, { minLength: 1, maxLength: 4 }), anyText, (notices, text) => {
        const problems = notices.map(({ problem }, index) => ({
          ...problem,
          closedAs: index % 2 === 0 ? null : ('resolved' as const),
          resolvedAt: index % 2 === 0 ? null : NOW,
        }));
        const care = { problemId: '', acknowledgedAt: null, acknowledgedBy: text, snoozedUntil: null, note: text };
        const shown = page({
          problems,
          cares: new Map(problems.map(({ id }) => [id, care])),
          notes: [text],
          faults: [{ what: text, error: text, remedy: text }],
          standing: {
            vantages: [{ vantage: text, newestRun: NOW, examinedTo: null }],
            unsentNotices: 1,
            oldestUnsentAt: NOW,
            deadNotices: 0,
            subscriptions: {
              ...{ schemaVersion: 1, checkedAt: NOW, confirmed: 0 },
              troubles: [{ address: text, standing: 'lost', since: NOW }],
            },
          },
        });
        expectSafePage(
          shown.replaceAll(/\b(?:NaN|Infinity|undefined|null)\b|\[object|url\(|@import|expression\(/g, ''),
        );
        expect(utf8Bytes(shown)).toBeLessThan(100_000);
      }),
      { numRuns: 60 },
    );
  });

  test('a fault page says what is wrong and no more', () => {
    const shown = faultPage({ what: 'It <b>broke</b>.', error: '', remedy: 'Mend it.' }, { theme: 'dark' });
    expectSafePage(shown);
    expect(wordsOf(shown).trim()).toBe('It <b>broke</b>. Mend it.');
  });
});

describe('the size', () => {
  const range = { from: TICK_AT, to: TICK_AT + DAY_MS };
  /** Every cell differs from the one before, at every target. */
  function restless(targets: number) {
    const fold = foldCells(range, 6 * MINUTE_MS);
    for (let tick = 0; tick < 240; tick += 1) {
      const at = range.from + tick * 6 * MINUTE_MS;
      const failure = tick % 2 === 0 ? TIMEOUT : GATEWAY;
      fold.add(
        runOf(
          at,
          Array.from({ length: targets }, (_, index) => probeOf(`target-${index}`, at, [failure])),
        ),
      );
    }
    return fold.series();
  }

  test('a hundred strips at most, the others counted', () => {
    const shown = page({ range, series: restless(120) });
    const strips = shown.match(/class="strip"/g)?.length ?? 0;
    expect(strips).toBeGreaterThan(0);
    expect(strips).toBeLessThanOrEqual(100);
    expect(wordsOf(shown)).toContain(`${120 - strips} more targets are not drawn`);
  });

  test('strips and heat maps at their worst stay below the limit; what does not fit is counted', () => {
    const figures = Array.from({ length: 8 }, () => `<figure>${'x'.repeat(120_000)}</figure>`);
    const shown = page({ range, series: restless(100), figures, figuresLeftOut: 3 });
    expect(utf8Bytes(shown)).toBeLessThan(MOST_PAGE_BYTES);
    const drawn = shown.match(/<figure>/g)?.length ?? 0;
    expect(drawn).toBeGreaterThan(2);
    expect(wordsOf(shown)).toContain(`and ${11 - drawn} more that are not drawn here`);
  });
});
