import { HEALTHY, parseFailureName, type AttemptOutcome, type Failure } from '../../../functions/core/model/outcome.ts';
import { MINUTE_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import { addressTurn } from '../../../functions/core/probing/address-turn.ts';
import type { RecordedAttempt, RecordedProbe, RecordedRun } from '../../../functions/core/run-record.ts';
import type { Settings } from '../../../functions/core/settings-model.ts';
import { settingsOf } from '../builders-settings.ts';
import { CAUSES, type ProbeAt } from './faults.ts';

/** A Thursday, at local midnight in no zone but UTC. */
export const MONTH_AT: EpochMs = Date.UTC(2026, 9, 1);
export const MONTH_MINUTES = 30 * 24 * 60;
export const MONTH_VANTAGE = 'eu-central-1';

const RUNGS = ['server-time', 'platform-servers', 'access-token', 'company', 'agents', 'device-data'];

/** Twelve targets at two origins: six rungs each for the account itself and for a white label. */
export function monthSettings(): Settings {
  const credentials = { application: 'abcdefABCDEF', company: '1111-2222-3333-4444-5555' };
  const accounts = {
    main: { ...credentials, tokenParameter: '/apiv2-health/main' },
    partner: { ...credentials, origin: 'https://partner.example.test/api', tokenParameter: '/apiv2-health/partner' },
  };
  const own = (['main', 'partner'] as const).map((account) => ({
    id: account === 'main' ? 'device-data' : 'partner-device-data',
    account,
    path: '/data',
  }));
  const targets = [{ ladder: 'main' }, { ladder: 'partner' }, ...own];
  return settingsOf({ accounts, targets, dailyShare: 1, timeZone: 'Europe/Amsterdam' }, 'lambda');
}

/** The run of a minute of the month: every target probed once, with one retry over the next address. */
export function monthRun(minute: number): RecordedRun {
  const tickAt = MONTH_AT + minute * MINUTE_MS;
  const ids = (['main', 'partner'] as const).flatMap((account) => RUNGS.map((rung) => ({ account, rung })));
  return {
    key: { vantage: MONTH_VANTAGE, tickAt, shard: 0 },
    diagnoses: {},
    probes: ids.map(({ account, rung }, index) => probe(minute, account, rung, index)),
  };
}

function probe(minute: number, account: ProbeAt['account'], rung: string, index: number): RecordedProbe {
  const targetId = account === 'main' ? rung : `partner-${rung}`;
  const startedAt = MONTH_AT + minute * MINUTE_MS + 300 + 60 * index;
  const tick = MONTH_AT / MINUTE_MS + minute;
  const attempts: RecordedAttempt[] = [];
  let outcome: AttemptOutcome = HEALTHY;
  for (let turn = 0; turn < 2; turn += 1) {
    const address = `203.0.113.${1 + ((addressTurn(tick, targetId) + turn) % 3)}`;
    const at: ProbeAt = {
      atMs: minute * MINUTE_MS,
      target: targetId,
      account,
      isOpen: rung === 'server-time',
      address,
    };
    outcome = outcomeOf(at);
    attempts.push({
      startedAt: startedAt + 20 * turn,
      durationMs: 40,
      address,
      outcome,
      phase: outcome.class === 'network' ? 'connect' : null,
      status: outcome.class === 'healthy' ? 200 : null,
    });
    if (outcome.class !== 'network') break;
  }
  const masked = outcome.class === 'healthy' && attempts.length > 1;
  return { targetId, startedAt, durationMs: 40, address: attempts.at(-1)?.address ?? null, outcome, masked, attempts };
}

/** What fails first: our own line before what lies behind it. */
function outcomeOf(at: ProbeAt): AttemptOutcome {
  const names = CAUSES.flatMap((cause) => cause.failureOf(at) ?? []);
  const name = names.find((one) => one.startsWith('inconclusive/')) ?? names[0];
  const failure = name === undefined ? null : parseFailureName(name);
  return failure === null ? HEALTHY : ({ ...failure, detail: null } as Failure);
}
