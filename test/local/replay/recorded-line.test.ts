import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../../../functions/core/chronic/evidence.ts';
import { isLineFault, lineReader, type RawLine } from '../../../functions/local/replay/recorded-line.ts';

const AT = '2026-03-01T00:01:06.870Z';
const raw = (columns: Readonly<Record<string, unknown>>): RawLine => ({
  at: AT,
  target: 'server-time',
  outcome: 'network/connect-timeout',
  ...columns,
});

function readOne(columns: Readonly<Record<string, unknown>>) {
  const line = lineReader()(raw(columns), 7);
  if (isLineFault(line)) throw new Error(line.reason);
  return line;
}

describe('a line becomes a probe', () => {
  test('with every column', () => {
    const line = readOne({
      phase: 'connect',
      status: 504,
      vantage: 'eu-west-1',
      address: '203.0.113.9',
      masked: false,
      latencyMs: 12.5,
      tickAt: '2026-03-01T00:01:00.000Z',
    });
    expect(line).toMatchObject({ line: 7, vantage: 'eu-west-1', tickAt: Date.parse('2026-03-01T00:01:00Z') });
    const outcome = { class: 'network', kind: 'connect-timeout', detail: null };
    const attempt = { startedAt: Date.parse(AT), durationMs: 12.5, address: '203.0.113.9', outcome };
    expect(line.probe).toEqual({
      targetId: 'server-time',
      ...attempt,
      masked: false,
      attempts: [{ ...attempt, phase: 'connect', status: 504 }],
    });
  });

  test('with the required ones alone; null is as good as absent', () => {
    const nothing = {
      phase: null,
      status: null,
      vantage: null,
      address: null,
      masked: null,
      latencyMs: null,
      tickAt: null,
    };
    expect(readOne(nothing)).toEqual(readOne({}));
    expect(readOne({})).toMatchObject({ vantage: 'local', tickAt: null, probe: { durationMs: 0, address: null } });
  });

  test('a masked failure is evidence of a failure and of a recovery', () => {
    const { probe } = readOne({ masked: true, phase: 'connect', address: '203.0.113.9' });
    expect(probe).toMatchObject({ masked: true, outcome: { class: 'healthy' } });
    expect(evidenceOf(probe)).toMatchObject({
      succeeded: true,
      failures: [{ class: 'network', kind: 'connect-timeout', phase: 'connect', address: '203.0.113.9' }],
    });
  });

  test('one that was not probed is no evidence', () => {
    expect(evidenceOf(readOne({ outcome: 'not-probed' }).probe)).toBeNull();
    expect(readOne({ outcome: 'not-probed/paused' }).probe.outcome).toMatchObject({ reason: 'paused' });
    expect(evidenceOf(readOne({ outcome: 'inconclusive/own-network' }).probe)).toBeNull();
  });

  const bare = [
    ['network', 'other'],
    ['content', 'other'],
    ['authorization', 'unauthorized'],
    ['server', 'other'],
    ['throttled', 'too-many-requests'],
    ['intercepted', 'foreign-body'],
    ['inconclusive', 'own-fault'],
  ] as const;
  test.for(bare)('a bare %s is %s', ([name, kind]) => {
    expect(readOne({ outcome: name }).probe.outcome).toEqual({ class: name, kind, detail: null });
  });
});

describe('a column with another value than allowed is refused, with the value', () => {
  const rows = [
    { columns: { at: undefined }, says: 'at: must be an ISO 8601 time with a zone' },
    { columns: { at: 1772323267120 }, says: 'found 1772323267120' },
    { columns: { at: '2026-03-01 00:00:00' }, says: 'found "2026-03-01 00:00:00"' },
    { columns: { target: undefined }, says: 'target: must be text of 1 to 200 characters; found nothing' },
    { columns: { target: '' }, says: 'target: must be text' },
    { columns: { target: 'é'.repeat(201) }, says: 'target: must be text' },
    { columns: { target: 5 }, says: 'target: must be text of 1 to 200 characters; found 5' },
    { columns: { outcome: undefined }, says: 'outcome: must be healthy, not-probed, class/kind or a class' },
    { columns: { outcome: 'Healthy' }, says: 'found "Healthy"' },
    { columns: { outcome: 'netwrk/other' }, says: 'classes are network, content, authorization, server, throttled' },
    { columns: { outcome: 'throttled/other' }, says: 'must be a kind that throttled has: too-many-requests' },
    { columns: { outcome: 'server/certificate-expiring' }, says: 'outcome: must be a kind that server has' },
    { columns: { vantage: 3 }, says: 'vantage: must be text' },
    { columns: { phase: 'dns' }, says: 'phase: must be one of resolve, connect, tls, request, processing, transfer' },
    { columns: { status: 99 }, says: 'status: must be a whole number from 100 to 599; found 99' },
    { columns: { status: 600 }, says: 'found 600' },
    { columns: { status: 200.5 }, says: 'found 200.5' },
    { columns: { status: '200' }, says: 'found "200"' },
    { columns: { address: '' }, says: 'address: must be text' },
    { columns: { masked: 'yes' }, says: 'masked: must be true or false; found "yes"' },
    { columns: { outcome: 'healthy', masked: true }, says: 'masked: must not be true with the outcome healthy' },
    { columns: { latencyMs: -1 }, says: 'latencyMs: must be a number, 0 or more; found -1' },
    { columns: { latencyMs: '12' }, says: 'latencyMs: must be a number' },
    { columns: { tickAt: 'soon' }, says: 'tickAt: must be an ISO 8601 time' },
    { columns: { tickAt: '2026-03-01T00:06:07Z' }, says: `tickAt: must be within five minutes of at, which is ${AT}` },
  ];
  test.for(rows)('$says', ({ columns, says }) => {
    const line = lineReader()(raw(columns), 7);
    expect(line).toMatchObject({ line: 7 });
    expect(isLineFault(line) ? line.reason : 'was read').toContain(says);
  });
});

test('names are free text of 200 characters', () => {
  const target = '💥'.repeat(200);
  expect(readOne({ target }).probe.targetId).toBe(target);
});
