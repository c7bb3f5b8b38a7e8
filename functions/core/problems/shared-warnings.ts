import type { EarlyWarning } from '../model/outcome.ts';
import type { Problem } from '../model/problem.ts';
import { isoTime } from '../model/time.ts';
import type { Warning } from './warnings.ts';

/** In place of a vantage in the stream of what all of them see. */
const EVERYWHERE = 'all';

/** The token of an account and the certificate of a host end once, from however many vantages that is seen. */
const SHARED: readonly EarlyWarning[] = ['authorization/token-expiring', 'server/certificate-expiring'];

/** Whether a warning is of a fact that vantages have in common, rather than of what one of them has seen. */
export function isShared({ name }: Pick<Warning, 'name'>): boolean {
  return SHARED.includes(name);
}

/** Whether a problem is such a warning. */
export function isSharedWarning({ kinds }: Pick<Problem, 'kinds'>): boolean {
  return SHARED.some((name) => kinds[name] !== undefined);
}

/**
 * Puts the same fact, seen from several vantages, into one warning. Where they see different ones, as when a token was renewed in
 * some regions, what people know of goes first, then what ends first; each further fact is a warning of the first vantage that
 * sees it. What an older release opened for a vantage goes on as that.
 *
 * @param all of all vantages, in their order
 * @param newest the newest problem of a stream, open or not
 */
export function joinedWarnings(
  all: readonly Warning[],
  newest: (stream: string) => Problem | null,
): readonly Warning[] {
  const isOpen = (one: Warning) => {
    const problem = newest(one.stream);
    return problem?.closedAs === null && problem.id === idOf(one);
  };
  const byMatter = Map.groupBy(all, ({ stream }) => everywhere(stream));
  return [...byMatter].flatMap(([stream, ofMatter]) => {
    const facts = [...Map.groupBy(ofMatter, ({ factAt, detail }) => JSON.stringify([factAt, detail])).values()];
    const known = facts.flatMap((seen) => seen.filter(isOpen));
    const left = facts.filter((seen) => !seen.some(isOpen)).flatMap((seen) => joined(seen) ?? []);
    const isTold = (one: Warning) => isOpen({ ...one, stream });
    const [first, ...others] = left.toSorted((a, b) => {
      return Number(isTold(b)) - Number(isTold(a)) || Number(a.isPast) - Number(b.isPast) || a.factAt - b.factAt;
    });
    return [...known, ...(first === undefined ? [] : [{ ...first, stream }]), ...others];
  });
}

/** The streams in which facts that vantages have in common may be told. */
export function sharedStreams(all: readonly Warning[]): readonly string[] {
  return [...new Set(all.flatMap(({ stream }) => [stream, everywhere(stream)]))];
}

function everywhere(stream: string): string {
  return EVERYWHERE + stream.slice(stream.indexOf('/'));
}

function joined(seen: readonly Warning[]): Warning | null {
  const [first] = seen;
  return first === undefined ? null : { ...first, vantages: seen.flatMap(({ vantages }) => vantages) };
}

function idOf({ stream, factAt }: Warning): string {
  return `${stream}@${isoTime(factAt)}`;
}
