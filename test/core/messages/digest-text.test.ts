import { describe, expect, test } from 'vitest';
import { digestText } from '../../../functions/core/messages/digest-text.ts';
import { availabilityText } from '../../../functions/core/messages/digest-numbers.ts';
import type { Digest, DigestProblem, TargetTotals } from '../../../functions/core/model/digest.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { aDigest, aPattern, someCounts } from '../../support/digests.ts';

const { from: FROM, to: TO } = aDigest();
const CONTEXT = {
  timeZone: 'Europe/Amsterdam',
  runbookUrl: 'README.md',
  dashboardUrl: 'https://dashboard.example.test/',
};

function totals(target: string, failed: number, masked = 0, vantage = 'eu-west-1'): TargetTotals {
  return { target, vantage, ...someCounts({ healthy: 10_080 - failed, failed, masked }) };
}

function problem(overrides: Partial<DigestProblem>): DigestProblem {
  return {
    id: 'id',
    subject: 'server-time',
    nature: 'chronic',
    severity: 'warning',
    failure: 'network/connect-timeout',
    pattern: aPattern(),
    firstFailureAt: Date.parse('2026-11-02T09:30:00Z'),
    resolvedAt: null,
    closedAs: null,
    occurrences: 1,
    week: { strikes: 336, probes: 672 },
    ...overrides,
  };
}

const incident = (overrides: Partial<DigestProblem>) =>
  problem({ nature: 'incident', pattern: null, week: null, failure: 'server/bad-gateway', ...overrides });
const at = (day: number, hours: number, minutes = 0) => FROM + day * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS;

const QUIET = aDigest({});
const MIXED = aDigest({
  counts: someCounts({ healthy: 50_386, failed: 10, masked: 312, ownNetwork: 4 }),
  worst: { shown: [totals('server-time', 10, 301), totals('agents', 0, 11)], all: 2 },
  problems: {
    shown: [
      problem({}),
      incident({
        subject: 'companies-me and 1 more',
        firstFailureAt: at(2, 10, 2),
        resolvedAt: at(2, 10, 14),
        closedAs: 'resolved',
        occurrences: 3,
      }),
    ],
    all: 2,
  },
  open: { chronic: 1, incidents: 0, warnings: 0 },
  expiries: [{ what: 'token', name: 'main', at: TO + 8 * DAY_MS + HOUR_MS }],
});
const KINDS = ['clock', 'lossy', 'persistent', 'flapping', 'recurring', 'one-bad-address'] as const;
const BAD = aDigest({
  targets: 40,
  vantages: [
    { vantage: 'eu-west-1', firstTick: FROM, unrecordedMs: 3 * HOUR_MS + 20 * MINUTE_MS },
    { vantage: 'us-east-1', firstTick: at(3, 14), unrecordedMs: 0 },
    { vantage: 'ap-south-1', firstTick: null, unrecordedMs: 0 },
  ],
  counts: someCounts({ healthy: 380_000, failed: 20_000, masked: 1, ownNetwork: 1_200, ownFault: 40, skipped: 3 }),
  worst: {
    shown: [10_080, 5_040, 900, 80, 7, 6].map((failed, n) => totals(`company-${n}`, failed, 3 - n > 0 ? 3 - n : 0)),
    all: 31,
  },
  problems: {
    shown: [
      ...KINDS.map((kind) =>
        problem({
          subject: `target-${kind}`,
          pattern: aPattern({
            kind,
            ...(kind === 'clock' ? { zone: 'Europe/Amsterdam', timesOfDay: ['02:00'], periodMs: DAY_MS } : {}),
          }),
          week: kind === 'recurring' ? { strikes: 0, probes: 0 } : { strikes: 7, probes: 1_234 },
          ...(kind === 'clock' ? { resolvedAt: at(4, 2), closedAs: 'resolved' as const } : {}),
        }),
      ),
      incident({ subject: 'companies-me', firstFailureAt: at(6, 23, 12) + 1_500 }),
      incident({ subject: 'agents', firstFailureAt: at(1, 1), resolvedAt: at(5, 3), closedAs: 'no-longer-monitored' }),
      incident({
        subject: 'the addresses of api.example.test',
        nature: 'warning',
        failure: 'network/addresses-changed',
      }),
    ],
    all: 33,
  },
  open: { chronic: 17, incidents: 12, warnings: 1 },
  expiries: [
    { what: 'token', name: 'main', at: TO - DAY_MS },
    { what: 'certificate', name: 'api.example.test', at: TO + 2 * HOUR_MS },
    { what: 'certificate', name: 'portal.example.test', at: TO + 27 * DAY_MS },
  ],
  untold: [
    { address: 'left@example.test', standing: 'lost', since: at(-20, 9) },
    { address: 'new@example.test', standing: 'unconfirmed', since: at(6, 9) },
  ],
});

/** A text as plain as it gets. */
function plain(facts: Digest): string {
  const { title, sections, links } = digestText(facts, CONTEXT);
  const blocks = sections.map(({ name, lines }) => [`[${name}]`, ...lines].join('\n'));
  return [title, ...blocks, ...links.map(({ label, url }) => `${label}: ${url}`)].join('\n\n') + '\n';
}

describe('a weekly message in words', () => {
  const rows = [
    { name: 'quiet', facts: QUIET },
    { name: 'mixed', facts: MIXED },
    { name: 'bad', facts: BAD },
  ];
  test.each(rows)('$name week', async ({ name, facts }) => {
    await expect(plain(facts)).toMatchFileSnapshot(`golden/digest-${name}.txt`);
  });

  test('is three lines when there is nothing to report', () => {
    const few = aDigest({
      counts: someCounts({ healthy: 50_400, masked: 3 }),
      worst: { shown: [totals('a', 0, 3)], all: 1 },
    });
    for (const facts of [QUIET, few]) {
      const { sections } = digestText(facts, CONTEXT);
      expect(sections.map(({ name, lines }) => [name, lines.length])).toEqual([['what', 3]]);
    }
  });

  test('is one screen however bad the week was, and its title a subject line', () => {
    const { title, sections } = digestText(BAD, CONTEXT);
    expect(sections.reduce((sum, { lines }) => sum + lines.length, 0)).toBeLessThanOrEqual(28);
    expect(title.length).toBeLessThan(100);
    for (const { lines } of sections) for (const line of lines) expect(line).not.toMatch(/[\n\r]/);
  });

  test.each([
    { name: 'within a month', from: '2026-11-16', text: 'WEEK 2026-11-16 to 22:' },
    { name: 'over a month', from: '2026-11-30', text: 'WEEK 2026-11-30 to 12-06:' },
    { name: 'over a year', from: '2026-12-28', text: 'WEEK 2026-12-28 to 2027-01-03:' },
  ])('says which week: $name', ({ from, text }) => {
    const start = Date.parse(`${from}T00:00:00Z`) - HOUR_MS;
    expect(digestText(aDigest({ from: start, to: start + 7 * DAY_MS }), CONTEXT).title).toContain(text);
  });

  test('a week without a judged probe claims nothing', () => {
    const { title, sections } = digestText(aDigest({ counts: someCounts({ ownNetwork: 12 }) }), CONTEXT);
    expect(title).toBe('WEEK 2026-11-16 to 22: nothing was judged, no problem open');
    expect(sections[0]?.lines[0]).toMatch(/^No probe was judged: 5 targets/);
  });

  test('costs nothing on a machine of one’s own, and says nothing of it', () => {
    const [what] = digestText(aDigest({ monthlyCostUsd: null }), { ...CONTEXT, dashboardUrl: null }).sections;
    expect(what?.lines.join()).not.toContain('$');
  });

  test('a name that a channel could take for markup is quoted', () => {
    const worst = { shown: [totals('<!here>', 9)], all: 1 };
    expect(digestText(aDigest({ worst }), CONTEXT).sections[1]?.lines[0]).toMatch(/^“<!here>”: /);
  });
});

test.each([
  { ratio: 1, text: '100 %' },
  { ratio: 0.999_999, text: '99.99 %' },
  { ratio: 0.57, text: '57.00 %' },
  { ratio: 0.5, text: '50.00 %' },
  { ratio: 0, text: '0.00 %' },
])('availability is never rounded up: $ratio', ({ ratio, text }) => {
  expect(availabilityText(ratio)).toBe(text);
});
