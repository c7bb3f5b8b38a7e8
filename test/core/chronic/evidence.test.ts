import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../../../functions/core/chronic/evidence.ts';
import { HEALTHY, type Failure } from '../../../functions/core/model/outcome.ts';
import type { RecordedAttempt, RecordedProbe } from '../../../functions/core/run-record.ts';
import { MONDAY } from '../../support/chronic-timeline.ts';

const REFUSED: Failure = { class: 'network', kind: 'connect-refused', detail: null };
const BROKEN: Failure = { class: 'server', kind: 'internal-error', detail: null };
const OWN_FAULT: Failure = { class: 'inconclusive', kind: 'own-fault', detail: null };
const OWN_NETWORK: Failure = { class: 'inconclusive', kind: 'own-network', detail: null };

function attempt(changes: Partial<RecordedAttempt>): RecordedAttempt {
  return {
    startedAt: MONDAY,
    durationMs: 40,
    address: '192.0.2.1',
    outcome: HEALTHY,
    phase: null,
    status: 200,
    ...changes,
  };
}

function probe(changes: Partial<RecordedProbe>): RecordedProbe {
  const healthy = { targetId: 'server-time', startedAt: MONDAY, durationMs: 40, outcome: HEALTHY, masked: false };
  return { ...healthy, address: '192.0.2.9', attempts: [attempt({})], ...changes };
}

const refused = attempt({ outcome: REFUSED, phase: 'connect', status: null, address: '192.0.2.7' });
const broken = attempt({ outcome: BROKEN, status: 500, address: '192.0.2.8' });

describe('the evidence in a probe', () => {
  it('is when it started, as measured, and the address of its last attempt', () => {
    expect(evidenceOf(probe({ startedAt: MONDAY + 1_234 }))).toEqual({
      at: MONDAY + 1_234,
      failures: [],
      succeeded: true,
      address: '192.0.2.9',
    });
  });

  it('is every failed attempt in order, each with where it struck and what answered', () => {
    expect(evidenceOf(probe({ outcome: BROKEN, attempts: [refused, broken] }))).toMatchObject({
      succeeded: false,
      failures: [
        { class: 'network', kind: 'connect-refused', phase: 'connect', status: null, address: '192.0.2.7' },
        { class: 'server', kind: 'internal-error', phase: null, status: 500, address: '192.0.2.8' },
      ],
    });
  });

  it('holds the failures that a retry masked', () => {
    const masked = evidenceOf(probe({ masked: true, attempts: [refused, attempt({})] }));
    expect(masked).toMatchObject({ succeeded: true, failures: [{ kind: 'connect-refused' }] });
  });

  it('is the failure of the probe itself when it never came to an attempt', () => {
    expect(evidenceOf(probe({ outcome: OWN_FAULT, attempts: [] }))).toMatchObject({
      succeeded: false,
      failures: [{ class: 'inconclusive', kind: 'own-fault', phase: null, status: null, address: '192.0.2.9' }],
    });
  });

  it.each([
    ['that was skipped', probe({ outcome: { class: 'not-probed', reason: 'paused', until: null }, attempts: [] })],
    ['at which our own network was down', probe({ outcome: OWN_NETWORK, attempts: [refused] })],
  ])('is none of a probe %s: a gap, never health', (_, silent) => {
    expect(evidenceOf(silent)).toBeNull();
  });
});
