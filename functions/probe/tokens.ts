import { runFault, type RunFault } from '../core/fault-report.ts';
import type { Log, Secrets } from '../core/ports.ts';
import { isHeaderSafe, isUsual } from '../core/probing/request-headers.ts';
import type { Account } from '../core/settings-model.ts';

/** A token that can be sent, or why there is none. */
export type TokenResult =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly problem: 'unreadable' | 'illegal-characters' };

/** The tokens of one run: each parameter is read once, and once more when the API refused what it held. */
export interface RunTokens {
  read(account: Account): Promise<TokenResult>;
  /** Reads again, around any cache. Resolves to the token if it differs from the refused one, else to `null`. */
  readChanged(account: Account, refused: string): Promise<string | null>;
}

/** Tokens from the secrets port; faults are reported once per parameter. */
export function runTokens(secrets: Secrets, log: Log, report: (fault: RunFault) => void): RunTokens {
  const cached = new Map<string, Promise<TokenResult>>();
  const fresh = new Map<string, Promise<TokenResult>>();
  const readOnce = (from: Map<string, Promise<TokenResult>>, account: Account, freshness: 'cached' | 'fresh') => {
    const parameter = account.tokenParameter ?? '';
    const known = from.get(parameter) ?? readToken(secrets, parameter, freshness, log, report);
    from.set(parameter, known);
    return known;
  };
  return {
    read: (account) => readOnce(cached, account, 'cached'),
    readChanged: async (account, refused) => {
      const result = await readOnce(fresh, account, 'fresh');
      return result.ok && result.token !== refused ? result.token : null;
    },
  };
}

async function readToken(
  secrets: Secrets,
  parameter: string,
  freshness: 'cached' | 'fresh',
  log: Log,
  report: (fault: RunFault) => void,
): Promise<TokenResult> {
  try {
    // A line break at the end comes from the shell that stored it; no token has one.
    const token = (await secrets.read(parameter, freshness)).trim();
    if (!isUsual(token)) log.warn('token-unusual', { parameter, length: token.length, usual: '32 letters and digits' });
    return isHeaderSafe(token) ? { ok: true, token } : { ok: false, problem: 'illegal-characters' };
  } catch (cause) {
    const remedy = `Store the token: README, "The token". Targets that need it are recorded as own faults until then.`;
    report(runFault(`The token parameter ${parameter} could not be read`, remedy, cause));
    return { ok: false, problem: 'unreadable' };
  }
}
