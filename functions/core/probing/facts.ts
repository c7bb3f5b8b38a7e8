import type { Certificate } from '../model/observation.ts';
import type { Run } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { DAY_MS, SECOND_MS, parseTime, type EpochMs } from '../model/time.ts';
import type { OriginFacts, Seen, VantageMemory } from '../model/vantage-memory.ts';

/** Clocks that differ by more are reported; below half of it the matter is over, so that it does not flutter. */
export const TOLERATED_SKEW_MS = 30 * SECOND_MS;
/** An address or an issuer that was not seen for so long is forgotten. */
export const MEMORY_MS = 30 * DAY_MS;

const NO_FACTS: OriginFacts = { certificate: null, issuers: {}, addresses: {}, clockSkew: null };

/**
 * What a run adds to the memory: certificates, addresses and clock of each origin, and when tokens end. Returns the memory
 * itself when there is nothing new.
 */
export function learn(memory: VantageMemory, run: Run, targets: readonly Target[]): VantageMemory {
  const byId = new Map(targets.map((target) => [target.id, target]));
  let origins = memory.origins;
  let tokens = memory.tokens;
  for (const probe of run.probes) {
    const target = byId.get(probe.targetId);
    if (target === undefined) continue;
    const { origin, pathname } = new URL(target.url);
    for (const { observation, outcome } of probe.attempts) {
      const before = origins[origin] ?? NO_FACTS;
      let after = withCertificate(before, observation.certificate, observation.startedAt);
      after = withAddresses(after, observation.addresses, observation.startedAt);
      if (outcome.class === 'healthy') {
        const data = dataOf(observation.answer?.body ?? '');
        if (pathname.endsWith('/server-time'))
          after = withSkew(after, skewOf(data, observation), observation.startedAt);
        if (pathname.endsWith('/access-tokens/me')) tokens = withExpiry(tokens, target.account, data.expiresOn);
      }
      if (after !== before) origins = { ...origins, [origin]: after };
    }
  }
  return origins === memory.origins && tokens === memory.tokens ? memory : { ...memory, origins, tokens };
}

function withCertificate(facts: OriginFacts, seen: Certificate | null, at: EpochMs): OriginFacts {
  if (seen === null) return facts;
  const issuers = withSeen(facts.issuers, [seen.issuer], at);
  const isKnown = seen.fingerprint === facts.certificate?.fingerprint;
  if (isKnown && issuers === facts.issuers) return facts;
  return { ...facts, issuers, certificate: isKnown ? facts.certificate : { ...seen, since: at } };
}

function withAddresses(facts: OriginFacts, seen: readonly string[], at: EpochMs): OriginFacts {
  const addresses = withSeen(facts.addresses, seen, at);
  return addresses === facts.addresses ? facts : { ...facts, addresses };
}

/** What was seen today and before, without what was not seen for long; the same when all of it was seen today already. */
function withSeen(before: Readonly<Record<string, Seen>>, seen: readonly string[], at: EpochMs) {
  const today = Math.floor(at / DAY_MS) * DAY_MS;
  const isForgotten = (one: Seen | undefined) => one === undefined || at - one.lastSeenAt >= MEMORY_MS;
  const toNote = seen.filter((name) => (before[name]?.lastSeenAt ?? -1) < today);
  if (toNote.length === 0) return before;
  const kept = Object.entries(before).filter(([, one]) => !isForgotten(one));
  const noted = toNote.map((name) => {
    const known = before[name];
    return [name, { firstSeenAt: isForgotten(known) ? at : (known?.firstSeenAt ?? at), lastSeenAt: today }] as const;
  });
  return Object.fromEntries([...kept, ...noted]);
}

function withSkew(facts: OriginFacts, skewMs: number | null, at: EpochMs): OriginFacts {
  if (skewMs === null) return facts;
  const size = Math.abs(skewMs);
  if (facts.clockSkew === null) {
    return size > TOLERATED_SKEW_MS ? { ...facts, clockSkew: { since: at, ms: Math.round(skewMs) } } : facts;
  }
  return size < TOLERATED_SKEW_MS / 2 ? { ...facts, clockSkew: null } : facts;
}

/** The API's clock minus ours, both at the middle of the time that the server took. */
function skewOf(data: Record<string, unknown>, observation: Run['probes'][number]['attempts'][number]['observation']) {
  const theirs = typeof data.datetime === 'string' ? parseTime(data.datetime) : null;
  if (theirs === null) return null;
  const { resolve, connect, tls, request, processing } = observation.phasesMs;
  const sentMs = (resolve ?? 0) + (connect ?? 0) + (tls ?? 0) + (request ?? 0);
  return theirs - (observation.startedAt + sentMs + (processing ?? 0) / 2);
}

/** A token that the API says has no end takes the place of one that had. */
function withExpiry(tokens: VantageMemory['tokens'], account: string, expiresOn: unknown): VantageMemory['tokens'] {
  const expiresAt = typeof expiresOn === 'string' ? parseTime(expiresOn) : null;
  if (expiresAt !== null)
    return tokens[account]?.expiresAt === expiresAt ? tokens : { ...tokens, [account]: { expiresAt } };
  if (expiresOn !== null || tokens[account] === undefined) return tokens;
  return Object.fromEntries(Object.entries(tokens).filter(([name]) => name !== account));
}

function dataOf(body: string): Record<string, unknown> {
  const { data } = JSON.parse(body) as { data?: unknown };
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
}
