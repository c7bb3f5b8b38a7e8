import { describe, expect, test } from 'vitest';
import { MINUTE_MS, isoTime } from '../../../functions/core/model/time.ts';
import { TEST_NAMES } from '../../../functions/core/chronic/explanation.ts';
import { explainDocument, explainReplayed } from '../../../functions/local/replay/explain-document.ts';
import { explainReport } from '../../../functions/local/replay/explain-report.ts';
import type { Replayed } from '../../../functions/local/replay/replay.ts';
import { TICK_AT } from '../../support/builders.ts';
import { days, quiet } from '../../support/chronic-timeline.ts';
import { jsonLines, read, timelineLines, type Line } from './records.ts';

const WIDE = { columns: 200, isTerminal: false, isColoured: false, isUnicode: false };
const POLICY = { falseAlarmsPerTargetYear: 0.02, zone: 'UTC' };
const OUTCOMES: Readonly<Record<string, string>> = { x: 'network/connect-timeout', o: 'inconclusive/own-network' };

/** A record of probes five minutes apart. */
function lines(text: string, more: Partial<Line> = {}): Line[] {
  return Array.from(text, (letter, index) => ({
    at: isoTime(TICK_AT + index * 5 * MINUTE_MS + 1_230),
    target: 'server-time',
    outcome: OUTCOMES[letter] ?? 'healthy',
    ...more,
  }));
}

async function replayed(record: readonly Line[]): Promise<Replayed> {
  const { replayed: found } = await read(jsonLines(record), { pieceBytes: 1_000_000 });
  if (found === null) throw new Error('bad lines');
  return found;
}

const NIGHTLY = quiet(7) + days(7, '02:00 xx', { from: TICK_AT });

describe('replay --explain', () => {
  test('a target: what was found, by what, and every test, as data', async () => {
    const [why, ...others] = explainReplayed(await replayed(lines(NIGHTLY)), 'server-time', POLICY) ?? [];
    if (why === undefined) throw new Error('nothing explained');
    expect(others).toEqual([]);
    const document = explainDocument(why);
    expect(document).toMatchObject({ target: 'server-time', vantage: 'local' });
    expect(document.found).toMatchObject([
      { kind: 'clock', endedAt: null, proof: { test: 'look-back', at: '2026-03-10T02:00:01.230Z' } },
    ]);
    const [look] = document.tests;
    expect(look).toMatchObject({ test: 'look-back', verdict: 'found', guard: null, heldBackBy: null });
    expect(look?.asks).toContain('one period ago');
    const busy = document.tests.find(({ test: name }) => name === 'busy-hours');
    expect(busy?.heldBackBy).toContain('three of four days');
  });

  test('times among the evidence are text, as everywhere in the document', async () => {
    const [why] = explainReplayed(await replayed(lines(`${quiet(1)}${'x'.repeat(20)}`)), 'server-time', POLICY) ?? [];
    if (why === undefined) throw new Error('nothing explained');
    const down = explainDocument(why).tests.find(({ test: name }) => name === 'persistent');
    expect(down?.evidence).toEqual({ sinceAt: '2026-03-02T00:00:01.230Z', failing: 20 });
  });

  test('for people: every test with what it asks, and statistic, threshold, verdict and evidence of each of its forms', async () => {
    const [why] = explainReplayed(await replayed(lines(NIGHTLY)), 'server-time', POLICY) ?? [];
    if (why === undefined) throw new Error('nothing explained');
    const report = explainReport(why, 'Europe/Amsterdam', WIDE);
    expect(report).toMatch(
      /^Why: server-time, seen from local\n\nconfirmed: clock, 2026-03-10 03:00:01 Europe\/Amsterdam/,
    );
    expect(report).toMatch(
      / {2}proof: look-back, any, any failure: chance 1 in [\d,]+, at most 1 in [\d,]+; every 24 h: 2 of 2/,
    );
    expect(report).toMatch(
      /\nlook-back\n {2}Did failures also start one period ago.*\n {2}FIRED {2}failures of any class, any failure\n {4}statistic chance 1 in [\d,]+; threshold at most 1 in [\d,]+\n {4}evidence: every 24 h/,
    );
    expect(report).toMatch(
      /\nflapping\n {2}Does it change.*\n {2}too little evidence\n {4}statistic 0 changes; threshold at least 12 changes\n.*\n {4}held back: too few changes\n/,
    );
    for (const name of TEST_NAMES) expect(report).toContain(`\n${name}\n`);
    expect(report).not.toMatch(/ \n/);
  });

  test('fits the terminal, and nothing found is said', async () => {
    const [why] = explainReplayed(await replayed(lines('...x..')), 'server-time', POLICY) ?? [];
    if (why === undefined) throw new Error('nothing explained');
    const report = explainReport(why, 'UTC', { ...WIDE, columns: 60, isColoured: true });
    expect(report).toContain('Nothing found: no test fired.');
    const widths = report
      .replace(/\u001b\[\d+m/g, '')
      .split('\n')
      .map((line) => line.length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(60);
  });

  test('each vantage in turn, by its name in the record', async () => {
    const record = [...lines(NIGHTLY, { vantage: 'eu/west' }), ...lines('.'.repeat(NIGHTLY.length), { vantage: 'a' })];
    record.sort((one, other) => (one.at < other.at ? -1 : 1));
    const why = explainReplayed(await replayed(record), 'server-time', POLICY);
    expect(why?.map(({ vantage, explanation }) => [vantage, explanation.found.length])).toEqual([
      ['a', 0],
      ['eu/west', 1],
    ]);
  });

  test('the monitor’s own network, unless a target has that name', async () => {
    const nights = NIGHTLY.replaceAll('x', 'o');
    const [own] = explainReplayed(await replayed(lines(nights)), 'own-network', POLICY) ?? [];
    expect(own?.explanation.found).toMatchObject([{ kind: 'clock' }]);
    if (own !== undefined)
      expect(explainReport(own, 'UTC', WIDE)).toContain('Why: the monitor’s own network, seen from local');
    const named = explainReplayed(await replayed(lines(nights, { target: 'own-network' })), 'own-network', POLICY);
    expect(named).toMatchObject([{ isOwnNetwork: false, explanation: { found: [] } }]);
  });

  test('a name the record does not have, and a target that was never probed', async () => {
    const record = await replayed([...timelineLines('....'), ...timelineLines('----', { target: '@b/%' })]);
    expect(explainReplayed(record, 'b', POLICY)).toBeNull();
    expect(explainReplayed(record, '@b/%', POLICY)).toMatchObject([{ target: '@b/%', explanation: { found: [] } }]);
  });

  test('names cannot steer the terminal', async () => {
    const target = 'a\u001b[31m';
    const [why] = explainReplayed(await replayed(lines('..', { target })), target, POLICY) ?? [];
    if (why === undefined) throw new Error('nothing explained');
    expect(explainReport(why, 'UTC', WIDE)).not.toContain('\u001b');
  });
});
