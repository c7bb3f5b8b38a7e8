import type { FailureClass } from '../../../functions/core/model/outcome.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';

/** Where a probe goes, and when. */
export interface ProbeAt {
  /** Since the start of the month. */
  readonly atMs: number;
  readonly target: string;
  readonly account: 'main' | 'partner';
  /** Needs a token, or not. */
  readonly isOpen: boolean;
  /** The address that the attempt connects to, `203.0.113.<n>`. */
  readonly address: string;
}

/** A true cause of failures in the month. */
export interface Cause {
  readonly name: string;
  /** The way in which it fails. */
  readonly way: 'outage' | 'again' | 'half' | 'mixed' | 'token' | 'hourly reset' | 'own line' | 'bad address';
  readonly classes: readonly FailureClass[];
  /** Whose targets it touches; `null` for all. */
  readonly account: ProbeAt['account'] | null;
  /** `class/kind` of what it makes of an attempt; `null` for what it does not touch. */
  readonly failureOf: (probe: ProbeAt) => string | null;
  readonly fromMs: number;
  readonly toMs: number;
}

const MAIN = 'main';
const BAD_ADDRESS = '203.0.113.3';

function time(day: number, hour: number, minute = 0): number {
  return day * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS;
}

/** A cause that is there from a time to another. */
function lasting(
  base: Pick<Cause, 'name' | 'way' | 'classes' | 'account' | 'fromMs' | 'toMs'>,
  failureOf: (probe: ProbeAt) => string | null,
): Cause {
  const isThere = ({ atMs }: ProbeAt) => atMs >= base.fromMs && atMs < base.toMs;
  return { ...base, failureOf: (probe) => (isThere(probe) ? failureOf(probe) : null) };
}

/** The provider answers with one error after another, to all requests of an origin. */
function outage(
  name: string,
  account: ProbeAt['account'],
  fromMs: number,
  minutes: number,
  way: 'outage' | 'again' = 'outage',
): Cause {
  const toMs = fromMs + minutes * MINUTE_MS;
  return lasting({ name, way, classes: ['server'], account, fromMs, toMs }, (probe) => {
    if (probe.account !== account) return null;
    return Math.floor(probe.atMs / MINUTE_MS) % 4 === 0 ? 'server/gateway-timeout' : 'server/bad-gateway';
  });
}

/** Thirteen true causes of seven kinds, in the life of twelve targets. */
export const CAUSES: readonly Cause[] = [
  outage('outage of 35 min', MAIN, time(3, 9, 12), 35),
  outage('outage of 2 h', MAIN, time(12, 22, 47), 120),
  outage('outage of the white label, 12 min', 'partner', time(21, 14, 5), 12),
  outage('three on a day: outage of 25 min', 'partner', time(24, 9, 40), 25),
  outage('three on a day: 9 min, hours later', 'partner', time(24, 15, 30), 9),
  outage('three on a day: 20 min, an hour later', 'partner', time(24, 16, 45), 20, 'again'),
  lasting(
    {
      name: 'every request of two minutes in three, 5 h',
      way: 'half',
      classes: ['server'],
      account: 'partner',
      fromMs: time(27, 11),
      toMs: time(27, 16),
    },
    ({ account, atMs }) =>
      account === 'partner' && Math.floor(atMs / MINUTE_MS) % 3 < 2 ? 'server/internal-error' : null,
  ),
  lasting(
    {
      name: '500 for 30 min, then the token for 1 h',
      way: 'mixed',
      classes: ['server', 'authorization'],
      account: 'partner',
      fromMs: time(22, 13),
      toMs: time(22, 14, 30),
    },
    ({ account, atMs, isOpen }) => {
      if (account !== 'partner') return null;
      if (atMs < time(22, 13, 30)) return 'server/internal-error';
      return isOpen ? null : 'authorization/token-expired';
    },
  ),
  lasting(
    {
      name: 'token ran out, 6 h',
      way: 'token',
      classes: ['authorization'],
      account: MAIN,
      fromMs: time(8, 6),
      toMs: time(8, 12, 7),
    },
    ({ account, isOpen }) => (account === MAIN && !isOpen ? 'authorization/token-expired' : null),
  ),
  lasting(
    {
      name: 'hourly reset, 2 min, two weeks',
      way: 'hourly reset',
      classes: ['network'],
      account: 'partner',
      fromMs: time(5, 0, 20),
      toMs: time(19, 0),
    },
    ({ account, atMs }) => {
      const inHourMs = atMs % HOUR_MS;
      const isHit = inHourMs >= 20 * MINUTE_MS && inHourMs < 22 * MINUTE_MS;
      return account === 'partner' && isHit ? 'network/connection-reset' : null;
    },
  ),
  lasting(
    {
      name: 'own line, nightly, 5 min, all month',
      way: 'own line',
      classes: ['inconclusive'],
      account: null,
      fromMs: time(1, 3),
      toMs: time(30, 0),
    },
    ({ atMs }) => {
      const inDayMs = atMs % DAY_MS;
      return inDayMs >= 3 * HOUR_MS && inDayMs < 3 * HOUR_MS + 5 * MINUTE_MS ? 'inconclusive/own-network' : null;
    },
  ),
  lasting(
    {
      name: 'one of three addresses, two weeks',
      way: 'bad address',
      classes: ['network'],
      account: MAIN,
      fromMs: time(14, 0),
      toMs: time(28, 0),
    },
    ({ account, address }) => (account === MAIN && address === BAD_ADDRESS ? 'network/connect-timeout' : null),
  ),
  lasting(
    {
      name: 'token ran out again, 1 h',
      way: 'token',
      classes: ['authorization'],
      account: MAIN,
      fromMs: time(25, 10),
      toMs: time(25, 11),
    },
    ({ account, isOpen }) => (account === MAIN && !isOpen ? 'authorization/token-expired' : null),
  ),
];
