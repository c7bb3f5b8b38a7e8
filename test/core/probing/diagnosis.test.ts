import { describe, expect, test } from 'vitest';
import { unpackRun } from '../../../functions/core/run-record.ts';
import { packRun } from '../../../functions/core/pack-run.ts';
import type { AddressExamination, PathExamination } from '../../../functions/core/ports.ts';
import { probeDocument } from '../../../functions/core/probe-document.ts';
import { diagnosisText, isCutOff, type Diagnosis } from '../../../functions/core/probing/diagnosis.ts';
import { aProbe, aRun, aTarget } from '../../support/builders.ts';

const ORIGIN = 'https://api.example.test';

const reached = (address: string): AddressExamination => ({
  address,
  result: 'reached',
  phase: null,
  errorCode: null,
  durationMs: 12.4,
});
const failed = (
  address: string,
  errorCode: string | null = 'ECONNREFUSED',
  phase: AddressExamination['phase'] = 'connect',
): AddressExamination => ({ address, result: 'failed', phase, errorCode, durationMs: 3 });

function diagnosisOf(
  addresses: readonly AddressExamination[],
  isControlReached: boolean | null = null,
  nameErrors: PathExamination['nameErrors'] = { a: null, aaaa: 'ENODATA' },
): Diagnosis {
  return { origin: ORIGIN, examination: { nameErrors, addresses }, isControlReached };
}

const [A, B, C] = ['203.0.113.1', '203.0.113.2', '2001:db8::3'] as const;

describe('in words', () => {
  test.each<{ name: string; diagnosis: Diagnosis; text: string }>([
    {
      name: 'all of several reached',
      diagnosis: diagnosisOf([reached(A), reached(C)]),
      text: `connections to all 2 addresses can be set up now, so the failure comes and goes or lies behind the handshake; ${A} reached in 12 ms; ${C} reached in 12 ms`,
    },
    {
      name: 'the only one reached',
      diagnosis: diagnosisOf([reached(A)], true),
      text: `connections to its only address can be set up now, so the failure comes and goes or lies behind the handshake; ${A} reached in 12 ms`,
    },
    {
      name: 'some reached',
      diagnosis: diagnosisOf([reached(A), failed(B, 'CERT_HAS_EXPIRED', 'tls')]),
      text: `1 of 2 addresses cannot be connected to, the others can; ${A} reached in 12 ms; ${B} failed with CERT_HAS_EXPIRED during tls`,
    },
    {
      name: 'none of several',
      diagnosis: diagnosisOf([failed(A), failed(B, 'CONNECT_DEADLINE')]),
      text: `no connection to any of its 2 addresses can be set up; ${A} failed with ECONNREFUSED during connect; ${B} failed with CONNECT_DEADLINE during connect`,
    },
    {
      name: 'the only one not, the control host yes',
      diagnosis: diagnosisOf([failed(A)], true),
      text: `no connection to its only address can be set up, while the independent control host can be reached; ${A} failed with ECONNREFUSED during connect`,
    },
    {
      name: 'nor the control host',
      diagnosis: diagnosisOf([failed(A, 'ENETUNREACH')], false),
      text: `no connection to its only address can be set up, nor can the independent control host: our own network is down; ${A} failed with ENETUNREACH during connect`,
    },
    {
      name: 'no such name',
      diagnosis: diagnosisOf([], null, { a: 'ENOTFOUND', aaaa: 'ENOTFOUND' }),
      text: 'the name has no address (A: ENOTFOUND, AAAA: ENOTFOUND)',
    },
    {
      name: 'no name server',
      diagnosis: diagnosisOf([], true, { a: 'RESOLVE_DEADLINE', aaaa: 'ESERVFAIL' }),
      text: 'the name has no address (A: RESOLVE_DEADLINE, AAAA: ESERVFAIL), while the independent control host can be reached',
    },
    {
      name: 'IPv6 that we have no route for does not count',
      diagnosis: diagnosisOf([reached(A), failed(C, 'ENETUNREACH')]),
      text: `connections to its only IPv4 address can be set up now, so the failure comes and goes or lies behind the handshake; ${A} reached in 12 ms; ${C} failed with ENETUNREACH during connect`,
    },
    {
      name: 'neither when IPv4 fails',
      diagnosis: diagnosisOf([failed(A), failed(C, 'EADDRNOTAVAIL')]),
      text: `no connection to its only IPv4 address can be set up; ${A} failed with ECONNREFUSED during connect; ${C} failed with EADDRNOTAVAIL during connect`,
    },
    {
      name: 'it does when it fails otherwise',
      diagnosis: diagnosisOf([reached(A), failed(C, 'ECONNREFUSED')]),
      text: `1 of 2 addresses cannot be connected to, the others can; ${A} reached in 12 ms; ${C} failed with ECONNREFUSED during connect`,
    },
    {
      name: 'an error without a code',
      diagnosis: diagnosisOf([failed(A, null, null)]),
      text: `no connection to its only address can be set up; ${A} failed with no code during connect`,
    },
  ])('$name', ({ diagnosis, text }) => {
    expect(diagnosisText(diagnosis)).toBe(text);
  });

  test('at most 600 characters', () => {
    const addresses = Array.from({ length: 8 }, (_, n) =>
      failed(`2001:db8:aaaa:bbbb:cccc:dddd:eeee:${n}`, 'ERR_TLS_CERT_ALTNAME_INVALID'),
    );
    expect(Array.from(diagnosisText(diagnosisOf(addresses)))).toHaveLength(600);
  });
});

test('one that the end of the run cut off proves nothing', () => {
  expect(isCutOff(diagnosisOf([reached(A), failed(B)]))).toBe(false);
  expect(isCutOff(diagnosisOf([reached(A), failed(B, 'RUN_ABORTED')]))).toBe(true);
  expect(isCutOff(diagnosisOf([], null, { a: 'RUN_ABORTED', aaaa: 'RUN_ABORTED' }))).toBe(true);
});

describe('kept', () => {
  const diagnoses = [diagnosisOf([failed(A)], true), { ...diagnosisOf([reached(B)]), origin: 'https://other.test' }];
  const run = aRun({ diagnoses, probes: [aProbe(), aProbe({ targetId: 'agents' })] });

  test('in the record, also when it is split, by origin', () => {
    const expected = Object.fromEntries(diagnoses.map((one) => [one.origin, diagnosisText(one)]));
    for (const limitBytes of [undefined, 1]) {
      const parts = packRun(run, limitBytes);
      expect(unpackRun(run.key, ['server-time', 'agents'], parts).diagnoses).toEqual(expected);
    }
    expect(unpackRun(run.key, ['server-time'], packRun(aRun())).diagnoses).toEqual({});
  });

  test('in the document, with every address', () => {
    expect(probeDocument(run, [aTarget()]).diagnoses[0]).toEqual({
      origin: ORIGIN,
      text: diagnosisText(diagnosisOf([failed(A)], true)),
      isControlReached: true,
      nameErrors: { a: null, aaaa: 'ENODATA' },
      addresses: [failed(A)],
    });
  });
});
