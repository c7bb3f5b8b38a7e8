import type { Account } from '../settings-model.ts';
import type { Target, Tier } from '../model/target.ts';

interface Rung {
  readonly id: string;
  readonly path: string;
  readonly tier: Tier;
  /** The envelope type that the OpenAPI document names for it; `null` where it does not. */
  readonly type: string | null;
}

/**
 * The default probes, lowest rung first. Each adds one thing that can fail, so the lowest broken rung names the cause:
 * the API process, the application ID, the token, the company, the device API that integrations use.
 */
const RUNGS: readonly Rung[] = [
  { id: 'server-time', path: '/server-time', tier: 'open', type: null },
  { id: 'platform-servers', path: '/platform-servers?fields=publicId&page-size=1', tier: 'application', type: null },
  { id: 'access-token', path: '/access-tokens/me?fields=publicId,expiresOn', tier: 'token', type: null },
  { id: 'company', path: '/companies/me?fields=publicId', tier: 'company', type: null },
  { id: 'agents', path: '/agents?fields=publicId&page-size=1', tier: 'company', type: null },
];

/** The account whose targets carry no prefix. */
const UNPREFIXED_ACCOUNT = 'main';

/** The id of an account's rung: `<rung>` for the account `main`, `<account>-<rung>` for any other. */
function rungId(account: string, rung: string): string {
  return account === UNPREFIXED_ACCOUNT ? rung : `${account}-${rung}`;
}

/** The tier of a target that has the id of a rung, of whatever account; `null` for any other. */
export function tierOfRung(targetId: string): Tier | null {
  return RUNGS.find(({ id }) => targetId === id || targetId.endsWith(`-${id}`))?.tier ?? null;
}

/** The highest tier that an account's credentials reach. */
export function reachableTier(account: Account): Tier {
  if (account.application === null) return 'open';
  if (account.tokenParameter === null) return 'application';
  return account.company === null ? 'token' : 'company';
}

/** The rungs that an account's credentials reach, as targets. */
export function ladder(name: string, account: Account, everyMs: number): Target[] {
  const order: readonly Tier[] = ['open', 'application', 'token', 'company'];
  const highest = order.indexOf(reachableTier(account));
  return RUNGS.filter((rung) => order.indexOf(rung.tier) <= highest).map((rung) => ({
    id: rungId(name, rung.id),
    account: name,
    url: account.origin + rung.path,
    tier: rung.tier,
    everyMs,
    expect: { type: rung.type },
  }));
}
