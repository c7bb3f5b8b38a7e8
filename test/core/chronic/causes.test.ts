import { describe, expect, test } from 'vitest';
import { CAUSES, causesOf } from '../../../functions/core/chronic/causes.ts';
import type { CauseContext } from '../../../functions/core/chronic/cause-traits.ts';
import type { Finding } from '../../../functions/core/chronic/finding.ts';
import { PATTERN_KINDS } from '../../../functions/core/model/pattern.ts';
import { FAILURE_CLASSES, KINDS } from '../../../functions/core/model/outcome.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../functions/core/model/time.ts';
import { ACCESS_ROWS } from './access-cause-rows.ts';
import { OWN, SINGLE, clock, every, finding, untimed } from './cause-findings.ts';
import { TIMED_ROWS } from './timed-cause-rows.ts';
import { UNTIMED_ROWS } from './untimed-cause-rows.ts';

const ids = (found: Finding, context: CauseContext = SINGLE) => causesOf(found, context).map(({ id }) => id);

const ROWS = [...ACCESS_ROWS, ...TIMED_ROWS, ...UNTIMED_ROWS];

describe('every hint', () => {
  test.each(ROWS)('$id is given where it fits', ({ id, fitting, context }) => {
    expect(ids(fitting, context)).toContain(id);
  });

  test.each(ROWS)('$id is silent when $because', ({ id, control, context, controlContext }) => {
    expect(ids(control, controlContext ?? context)).not.toContain(id);
  });

  test('has a row here, and an id of its own', () => {
    expect(CAUSES.map(({ id }) => id).toSorted()).toEqual(ROWS.map(({ id }) => id).toSorted());
    expect(new Set(CAUSES.map(({ id }) => id)).size).toBe(CAUSES.length);
    expect(CAUSES.length).toBeGreaterThanOrEqual(20);
  });

  test.each(CAUSES)(
    '$id speaks of consistency and names its test and its source',
    ({ consistentWith, test, source }) => {
      expect(consistentWith).toMatch(/^Consistent with [^\n]+\.$/);
      expect(`${consistentWith} ${test}`).not.toMatch(/caused by|is due to|because of|the cause is|certainly/i);
      expect(test).toMatch(/^[A-Z][^\n]+[.?]$/);
      expect(source.length).toBeGreaterThan(5);
    },
  );
});

describe('the order puts the specific first', () => {
  const rows: readonly { name: string; found: Finding; order: readonly string[]; context?: CauseContext }[] = [
    {
      name: 'a token that is known to live for an hour before the usual hour',
      found: finding(every(HOUR_MS), 'authorization/token-invalid', 401),
      context: { ...SINGLE, tokenLifeMs: HOUR_MS },
      order: ['token-life', 'hourly-token'],
    },
    {
      name: 'a daily reconnect before any nightly work, that before load on the hour',
      found: finding(clock('04:00'), 'network/connect-timeout', 'connect'),
      order: ['forced-reconnect', 'nightly-path', 'on-the-hour'],
    },
    {
      name: 'the stated backup before load on the hour',
      found: finding(every(4 * HOUR_MS, 0), 'server/unavailable', 503),
      order: ['provider-backup', 'on-the-hour'],
    },
    {
      name: 'an idle timer of 350 s before any timer',
      found: finding(every(350 * SECOND_MS), 'network/connection-reset', 'processing'),
      order: ['idle-timer', 'interval-timer'],
    },
    {
      name: 'the life of a record in the cache before any job',
      found: finding(every(5 * MINUTE_MS, 0), 'network/dns-timeout', 'resolve'),
      order: ['dns-cache-life', 'cron-job'],
    },
    {
      name: 'what the phase says before what the scope says',
      found: finding(untimed('flapping'), 'network/connect-timeout', 'connect'),
      context: { ...SINGLE, vantages: ['a', 'b'] },
      order: ['nat-ports', 'route-flap', 'seen-from-several-vantages'],
    },
    {
      name: 'of our own network, its own reasons alone',
      found: finding(clock('04:00'), 'inconclusive/own-network'),
      context: OWN,
      order: ['own-daily-reconnect', 'own-network'],
    },
  ];
  test.each(rows)('$name', ({ found, context, order }) => {
    expect(ids(found, context)).toEqual(order);
  });
});

describe('hints are few and sober', () => {
  test('at most three, whatever was found', () => {
    const patterns = [...PATTERN_KINDS.map(untimed), every(HOUR_MS, 0), every(350 * SECOND_MS), clock('02:00')];
    const names = FAILURE_CLASSES.flatMap((name) => KINDS[name].map((kind) => `${name}/${kind}`));
    const context = { ...SINGLE, targets: ['a', 'b'], vantages: ['c', 'd'], tokenLifeMs: HOUR_MS };
    let most = 0;
    for (const pattern of patterns) {
      for (const name of names) {
        for (const where of [null, 'connect', 'processing', 401, 503]) {
          most = Math.max(most, causesOf(finding(pattern, name, where), context).length);
        }
      }
    }
    expect(most).toBe(3);
  });

  test('none where nothing fits', () => {
    expect(ids(finding(untimed('persistent'), 'content/not-found', 404))).toEqual([]);
  });

  test('a hint is plain data', () => {
    const [hint] = causesOf(finding(untimed('persistent'), 'network/dns-not-found', 'resolve'), SINGLE);
    expect(Object.keys(hint ?? {})).toEqual(['id', 'consistentWith', 'test', 'source']);
    expect(JSON.parse(JSON.stringify(hint))).toEqual(hint);
  });

  test('mostly means half of the failures', () => {
    const found = finding(untimed('persistent'), 'network/dns-not-found', 'resolve');
    const mixed = (dns: number, refused: number): Finding => ({
      ...found,
      mix: { ...found.mix, kinds: { 'network/dns-not-found': dns, 'network/connect-refused': refused } },
    });
    expect(ids(mixed(5, 5))).toContain('dns-persistent');
    expect(ids(mixed(4, 6))).not.toContain('dns-persistent');
    expect(ids({ ...found, mix: { ...found.mix, kinds: {} } })).toEqual([]);
  });

  test('what lasts for hours is no load of the full hour', () => {
    const long = finding({ ...clock('14:00'), durationMs: 8 * HOUR_MS }, 'network/connect-timeout', 'connect');
    expect(ids(long)).not.toContain('on-the-hour');
    expect(ids(finding(clock('14:00'), 'network/connect-timeout', 'connect'))).toContain('on-the-hour');
  });

  test('a short period is round only near its round minutes', () => {
    const found = finding(every(5 * MINUTE_MS, 2.5 * MINUTE_MS), 'server/internal-error', 500);
    expect(ids(found)).toEqual(['interval-timer']);
  });

  test('a period counts as what it may be within twice its error', () => {
    const unsure = { ...every(HOUR_MS + 3 * MINUTE_MS), periodErrorMs: 2 * MINUTE_MS };
    expect(ids(finding(unsure, 'authorization/token-invalid', 401))).toContain('hourly-token');
    const sure = { ...unsure, periodErrorMs: MINUTE_MS };
    expect(ids(finding(sure, 'authorization/token-invalid', 401))).not.toContain('hourly-token');
  });

  test('an alias counts as the period: the data cannot tell them apart', () => {
    const pattern = { ...every(700 * SECOND_MS), aliasesMs: [350 * SECOND_MS] };
    expect(ids(finding(pattern, 'network/connection-reset', 'tls'))).toContain('idle-timer');
  });
});
