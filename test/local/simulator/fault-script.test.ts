import { expect, test } from 'vitest';
import { faultAt, NO_FAULTS, type Fault, type FaultScript } from '../../../functions/local/simulator/fault-script.ts';

const EMPTY: Fault = { kind: 'empty' };
const GARBAGE: Fault = { kind: 'garbage' };
const once = (...windows: FaultScript['windows']): FaultScript => ({ loopMs: null, windows });

const PLAIN = once({ fromMs: 100, toMs: 200, fault: EMPTY });
const LOOPED: FaultScript = { ...PLAIN, loopMs: 300 };
const LIMITED = once({ fromMs: 0, toMs: 100, paths: ['/access-tokens', '/agents'], fault: EMPTY });
const ROOT = once({ fromMs: 0, toMs: 100, paths: ['/'], fault: EMPTY });
const OVERLAP = once(
  { fromMs: 0, toMs: 100, paths: ['/agents'], fault: EMPTY },
  { fromMs: 50, toMs: 150, fault: GARBAGE },
);
const AT_ONE = once({ fromMs: 0, toMs: 100, addresses: ['127.0.0.3'], fault: EMPTY });
const PULSED = once({ fromMs: 100, toMs: 1_000, every: { periodMs: 300, durationMs: 50 }, fault: EMPTY });

test.for<{
  name: string;
  script: FaultScript;
  at: number;
  path?: string | null;
  address?: string;
  fault: Fault | null;
}>([
  { name: 'no script', script: NO_FAULTS, at: 0, fault: null },
  { name: 'before the window', script: PLAIN, at: 99, fault: null },
  { name: 'at its start', script: PLAIN, at: 100, fault: EMPTY },
  { name: 'just before its end', script: PLAIN, at: 199, fault: EMPTY },
  { name: 'at its end', script: PLAIN, at: 200, fault: null },
  { name: 'a clock before the start', script: once({ fromMs: 0, toMs: 1, fault: EMPTY }), at: -1, fault: null },
  { name: 'unlimited, outside the base path', script: PLAIN, at: 100, path: null, fault: EMPTY },
  { name: 'played once', script: PLAIN, at: 400, fault: null },
  { name: 'second loop, before', script: LOOPED, at: 399, fault: null },
  { name: 'second loop, in the window', script: LOOPED, at: 400, fault: EMPTY },
  { name: 'hundredth loop, after', script: LOOPED, at: 30_200, fault: null },
  { name: 'limited, the path itself', script: LIMITED, at: 0, path: '/agents', fault: EMPTY },
  { name: 'limited, under the path', script: LIMITED, at: 0, path: '/access-tokens/me', fault: EMPTY },
  { name: 'limited, a path that only begins alike', script: LIMITED, at: 0, path: '/agents-more', fault: null },
  { name: 'limited, another path', script: LIMITED, at: 0, path: '/server-time', fault: null },
  { name: 'limited, path unknown', script: LIMITED, at: 0, path: null, fault: null },
  { name: 'limited to the root, which is everything', script: ROOT, at: 0, path: '/agents', fault: EMPTY },
  { name: 'overlap: the first that matches', script: OVERLAP, at: 60, path: '/agents', fault: EMPTY },
  { name: 'overlap: the second for other paths', script: OVERLAP, at: 60, path: '/server-time', fault: GARBAGE },
  { name: 'overlap: the second after the first', script: OVERLAP, at: 100, path: '/agents', fault: GARBAGE },
  { name: 'limited to an address', script: AT_ONE, at: 0, address: '127.0.0.3', fault: EMPTY },
  { name: 'limited to an address, at another', script: AT_ONE, at: 0, address: '127.0.0.1', fault: null },
  { name: 'pulse: first, in', script: PULSED, at: 149, fault: EMPTY },
  { name: 'pulse: first, over', script: PULSED, at: 150, fault: null },
  { name: 'pulse: second counts from the start of the window', script: PULSED, at: 400, fault: EMPTY },
  { name: 'pulse: not before the window', script: PULSED, at: 0, fault: null },
  { name: 'pulse: not after it', script: PULSED, at: 1_000, fault: null },
])('$name', ({ script, at, path = '/server-time', address = '127.0.0.1', fault }) => {
  expect(faultAt(script, at, path, address)).toEqual(fault);
});
