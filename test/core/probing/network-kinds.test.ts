import { describe, expect, test } from 'vitest';
import { PHASES } from '../../../functions/core/model/observation.ts';
import { networkKind } from '../../../functions/core/probing/network-kinds.ts';
import { NETWORK_CODES } from './rows/network-codes.ts';

describe.each(PHASES)('during %s', (phase) => {
  const rows = Object.entries(NETWORK_CODES[phase]).flatMap(([kind, codes]) =>
    codes.split(' ').map((code) => ({ code, kind })),
  );

  test.each(rows)('$code is $kind', ({ code, kind }) => {
    expect(networkKind({ phase, name: 'Error', code, message: '' })).toBe(kind);
  });

  test('the end of the run is no failure of the network', () => {
    expect(networkKind({ phase, name: 'Error', code: 'RUN_ABORTED', message: '' })).toBe('own-fault');
  });

  test.each(['HPE_INVALID_CONSTANT', 'HPE_INVALID_HEADER_TOKEN'])('what is not HTTP: %s', (code) => {
    expect(networkKind({ phase, name: 'Error', code, message: '' })).toBe('malformed-response');
  });

  test('what is not HTTP, by name', () => {
    expect(networkKind({ phase, name: 'HTTPParserError', code: null, message: '' })).toBe('malformed-response');
  });

  test.each(['', 'econnreset', 'EUNKNOWN', 'toString', '__proto__', null])('%s has no name', (code) => {
    expect(networkKind({ phase, name: 'Error', code, message: '' })).toBe('other');
  });
});

test.each([
  { phase: 'resolve', code: 'ECONNREFUSED', kind: 'dns-server-failure', why: 'the resolver refused, not the API' },
  { phase: 'resolve', code: 'ECONNRESET', kind: 'other', why: 'nothing was connected yet' },
  { phase: 'connect', code: 'CERT_HAS_EXPIRED', kind: 'other', why: 'no certificate was seen yet' },
  { phase: 'connect', code: 'ERR_SSL_WRONG_VERSION_NUMBER', kind: 'other', why: 'TLS has not begun' },
  { phase: 'processing', code: 'ECONNREFUSED', kind: 'other', why: 'the connection stood' },
] as const)('$code during $phase is $kind: $why', ({ phase, code, kind }) => {
  expect(networkKind({ phase, name: 'Error', code, message: '' })).toBe(kind);
});
