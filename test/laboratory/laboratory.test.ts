import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { PHASES, type Observation } from '../../functions/core/model/observation.ts';
import { KINDS, failureName, isFailure, type Outcome } from '../../functions/core/model/outcome.ts';
import { probeDocument } from '../../functions/core/probe-document.ts';
import { explain } from '../../functions/core/probing/failures.ts';
import { runText } from '../../functions/local/probe-once.ts';
import { noSocketMayStay } from '../adapters/http/observing.ts';
import { PLANTED_TOKEN, SHORT_MS } from '../support/finding.ts';
import { LEAK_DEADLINE_MS } from '../support/listeners.ts';
import type { LabCase, OpenCase } from './case.ts';
import { CASES } from './cases.ts';
import { monitorCase, type Monitored } from './monitor-case.ts';
import { laboratoryPage } from './document.ts';
import { observeCase } from './observe-case.ts';
import { WITHOUT_CASE } from './without-case.ts';

describe('one attempt, and one run of the monitor', () => {
  test.for(CASES)('$id: $title', async (lab) => {
    const open = await openUntilTestFinished(lab);
    const { observation, outcome, found } = await observeCase(lab, open);
    expect(found).toEqual(lab.expect);
    expectTimes(observation, lab);
    expectOneConnection(lab, open);

    const monitored = await monitorCase(lab, open);
    expectRun(monitored, lab);
    const explained = isFailure(outcome) ? explain(outcome) : null;
    expectNoToken({ observation, outcome, explained, ...everythingSaid(monitored) });
  });
});

async function openUntilTestFinished(lab: LabCase): Promise<OpenCase> {
  const open = await lab.open();
  onTestFinished(async () => {
    expect(await open.close(LEAK_DEADLINE_MS), 'connections left open').toBe(0);
  });
  noSocketMayStay();
  return open;
}

/** No phase is negative, together they fit into the attempt, and a deadline was waited for. */
function expectTimes({ phasesMs, durationMs, error }: Observation, lab: LabCase): void {
  const times = PHASES.map((phase) => phasesMs[phase] ?? 0);
  expect(Math.min(...times)).toBeGreaterThanOrEqual(0);
  expect(times.reduce((sum, ms) => sum + ms)).toBeLessThanOrEqual(durationMs);
  const isDeadline = error?.code?.endsWith('_DEADLINE') ?? false;
  expect(isDeadline).toBe(lab.deadlines !== undefined);
  // Timers may fire a little early.
  if (error !== null && isDeadline) expect(durationMs).toBeGreaterThanOrEqual(SHORT_MS - 5);
}

/** The request came once if at all, and the token went nowhere before the connection was found to be sound. */
function expectOneConnection({ expect: { reached, delivery } }: LabCase, open: OpenCase): void {
  const isAccepted = reached.some((phase) => phase === 'tls' || phase === 'request');
  expect(open.connectionCount()).toBe(isAccepted ? 1 : 0);
  const sent = open.received().join('');
  if (delivery === 'not-sent') expect(sent).not.toContain(PLANTED_TOKEN);
  if (delivery === 'received') expect(sent).toContain(PLANTED_TOKEN);
}

/** The run comes to the same, retries what may be retried and nothing else, and alerts. */
function expectRun({ run, faults, messages, log, records, metrics }: Monitored, lab: LabCase): void {
  const [probe] = run.probes;
  const expected = lab.expect.outcome;
  const isRetried =
    expected.startsWith('network/') || expected === 'server/bad-gateway' || expected === 'server/unavailable';
  expect(probe?.attempts.map(({ outcome }) => nameOf(outcome))).toEqual(isRetried ? [expected, expected] : [expected]);
  expect(faults).toEqual([]);
  expect(metrics.find(({ name }) => name === 'Availability')?.value).toBe(expected === 'healthy' ? 1 : 0);
  if (expected === 'healthy') {
    expect(messages).toEqual([]);
    return;
  }
  expect(messages.filter(({ subject }) => subject.includes(expected.replace('/', ', ')))).toHaveLength(1);
  expect(JSON.stringify(log)).toContain(expected);
  expect(JSON.stringify(records)).toContain(expected);
}

function everythingSaid({ run, settings, faults, ...monitored }: Monitored) {
  const document = probeDocument(run, settings.targets);
  const style = { columns: 80, isTerminal: false, isColoured: false, isUnicode: false };
  return { ...monitored, run, faults, document, text: runText({ run, faults: [] }, settings.runbookUrl, style) };
}

/** Looked for by its beginning, so that a part of it would be found as well. */
function expectNoToken(said: Readonly<Record<string, unknown>>): void {
  for (const [where, what] of Object.entries(said)) {
    expect(JSON.stringify(what), where).not.toContain(PLANTED_TOKEN.slice(0, 12));
  }
}

function nameOf(outcome: Outcome): string {
  return isFailure(outcome) ? failureName(outcome) : outcome.class;
}

describe('the laboratory', () => {
  test('has a case for every kind that a single request can come to', () => {
    const all = Object.entries(KINDS).flatMap(([failureClass, kinds]) =>
      kinds.map((kind) => `${failureClass}/${kind}`),
    );
    const covered = new Set(CASES.map((lab) => lab.expect.outcome));
    const missing = all.filter((name) => !covered.has(name));
    expect(missing.toSorted()).toEqual(Object.keys(WITHOUT_CASE).toSorted());
  });

  test('has its table in docs, written by a command', async () => {
    const page = await laboratoryPage(CASES.map((lab) => ({ lab, found: lab.expect })));
    expect(readFileSync(join(import.meta.dirname, '../../docs/laboratory.md'), 'utf8')).toBe(page);
  });

  test('has names of its own for its cases', () => {
    const ids = CASES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
    expect(ids.length).toBeGreaterThanOrEqual(45);
  });
});
