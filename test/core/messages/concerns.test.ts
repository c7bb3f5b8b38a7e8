import { describe, expect, test } from 'vitest';
import { concernsOf, concernsText, firstStep } from '../../../functions/core/messages/concerns.ts';
import { FAILURE_CLASSES } from '../../../functions/core/model/outcome.ts';
import type { CoveredStream, SeenFrom } from '../../../functions/core/model/problem.ts';
import { CLASSES } from '../../../functions/core/probing/failures.ts';
import { aProblem } from '../../support/builders.ts';

const PLACES: readonly SeenFrom[] = ['only-vantage', 'one-of-several', 'some', 'all'];

describe('whom failures on the network concern follows from where they are seen', () => {
  test.each<{ seenFrom: SeenFrom; says: string }>([
    { seenFrom: 'only-vantage', says: 'from a single vantage the two cannot be told apart' },
    { seenFrom: 'one-of-several', says: 'the network between eu and us and the API; the other vantages reach it' },
    { seenFrom: 'some', says: 'the network between eu and us and the API; the other vantages reach it' },
    { seenFrom: 'all', says: "every vantage fails, so probably at the provider's end" },
  ])('$seenFrom', ({ seenFrom, says }) => {
    const facts = { class: 'network', kind: 'connect-timeout', seenFrom, vantages: ['eu', 'us'] } as const;
    expect(concernsOf(facts)).toContain(says);
    expect(concernsOf({ ...facts, kind: 'tls-certificate-expired' })).not.toContain('the network');
  });

  test('where places make no difference, it is told by class alone', () => {
    for (const name of FAILURE_CLASSES) {
      expect(concernsOf({ class: name, kind: 'other', seenFrom: null, vantages: [] })).toBe(CLASSES[name].concerns);
    }
  });
});

test('whatever class and place, it blames nobody but whom the class says, or whoever is on the way', () => {
  const blamed = /IXON|provider/;
  for (const name of ['content', 'authorization', 'throttled', 'inconclusive'] as const) {
    for (const seenFrom of PLACES) {
      expect(concernsOf({ class: name, kind: 'other', seenFrom, vantages: ['eu'] })).not.toMatch(blamed);
    }
  }
});

describe('of an incident', () => {
  const cover = (vantage: string, kind: string, recoveredAt: number | null = null): CoveredStream => {
    const [one] = aProblem().covers;
    if (one === undefined) throw new Error('no cover');
    return { ...one, vantage, recoveredAt, kinds: { [kind]: 3 } };
  };
  const scope = { targets: ['server-time'], vantages: ['eu', 'us'], addresses: [] };
  const seen = (...covers: readonly CoveredStream[]) => aProblem({ scope, covers, seenFrom: 'all' });

  test('seen from all, in one way', () => {
    const problem = seen(cover('eu', 'network/connect-timeout'), cover('us', 'network/connect-timeout'));
    expect(concernsText(problem)).toMatch(/provider's end$/);
    expect(firstStep(problem)).toContain('Ask IXON first');
  });

  test('seen from all, in two ways', () => {
    const problem = seen(cover('eu', 'network/connect-timeout'), cover('us', 'network/dns-timeout'));
    expect(concernsText(problem)).toMatch(/provider's end, though not all fail in the same way$/);
  });

  test('one of its vantages works again: it is the path of the other', () => {
    const problem = seen(cover('eu', 'network/connect-timeout', 5), cover('us', 'network/connect-timeout'));
    expect(concernsText(problem)).toBe('the network between us and the API; the other vantages reach it');
    expect(firstStep(problem)).toBeNull();
  });
});
