import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compose } from '../../../functions/core/messages/compose.ts';
import { emailText } from '../../../functions/core/messages/email-text.ts';
import type { Problem } from '../../../functions/core/model/problem.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { alertList, type AlertFate } from '../../../functions/core/page/alert-list.ts';
import type { DeskFacts } from '../../../functions/core/page/desk-facts.ts';
import { deskPart, faultPart, spanLinks } from '../../../functions/core/page/desk-page.ts';
import { pageSpan } from '../../../functions/core/page/page-spans.ts';
import { pageState } from '../../../functions/core/page/page-state.ts';
import { pastProblems } from '../../../functions/core/page/past-problems.ts';
import { anyText } from '../../support/any-text.ts';
import { aProblem } from '../../support/builders.ts';
import { CONTEXT } from '../messages/context.ts';
import { hostileNotice } from '../messages/hostile.ts';
import { allElements, parseXml } from '../picture/strict-xml.ts';
import { NOW, facts, options } from './page-facts.ts';
import { wordsOf } from './safe-page.ts';

function desk(overrides: Partial<DeskFacts> = {}): DeskFacts {
  return {
    ...facts(),
    ...{ span: pageSpan('24h'), watched: 'a test', told: 'Nobody is told.' },
    ...{ latency: [], alerts: [], toldProblems: [], ownFaults: [] },
    ...overrides,
  };
}
const part = (overrides: Partial<DeskFacts> = {}) => deskPart(desk(overrides), options());
const over = (id: string, at: number, decidedAt = at): Problem => ({
  ...aProblem({ id, subject: id, scope: { targets: [id], vantages: ['local'], addresses: [] } }),
  closedAs: 'resolved',
  resolvedAt: at,
  decidedAt,
});

test('the parts in the order in which somebody reads them, each with an id', () => {
  const ids = [...part().matchAll(/<section id="([a-z]+)"/g)].map(([, id]) => id);
  expect(ids).toEqual(['now', 'outcomes', 'latency', 'past', 'alerts', 'monitor']);
});

describe('the state in a line', () => {
  const state = (overrides: Partial<DeskFacts>) => pageState(desk(overrides), options());

  test('is the same as long as nothing changes, whatever the time', () => {
    const standing = {
      vantages: [{ vantage: 'local', newestRun: NOW + HOUR_MS, examinedTo: NOW + HOUR_MS }],
      unsentNotices: 0,
      oldestUnsentAt: null,
      deadNotices: 0,
      subscriptions: null,
    };
    expect(state({})).toEqual({ words: 'All well.', tone: 'ok' });
    expect(state({ now: NOW + HOUR_MS, standing })).toEqual(state({}));
    const problems = [aProblem()];
    expect(state({ problems })).toEqual({
      words: '1 open problem: server-time: network, connect-refused.',
      tone: 'bad',
    });
    expect(state({ problems, now: NOW + 2 * MINUTE_MS })).toEqual(state({ problems }));
  });

  test.each([
    {
      name: 'only warnings',
      overrides: { problems: [aProblem({ severity: 'warning' as const })] },
      tone: 'warn',
      says: '1 open problem',
    },
    {
      name: 'a monitor in trouble',
      overrides: { standing: null },
      tone: 'bad',
      says: 'The monitor itself is in trouble. No open problem that it knows of.',
    },
    {
      name: 'problems that cannot be read',
      overrides: { problems: null },
      tone: 'bad',
      says: 'The problems could not be read.',
    },
    {
      name: 'many',
      overrides: { problems: Array.from({ length: 5 }, (_, index) => aProblem({ id: `p${index}` })) },
      tone: 'bad',
      says: '5 open problems: ',
    },
  ])('$name: $tone', ({ overrides, tone, says }) => {
    const found = state(overrides);
    expect(found.tone).toBe(tone);
    expect(found.words).toContain(says);
  });
});

test('past problems: each once as it stood last, the newest end first, and none that is open or was over before', () => {
  const known = [
    over('a', NOW - 3 * HOUR_MS),
    over('old', NOW - 2 * DAY_MS),
    { ...over('b', NOW - HOUR_MS), closedAs: null, resolvedAt: null, decidedAt: NOW - 2 * HOUR_MS },
    over('b', NOW - HOUR_MS),
    // It came back.
    over('c', NOW - 5 * HOUR_MS),
    { ...over('c', NOW - 4 * HOUR_MS), closedAs: null, resolvedAt: null },
  ];
  expect(pastProblems(known, NOW - DAY_MS).map(({ id }) => id)).toEqual(['b', 'a']);
});

describe('alerts', () => {
  const listed = (fate: AlertFate, reason: 'opened' | 'resolved' | 'digest' = 'opened') => ({
    ...{ id: 'local/a@1/opened', at: NOW, reason, fate, subject: 'PROBLEM <a>', body: 'Two\nlines & more\n' },
    severity: reason === 'digest' ? null : ('critical' as const),
  });

  test.each<{ fate: AlertFate; says: string }>([
    { fate: { kind: 'told', at: NOW }, says: 'told 1 Mar 02:00' },
    { fate: { kind: 'waits', refusals: 0 }, says: 'not told yet' },
    { fate: { kind: 'waits', refusals: 3 }, says: 'not told yet: refused 3 times' },
    { fate: { kind: 'dead' }, says: 'could not be told' },
  ])('$says', ({ fate, says }) => {
    expect(wordsOf(alertList([listed(fate)], 'UTC'))).toContain(says);
  });

  test('the text as it was sent, line by line, and what it was about at a glance', () => {
    const told = { kind: 'told', at: NOW } as const;
    expect(alertList([listed(told)], 'UTC')).toContain('<pre>Two\nlines &amp; more</pre>');
    expect(wordsOf(alertList([listed(told)], 'UTC'))).toContain('1 Mar 02:00 critical, new PROBLEM <a>');
    expect(alertList([listed(told, 'resolved')], 'UTC')).toContain('class="over"><summary>');
    expect(wordsOf(alertList([listed(told, 'digest')], 'UTC'))).toContain('weekly');
    expect(part({ alerts: null })).toContain('They could not be read.');
    expect(part()).toContain('None so far.');
  });
});

test('the links say which time is shown', () => {
  const links = spanLinks({ span: pageSpan('7d') });
  expect(links.match(/aria-current/g)).toHaveLength(1);
  expect(links).toContain('<a href="/?range=7d" aria-current="page">7 days</a>');
});

test('whatever servers and people wrote, it is well-formed, runs nothing and leads nowhere', () => {
  fc.assert(
    fc.property(fc.array(hostileNotice, { minLength: 1, maxLength: 3 }), anyText, (notices, text) => {
      const alerts = notices.map((notice) => ({
        ...emailText(compose(notice, CONTEXT)),
        ...{ id: text, at: NOW, reason: notice.reason, severity: notice.problem.severity },
        fate: { kind: 'dead' } as const,
      }));
      const shown = part({
        problems: notices.map(({ problem }) => problem),
        toldProblems: notices.map(({ problem }) => ({ ...problem, closedAs: 'resolved' as const, resolvedAt: NOW })),
        ownFaults: [{ what: text, error: text, remedy: text }],
        ...{ alerts, watched: text, told: text, notes: [text] },
      });
      for (const { name, attributes } of allElements(parseXml(shown.replaceAll('<br>', '')))) {
        expect(['script', 'style', 'iframe', 'img', 'form', 'object', 'link', 'meta', 'base']).not.toContain(name);
        for (const [attribute, value] of attributes) {
          expect(attribute).not.toMatch(/^(?:on|style|src)/);
          if (attribute === 'href') expect(value).toMatch(/^https:\/\//);
        }
      }
      expect(faultPart(text)).not.toMatch(/<script/i);
    }),
    { numRuns: 60 },
  );
});
