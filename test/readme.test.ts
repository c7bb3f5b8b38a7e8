import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FAILURE_CLASSES, KINDS } from '../functions/core/model/outcome.ts';
import { patternAnchor } from '../functions/core/chronic/pattern-meanings.ts';
import { PATTERN_KINDS } from '../functions/core/model/pattern.ts';
import { monthlyBill } from '../functions/core/cost/bill.ts';
import { withFleet } from '../functions/core/cost/fleet.ts';
import { stackResources } from '../functions/core/cost/resources.ts';
import { syntheticsBill } from '../functions/core/cost/synthetics.ts';
import type { MetricsMode } from '../functions/core/metrics.ts';
import { checkShape } from '../functions/core/settings-schema.ts';
import { resolveSettings } from '../functions/core/settings.ts';
import { CASES } from './laboratory/cases.ts';
import { METRICS_END, METRICS_START, withMetrics } from './support/metrics-table.ts';
import { withRunbook } from './support/runbook.ts';
import { monitorTemplate } from './support/template.ts';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const headings = [...readme.matchAll(/^#{1,6} (.+)$/gm)].map(([, text]) => text ?? '');
/** GitHub's rule: small letters, spaces to hyphens, the rest of punctuation dropped. */
const anchors = headings.map((heading) =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-'),
);

test('holds the runbook of the table in code', () => {
  expect(withRunbook(readme, 'short')).toBe(readme);
});

test('docs/runbook.md holds it in full', () => {
  const full = readFileSync(join(root, 'docs', 'runbook.md'), 'utf8');
  expect(withRunbook(full, 'full')).toBe(full);
});

test('has one heading for every anchor that messages and alarms name', () => {
  expect(new Set(anchors).size).toBe(anchors.length);
});

test('explains every alarm of the stack', () => {
  const alarms = Object.values(monitorTemplate().findResources('AWS::CloudWatch::Alarm')) as {
    Properties: { AlarmDescription: string };
  }[];
  const named = alarms.map(({ Properties }) => /README\.md#([\w-]+)$/.exec(Properties.AlarmDescription)?.[1]);
  expect(named).not.toHaveLength(0);
  expect(named.filter((anchor) => anchor === undefined || !anchors.includes(anchor))).toEqual([]);
});

test('docs/architecture.md counts the cases of the laboratory right', () => {
  expect(readFileSync(join(root, 'docs', 'architecture.md'), 'utf8')).toContain(
    `the ${CASES.length} ways a request can end`,
  );
});

test('counts classes and kinds right', () => {
  const kinds = FAILURE_CLASSES.flatMap((failureClass) => [...KINDS[failureClass]]);
  expect(readme).toContain(`one of ${FAILURE_CLASSES.length} classes, ${kinds.length} kinds`);
});

test('names every kind of pattern, with its heading in the runbook', () => {
  const chapter = /### Failures that repeat\n(.+?)\n### /s.exec(readme)?.[1] ?? '';
  const named = [...chapter.matchAll(/\[`([\w-]+)`\]\(#([\w-]+)\)/g)].map(([, kind, anchor]) => [kind, anchor]);
  expect(named.toSorted()).toEqual(PATTERN_KINDS.map((kind) => [kind, patternAnchor(kind)]).toSorted());
});

test('holds the metrics of the table in code', () => {
  const cellsOf = (text: string) =>
    text
      .slice(text.indexOf(METRICS_START), text.indexOf(METRICS_END))
      .split('\n')
      .filter((line) => line.startsWith('|') && !line.startsWith('| -'))
      .map((line) => line.split('|').map((cell) => cell.trim()));
  const found = cellsOf(readme);
  expect(found.length).toBeGreaterThan(1);
  expect(found).toEqual(cellsOf(withMetrics(readme)));
});

test('tells what the bill comes to', () => {
  const config = { main: { application: 'abcdefABCDEF', company: '1111-2222-3333-4444-5555', tokenParameter: '/t' } };
  const billed = (targets: number | null, metrics: MetricsMode) => {
    const result = resolveSettings({ accounts: config, metrics }, 'lambda');
    if (!result.ok) throw new Error('the config must be good');
    const settings = withFleet(result.settings, { targets, everyMs: null });
    const { totalUsd } = monthlyBill(settings, 1, stackResources(settings, 1));
    return { usd: `$${totalUsd.toFixed(2)}`, ratio: Math.floor(syntheticsBill(settings, 1).totalUsd / totalUsd) };
  };
  const rows = [
    ['5 (the ladder)', null],
    ['50', 50],
    ['500', 500],
  ] as const;
  for (const [name, targets] of rows) {
    const [fleet, perTarget] = [billed(targets, 'fleet'), billed(targets, 'per-target')];
    const cells = [name, fleet.usd, `1/${fleet.ratio}`, perTarget.usd, `1/${perTarget.ratio}`];
    expect(readme.replaceAll(/ +/g, ' ')).toContain(`| ${cells.join(' | ')} |`);
  }
});

describe('the table of settings', () => {
  const table = /^\| key .+?\n\n/ms.exec(readme)?.[0] ?? '';
  const rows = [...table.matchAll(/^\| `([\w.]+)`\s+\| (.+?)\s+\|/gm)].map(([, key, value]) => ({ key, value }));

  test('names every key there is and no other', () => {
    const unknown = { nonsense: 1 };
    const [fault] = checkShape(unknown).faults;
    const allowed = /allowed are (.+)$/.exec(fault?.problem ?? '')?.[1]?.split(', ') ?? [];
    expect(rows.map(({ key }) => key?.split('.')[0]).toSorted()).toEqual(allowed.toSorted());
  });

  test('tells the defaults', () => {
    const result = resolveSettings({}, 'lambda');
    if (!result.ok) throw new Error('the empty config must be good');
    const { settings } = result;
    const told: Record<string, string> = Object.fromEntries(rows.map(({ key = '', value = '' }) => [key, value]));
    expect(told).toMatchObject({
      timeZone: `\`${settings.timeZone}\``,
      thresholds: `${settings.thresholds.failingTicks} failing, ${settings.thresholds.healthyTicks} healthy ticks`,
      retry: `${settings.retry.attempts} attempts, \`${settings.retry.baseMs}ms\` doubling to \`${settings.retry.capMs / 1000}s\``,
      deadlines: `\`${settings.deadlines.connectMs / 1000}s\` each to resolve, connect, TLS; \`${settings.deadlines.answerMs / 1000}s\` answer`,
      metrics: `\`'${settings.metrics}'\``,
      dailyShare: `\`${settings.dailyShareRatio}\``,
      retention: `\`${settings.retentionMs / 86_400_000}d\``,
      runbookUrl: `\`${settings.runbookUrl}\``,
    });
  });
});
