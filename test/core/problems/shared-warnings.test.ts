import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../functions/core/model/problem.ts';
import { DAY_MS, isoTime } from '../../../functions/core/model/time.ts';
import type { VantageMemory } from '../../../functions/core/model/vantage-memory.ts';
import { isShared, joinedWarnings, sharedStreams } from '../../../functions/core/problems/shared-warnings.ts';
import { warningsOf } from '../../../functions/core/problems/warnings.ts';
import { TICK_AT, aProblem } from '../../support/builders.ts';
import { SETTINGS, certificate, memoryOf } from '../../support/warnings.ts';

const at = (days: number) => TICK_AT + days * DAY_MS;
/** A token that ends in so many days. */
const token = (days: number): VantageMemory => memoryOf({}, { main: { expiresAt: at(days) } });

/** What a problem of this stream about the end in so many days is called. */
const open = (vantage: string, days: number): Problem => {
  const stream = `${vantage}/@token-expiring/main`;
  return aProblem({ stream, id: `${stream}@${isoTime(at(days))}` });
};

function joined(memories: Readonly<Record<string, VantageMemory>>, problems: readonly Problem[] = []): string[] {
  const all = Object.entries(memories).flatMap(([vantage, memory]) => warningsOf(vantage, memory, SETTINGS, TICK_AT));
  const newest = (stream: string) => problems.find((problem) => problem.stream === stream) ?? null;
  const shared = joinedWarnings(all.filter(isShared), newest);
  return shared.map(({ stream, vantages, factAt }) => {
    return `${stream} in ${(factAt - TICK_AT) / DAY_MS} d from ${vantages.join()}`;
  });
}

describe('what several vantages see', () => {
  test.each<{
    name: string;
    memories: Readonly<Record<string, VantageMemory>>;
    problems?: readonly Problem[];
    is: readonly string[];
  }>([
    {
      name: 'one token',
      memories: { here: token(5), far: token(5), off: token(5) },
      is: ['all/@token-expiring/main in 5 d from here,far,off'],
    },
    {
      name: 'one that was renewed in a region',
      memories: { here: token(300), far: token(5) },
      is: ['all/@token-expiring/main in 5 d from far'],
    },
    {
      name: 'two tokens: the one that ends first',
      memories: { here: token(9), far: token(5), off: token(9) },
      is: ['all/@token-expiring/main in 5 d from far', 'here/@token-expiring/main in 9 d from here,off'],
    },
    {
      name: 'two tokens, one of which people know',
      memories: { here: token(9), far: token(5) },
      problems: [open('all', 9)],
      is: ['all/@token-expiring/main in 9 d from here', 'far/@token-expiring/main in 5 d from far'],
    },
    {
      name: 'one that has ended, and one that will',
      memories: { here: token(-1), far: token(5) },
      is: ['all/@token-expiring/main in 5 d from far', 'here/@token-expiring/main in -1 d from here'],
    },
    {
      name: 'what an older release told of a vantage',
      memories: { here: token(5), far: token(5), off: token(5) },
      problems: [open('here', 5), open('far', 5)],
      is: ['here/@token-expiring/main in 5 d from here', 'far/@token-expiring/main in 5 d from far'],
    },
    {
      name: 'another token than an older release told of',
      memories: { here: token(9), far: token(9) },
      problems: [open('here', 5)],
      is: ['all/@token-expiring/main in 9 d from here,far'],
    },
    {
      name: 'one certificate',
      memories: {
        here: memoryOf({ certificate: certificate(at(5)) }),
        far: memoryOf({ certificate: certificate(at(5)) }),
      },
      is: ['all/@certificate-expiring/api.example.test:8443 in 5 d from here,far'],
    },
    {
      name: 'certificates of two issuers that end at one time',
      memories: {
        here: memoryOf({ certificate: certificate(at(5)) }),
        far: memoryOf({ certificate: certificate(at(5), 'Corporate Proxy') }),
      },
      is: [
        'all/@certificate-expiring/api.example.test:8443 in 5 d from here',
        'far/@certificate-expiring/api.example.test:8443 in 5 d from far',
      ],
    },
    {
      name: 'clocks: a matter of each',
      memories: { here: memoryOf({ clockSkew: { since: TICK_AT, ms: 1 } }) },
      is: [],
    },
  ])('$name', ({ memories, problems, is }) => {
    expect(joined(memories, problems)).toEqual(is);
  });

  test('is looked for where it may have been told', () => {
    const all = ['here', 'far'].flatMap((vantage) => warningsOf(vantage, token(5), SETTINGS, TICK_AT));
    expect(sharedStreams(all)).toEqual(['here', 'all', 'far'].map((name) => `${name}/@token-expiring/main`));
  });
});
