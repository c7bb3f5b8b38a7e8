import { expect, test } from 'vitest';
import { incidentChanges } from '../../../functions/core/messages/incident-changes.ts';
import type { CoveredStream, Problem } from '../../../functions/core/model/problem.ts';
import { MINUTE_MS } from '../../../functions/core/model/time.ts';
import { TICK_AT, aProblem } from '../../support/builders.ts';

const minute = (at: number) => `minute ${(at - TICK_AT) / MINUTE_MS}`;

function cover(vantage: string, subject: string, from: number, to: number | null = null): CoveredStream {
  const firstFailureAt = TICK_AT + from * MINUTE_MS;
  const recoveredAt = to === null ? null : TICK_AT + to * MINUTE_MS;
  const kinds = { 'network/connect-refused': 3 };
  const times = { firstFailureTick: firstFailureAt, firstFailureAt, recoveredAt };
  return { vantage, subject, ...times, pastKinds: {}, kinds, spells: [] };
}

/** People were told of `a` as seen from one vantage, at minute 10. */
function changesOf(covers: readonly CoveredStream[], rest: Partial<Problem> = {}): readonly string[] {
  const { told } = aProblem();
  const problem = aProblem({
    subject: 'a',
    failingSince: TICK_AT,
    covers,
    scope: { targets: ['a'], vantages: [...new Set(covers.map(({ vantage }) => vantage))], addresses: [] },
    told: { ...told, subject: 'a', vantages: 1, at: TICK_AT + 10 * MINUTE_MS, shape: 'network', classes: ['network'] },
    ...rest,
  });
  return incidentChanges(problem, 'CAUSE', minute);
}

const GOES_ON = 'The problem that began at minute 0 goes on; this is new:';

test.each<{ name: string; lines: readonly string[]; expected: readonly string[] }>([
  {
    name: 'what joined since people were told, and not what they were told of',
    lines: changesOf([cover('v', 'a', 4), cover('v', 'b', 11)], { subject: 'a and 1 more' }),
    expected: [
      GOES_ON,
      'b fails too, from minute 11 on.',
      'People were told of a; it is about a and 1 more now.',
      'What is wrong: CAUSE',
      'It is about a and b.',
    ],
  },
  {
    name: 'the one that it was named after works again, since just before that was told',
    lines: changesOf([cover('v', 'a', 0, 9), cover('v', 'b', 5)], { subject: 'b' }),
    expected: [
      GOES_ON,
      'a does not fail like this any more.',
      'People were told of a; it is about b now.',
      'What is wrong: CAUSE',
    ],
  },
  {
    name: 'what worked again before people were told is no news',
    lines: changesOf([cover('v', 'a', 0), cover('v', 'b', 0, 9)]),
    expected: ['The problem that began at minute 0 goes on; this is how it stands now:', 'What is wrong: CAUSE'],
  },
  {
    name: 'what joined and left since then was never told',
    lines: changesOf([cover('v', 'a', 0), cover('v', 'b', 12, 14), cover('v', 'c', 15)], { subject: 'a and 1 more' }),
    expected: [
      GOES_ON,
      'c fails too, from minute 15 on.',
      'People were told of a; it is about a and 1 more now.',
      'What is wrong: CAUSE',
      'It is about a and c.',
    ],
  },
  {
    name: 'it was found to fail from another vantage, for longer than people know',
    lines: changesOf([cover('v', 'a', 0), cover('w', 'a', 8)]),
    expected: [GOES_ON, 'It is seen from 2 vantages now (1 before).', 'What is wrong: CAUSE'],
  },
  {
    name: 'another class, and how it failed before',
    lines: changesOf([cover('v', 'a', 0)], { class: 'server', kinds: { 'network/other': 2, 'server/other': 1 } }),
    expected: [GOES_ON, 'It fails in another way now: CAUSE', 'Before: 2 x network/other.'],
  },
  {
    name: 'another class, of which no count is kept',
    lines: changesOf([cover('v', 'a', 0)], { class: 'server', kinds: { 'server/other': 1 } }),
    expected: [GOES_ON, 'It fails in another way now: CAUSE', 'Before: class network.'],
  },
])('$name', ({ lines, expected }) => {
  expect(lines).toEqual(expected);
});
