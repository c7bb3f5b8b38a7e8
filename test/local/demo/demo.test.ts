import { expect, test } from 'vitest';
import { isoTime } from '../../../functions/core/model/time.ts';
import { spareAddress } from '../../../functions/local/demo/stage.ts';
import { play } from './played.ts';

/** A Sunday, four weeks before clocks change in Europe. */
const START = Date.UTC(2026, 2, 1, 10);
const ZONE = 'Europe/Amsterdam';

/** Not every system has all of 127.0.0.0/8; the story is another one there. */
const isOneAddress = (await spareAddress()) === null;

const told = ({ view }: Awaited<ReturnType<typeof play>>) =>
  view.alerts.map(({ at, subject }) => `${isoTime(at)}  ${subject}`);

test.skipIf(isOneAddress)(
  'a fortnight over real sockets: each problem is found as what it is, told, and over',
  { timeout: 400_000 },
  async () => {
    const played = await play({ startAt: START, days: 14, timeZone: ZONE });
    expect(played.faults).toEqual([]);
    expect(told(played)).toMatchInlineSnapshot(`
      [
        "2026-03-01T10:00:00.500Z  WARNING the token of account main: authorization, token-expiring",
        "2026-03-02T13:05:00.500Z  CHRONIC server-time, platform-servers, access-token and 2 more: one bad address",
        "2026-03-02T16:05:00.500Z  RESOLVED CHRONIC server-time, platform-servers, access-token and 2 more: one bad address",
        "2026-03-03T12:20:00.500Z  PROBLEM agents and 1 more: server, internal-error",
        "2026-03-03T12:50:02.200Z  CHANGED server-time and 4 more: server, unavailable",
        "2026-03-03T14:50:00.500Z  RESOLVED server-time and 4 more: server, unavailable, after 2 h 35 min",
        "2026-03-04T02:20:01.700Z  CHRONIC the monitor's own network (local): every night at 03:15 Europe/Amsterdam",
        "2026-03-05T01:05:01.600Z  CHRONIC agents: every hour (network, connection-reset)",
        "2026-03-09T14:50:00.500Z  RESOLVED CHRONIC agents: every hour (network, connection-reset)",
        "2026-03-11T05:10:00.500Z  PROBLEM access-token and 2 more: authorization, token-expired",
        "2026-03-11T08:30:00.500Z  RESOLVED WARNING the token of account main: authorization, token-expiring",
        "2026-03-11T08:35:00.500Z  RESOLVED access-token and 2 more: authorization, token-expired, after 3 h 30 min",
        "2026-03-13T08:30:00.500Z  WARNING the token of account main: authorization, token-expiring",
        "2026-03-14T03:05:00.500Z  RESOLVED CHRONIC the monitor's own network (local): every night at 03:15 Europe/Amsterdam",
        "2026-03-14T08:10:00.500Z  PROBLEM agents and 1 more: server, gateway-timeout",
        "2026-03-14T08:45:00.500Z  RESOLVED agents and 1 more: server, gateway-timeout, after 40 min",
      ]
    `);

    const opened = played.notices
      .filter(({ reason }) => reason === 'opened')
      .map(({ problem: { subject, kinds, scope, pattern, hints } }) =>
        [
          `${subject}: ${Object.keys(kinds).join(', ')}`,
          ...scope.addresses,
          ...(pattern === null ? [] : [pattern.kind, pattern.periodMs ?? 'no period', ...pattern.timesOfDay]),
          ...hints.slice(0, 1).map(({ id }) => `like ${id}`),
        ].join(' | '),
      );
    expect(opened).toMatchInlineSnapshot(`
    [
      "the token of account main: authorization/token-expiring",
      "server-time and 4 more: network/connect-refused | 127.0.0.3 | one-bad-address | no period | like one-bad-node",
      "agents and 1 more: server/internal-error",
      "the monitor's own network (local): inconclusive/own-network | clock | 86400000 | 03:15 | like own-daily-reconnect",
      "agents: network/connection-reset | periodic | 3600000 | like on-the-hour",
      "access-token and 2 more: authorization/token-expired",
      "the token of account main: authorization/token-expiring",
      "agents and 1 more: server/gateway-timeout",
    ]
  `);
    expect(played.view.openProblems.map(({ subject }) => subject)).toEqual(['the token of account main']);
    expect(played.view.progress).toMatchObject({ isPlaying: false, day: 14, ratio: 1 });
  },
);

test.skipIf(isOneAddress)('the same is told at the same times however fast the machine is', async () => {
  const part = { startAt: START, days: 2.2, timeZone: ZONE };
  const fast = await play(part);
  let attempts = 0;
  const slow = await play({
    ...part,
    beforeAttempt: async () => {
      for (let turns = attempts++ % 7; turns > 0; turns -= 1) await new Promise((resolve) => setImmediate(resolve));
    },
  });
  expect(told(slow)).toEqual(told(fast));
  expect(slow.notices.map(({ id }) => id)).toEqual(fast.notices.map(({ id }) => id));
  expect(told(fast)).toHaveLength(5);
});

test('on a machine with a single address nothing is wrong with it, and the rest is played', async () => {
  const played = await play({ startAt: START, days: 1.3, timeZone: ZONE, addresses: 'one' });
  expect({ told: told(played), faults: played.faults }).toEqual({
    told: ['2026-03-01T10:00:00.500Z  WARNING the token of account main: authorization, token-expiring'],
    faults: [],
  });
  expect(played.view.targets.map(({ recent }) => recent)).not.toContain(expect.stringContaining('m'));
});
