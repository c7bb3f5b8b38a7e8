import { expect, test } from 'vitest';
import { incidentChanges } from '../../../functions/core/messages/incident-changes.ts';
import type { CoveredStream, Problem } from '../../../functions/core/model/problem.ts';
import type { Spell } from '../../../functions/core/model/spell.ts';
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

/** Five failures in a way, the first and the last at these minutes. */
function spell(name: string, from: number, to: number): Spell {
  const times = { from: TICK_AT + from * MINUTE_MS, to: TICK_AT + to * MINUTE_MS };
  return { ...times, kinds: { [name]: 5 }, phases: {}, addresses: {} };
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
  return incidentChanges(problem, minute);
}

const GOES_ON = 'The problem that began at minute 0 goes on; this is new:';
const REFUSED = 'The address answered that nothing accepts connections on this port.';

test.each<{ name: string; lines: readonly string[]; expected: readonly string[] }>([
  {
    name: 'what joined since people were told, and not what they were told of',
    lines: changesOf([cover('v', 'a', 4), cover('v', 'b', 11)], { subject: 'a and 1 more' }),
    expected: [GOES_ON, 'b fails too, from minute 11 on.', `What is wrong: ${REFUSED}`, 'It is about a and b.'],
  },
  {
    name: 'the one that it was named after works again, since just before that was told',
    lines: changesOf([cover('v', 'a', 0, 9), cover('v', 'b', 5)], { subject: 'b' }),
    expected: [GOES_ON, 'a works again.', `What is wrong: ${REFUSED}`],
  },
  {
    name: 'what left for a problem of its own does not work again',
    lines: changesOf([
      { ...cover('v', 'a', 0, 12), spells: [spell('server/unavailable', 0, 12)] },
      { ...cover('v', 'b', 0, 12), spells: [spell('network/connect-refused', 0, 11)] },
      cover('v', 'c', 0),
    ]),
    expected: [
      GOES_ON,
      'b works again.',
      'a fails in another way now: a problem by itself.',
      `What is wrong: ${REFUSED}`,
    ],
  },
  {
    name: 'what worked again before people were told is no news',
    lines: changesOf([cover('v', 'a', 0), cover('v', 'b', 0, 9)]),
    expected: ['The problem that began at minute 0 goes on; this is how it stands now:', `What is wrong: ${REFUSED}`],
  },
  {
    name: 'what joined and left since then was never told',
    lines: changesOf([cover('v', 'a', 0), cover('v', 'b', 12, 14), cover('v', 'c', 15)], { subject: 'a and 1 more' }),
    expected: [GOES_ON, 'c fails too, from minute 15 on.', `What is wrong: ${REFUSED}`, 'It is about a and c.'],
  },
  {
    name: 'another vantage joins: what fails there is told with it, once for all its targets',
    lines: changesOf([cover('v', 'a', 0), cover('v', 'b', 0), cover('w', 'a', 20), cover('w', 'b', 20)]),
    expected: [GOES_ON, 'Since minute 20 also a and b from w.', `What is wrong: ${REFUSED}`, 'It is about a and b.'],
  },
  {
    name: 'another vantage joins in another way',
    lines: changesOf([
      cover('v', 'a', 0),
      { ...cover('w', 'a', 20), spells: [spell('network/dns-server-failure', 20, 25)] },
    ]),
    expected: [
      GOES_ON,
      'Since minute 20 also a from w.',
      `What is wrong, at a from v: ${REFUSED}`,
      'What is wrong, at a from w: The name server answered, but could not look the host name up.',
    ],
  },
  {
    name: 'it was found to fail from another vantage, for longer than people know',
    lines: changesOf([cover('v', 'a', 0), cover('w', 'a', 8)]),
    expected: [GOES_ON, 'It is seen from v and w now; before, from 1 vantage.', `What is wrong: ${REFUSED}`],
  },
  {
    name: 'another class, and how it failed before',
    lines: changesOf([{ ...cover('v', 'a', 0), spells: [spell('server/bad-gateway', 10, 15)] }], {
      class: 'server',
      kinds: { 'network/connect-refused': 2, 'server/bad-gateway': 5 },
    }),
    expected: [
      GOES_ON,
      'It fails in another way now: The gateway in front of the API got no valid answer from the application behind it (502).',
      `Before: ${REFUSED}`,
    ],
  },
  {
    name: 'another class, of which no count is kept',
    lines: changesOf([{ ...cover('v', 'a', 0), spells: [spell('server/other', 10, 15)] }], {
      class: 'server',
      kinds: { 'server/other': 1 },
    }),
    expected: [
      GOES_ON,
      'It fails in another way now: The API reports a server error.',
      'Before: failures of the class network.',
    ],
  },
])('$name', ({ lines, expected }) => {
  expect(lines).toEqual(expected);
});
