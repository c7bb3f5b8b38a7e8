import { parseFailureName, type EarlyWarning } from '../model/outcome.ts';
import type { Problem } from '../model/problem.ts';
import { DAY_MS, isoTime, type EpochMs } from '../model/time.ts';
import type { OriginFacts, VantageMemory } from '../model/vantage-memory.ts';
import { needsToken } from '../probing/request-headers.ts';
import type { Settings } from '../settings-model.ts';
import { INCIDENT } from './new-problem.ts';
import { tell, type Telling } from './tell.ts';

/** Short-lived certificates are renewed a month ahead; two weeks before the end that has failed. */
export const CERTIFICATE_WARNING_MS = 14 * DAY_MS;
/** Two weeks to make a new token. */
export const TOKEN_WARNING_MS = 14 * DAY_MS;
/** A change is told once and stays open for so long. */
export const CHANGE_SHOWN_MS = 7 * DAY_MS;
/** Addresses seen in the first day are how the name was, not a change. */
export const ADDRESS_BASELINE_MS = DAY_MS;

/** Something that will fail, or may, though nothing has failed yet. */
export interface Warning {
  /** `<vantage>/@<kind>/<what>`: at most one warning of a stream is open at a time. */
  readonly stream: string;
  readonly name: EarlyWarning;
  /** What it is about, as it stands in a sentence. */
  readonly subject: string;
  readonly detail: string;
  /** What was to come has come: that opens nothing any more, and is no end of what is open. */
  readonly isPast: boolean;
  /** The fact's own time: a new fact is a new problem. */
  readonly factAt: EpochMs;
  readonly targets: readonly string[];
  /** From where it was seen. */
  readonly vantages: readonly string[];
}

/** Whether a stream is one of warnings: `<vantage>/@<kind>/<what>`. */
export function isWarningStream(stream: string): boolean {
  return /^[^/]+\/@[^/]+\//.test(stream);
}

/** Whether what a warning is about is still probed: the host of an origin, or an account by its token. */
export function isStillProbed(stream: string, targets: Settings['targets']): boolean {
  const [, , about] = stream.split('/');
  return targets.some(
    (target) => new URL(target.url).host === about || (target.account === about && needsToken(target)),
  );
}

/** Every warning that what a vantage has learned gives rise to at a tick. */
export function warningsOf(vantage: string, memory: VantageMemory, settings: Settings, tickAt: EpochMs): Warning[] {
  const origins = Object.entries(memory.origins).flatMap(([origin, facts]) => {
    const targets = settings.targets.filter(({ url }) => new URL(url).origin === origin).map(({ id }) => id);
    return targets.length === 0 ? [] : originWarnings(vantage, new URL(origin).host, facts, targets, tickAt);
  });
  const tokens = Object.entries(memory.tokens).flatMap(([account, { expiresAt }]): Warning[] => {
    const targets = settings.targets
      .filter((target) => target.account === account && needsToken(target))
      .map(({ id }) => id);
    if (targets.length === 0 || expiresAt - tickAt > TOKEN_WARNING_MS) return [];
    return [
      {
        stream: `${vantage}/@token-expiring/${account}`,
        name: 'authorization/token-expiring',
        subject: `the token of account ${account}`,
        detail: `ends ${isoTime(expiresAt)}`,
        isPast: expiresAt <= tickAt,
        factAt: expiresAt,
        targets,
        vantages: [vantage],
      },
    ];
  });
  return [...origins, ...tokens];
}

function originWarnings(
  vantage: string,
  host: string,
  { certificate, issuers, addresses, clockSkew }: OriginFacts,
  targets: readonly string[],
  tickAt: EpochMs,
): Warning[] {
  const warnings: Warning[] = [];
  const warn = (name: EarlyWarning, subject: string, detail: string, factAt: EpochMs, isPast = false) => {
    const stream = `${vantage}/@${name.slice(name.indexOf('/') + 1)}/${host}`;
    warnings.push({ stream, name, subject, detail, isPast, factAt, targets, vantages: [vantage] });
  };
  if (certificate !== null && certificate.validTo - tickAt <= CERTIFICATE_WARNING_MS) {
    const { validTo, issuer } = certificate;
    const detail = `valid to ${isoTime(validTo)}, issued by ${issuer}`;
    warn('server/certificate-expiring', `the certificate of ${host}`, detail, validTo, validTo <= tickAt);
  }
  const changed = issuerChange(certificate?.issuer, issuers);
  if (changed !== null && tickAt - changed.at < CHANGE_SHOWN_MS) {
    warn('intercepted/issuer-changed', `the certificate of ${host}`, changed.detail, changed.at);
  }
  const known = Object.entries(addresses);
  const firstOfAll = Math.min(...known.map(([, { firstSeenAt }]) => firstSeenAt));
  const fresh = known.filter(
    ([, { firstSeenAt }]) => firstSeenAt - firstOfAll > ADDRESS_BASELINE_MS && tickAt - firstSeenAt < CHANGE_SHOWN_MS,
  );
  if (fresh.length > 0) {
    const newestAt = Math.max(...fresh.map(([, { firstSeenAt }]) => firstSeenAt));
    const detail = `new: ${fresh.map(([address]) => address).join(', ')}`;
    warn('network/addresses-changed', `the addresses of ${host}`, detail, newestAt);
  }
  if (clockSkew !== null) {
    const detail = `theirs minus ours was ${Math.round(clockSkew.ms / 1000)} s`;
    warn('inconclusive/clock-skew', `the clock, against ${host}`, detail, clockSkew.since);
  }
  return warnings;
}

/** Whether the present issuer is newer than another; `null` for the first of all. Front ends may differ and take turns. */
function issuerChange(
  present: string | undefined,
  issuers: OriginFacts['issuers'],
): { at: EpochMs; detail: string } | null {
  const at = issuers[present ?? '']?.firstSeenAt;
  if (present === undefined || at === undefined) return null;
  const older = Object.entries(issuers).filter(([, { firstSeenAt }]) => firstSeenAt < at);
  const [former] = older.toSorted(([, a], [, b]) => b.firstSeenAt - a.firstSeenAt);
  return former === undefined ? null : { at, detail: `was ${former[0]}, is ${present}` };
}

/**
 * Decides on one stream of warnings: a new fact opens, a fact that no longer holds resolves, a changed one does the latter
 * at this tick and the former at the next. A pass that is repeated late closes nothing that was opened after it. `null`: nothing.
 *
 * @param newest the newest problem of the stream, open or not
 */
export function decideWarning(newest: Problem | null, warning: Warning | null, tickAt: EpochMs): Telling | null {
  const id = warning === null ? null : `${warning.stream}@${isoTime(warning.factAt)}`;
  if (newest?.resolvedAt === null) {
    return newest.id === id || tickAt <= newest.openedAt
      ? null
      : tell('resolved', { ...newest, resolvedAt: tickAt, closedAs: 'resolved' }, tickAt);
  }
  if (warning === null || id === null || warning.isPast || newest?.id === id) return null;
  return tell('opened', warningProblem(warning, id, tickAt), tickAt);
}

function warningProblem(warning: Warning, id: string, tickAt: EpochMs): Problem {
  return {
    id,
    stream: warning.stream,
    subject: warning.subject,
    ...INCIDENT,
    severity: 'warning',
    class: parseFailureName(warning.name)?.class ?? 'inconclusive',
    kinds: { [warning.name]: 1 },
    scope: { targets: warning.targets, vantages: warning.vantages, addresses: [] },
    detail: warning.detail,
    origin: null,
    diagnosis: null,
    failedProbes: 0,
    firstFailureAt: tickAt,
    failingSince: tickAt,
    told: {
      subject: warning.subject,
      breadth: 1,
      vantages: warning.vantages.length,
      periodMs: null,
      at: null,
      shape: null,
      classes: [],
    },
    openedAt: tickAt,
    toldAt: tickAt,
    decidedAt: tickAt,
    resolvedAt: null,
    closedAs: null,
  };
}
