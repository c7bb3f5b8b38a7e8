import type { FailureClass } from '../model/outcome.ts';
import type { EpochMs } from '../model/time.ts';
import { failureSort } from './failure-sort.ts';
import { isOwnNetworkPlace, type StreamPlace } from './stream-place.ts';

/** A stream that fails. */
export interface FailingPlace {
  readonly place: StreamPlace;
  readonly class: FailureClass;
  /** The most frequent `class/kind` of that class. */
  readonly kind: string;
  readonly firstFailureTick: EpochMs;
}

/** Intervals within which failures began "at once": each stream is seen once an interval, and the runs overlap. */
const AT_ONCE_INTERVALS = 2;

/**
 * Whether two streams fail for one reason, so that people are told once.
 *
 * The same target seen from two vantages; everything on the network at one origin, or at all origins when a vantage reaches
 * none; what a lower rung of the ladder explains; a fault of our own that began at once at several origins, since a run that dies
 * or does not start takes all of its targets along; and what began to fail in the same way at the same time. What the provider
 * answers with (server, intercepted) varies within one outage, what it says of a request (content, authorization) does not.
 *
 * @param isCutOff whether every target of a vantage fails on the network
 */
export function isSameIncident(
  one: FailingPlace,
  other: FailingPlace,
  isCutOff: (vantage: string) => boolean,
): boolean {
  const [first, second] = [one.place, other.place];
  if (isOwnNetworkPlace(first) || isOwnNetworkPlace(second)) return first.stream === second.stream;
  if (one.class !== other.class) return false;
  if (first.subject === second.subject) return true;
  if (first.origin !== second.origin) {
    if (first.vantage !== second.vantage) return false;
    if (one.class === 'inconclusive') return one.kind === other.kind && isAtOnce(one, other);
    return one.class === 'network' && isCutOff(first.vantage);
  }
  const isConnected = () => explains(first, second) || explains(second, first) || isAtOnce(one, other);
  switch (one.class) {
    case 'network':
    case 'throttled':
      return true;
    case 'server':
    case 'intercepted':
      return isConnected();
    case 'content':
    case 'authorization':
    case 'inconclusive':
      return one.kind === other.kind && first.account === second.account && isConnected();
  }
}

/**
 * Names that two streams which may fail for one reason have in common, one at least: what has none in common need not be
 * compared. See `isSameIncident`.
 */
export function matterKeys(
  { place, class: failureClass }: Pick<FailingPlace, 'place' | 'class'>,
  isCutOff: (vantage: string) => boolean,
): readonly string[] {
  const { stream, subject, origin, vantage } = place;
  if (isOwnNetworkPlace(place)) return [`own ${stream}`];
  const keys = [`${failureClass} of ${subject}`, `${failureClass} at ${origin ?? ''}`];
  if (failureClass === 'inconclusive') return [...keys, `fault of our own at ${vantage}`];
  return failureClass === 'network' && isCutOff(vantage) ? [...keys, `cut off ${vantage}`] : keys;
}

/**
 * Whether a rung that fails explains that another one fails in the same way: it asks for less, at the same origin, with the same
 * credentials or with none.
 */
export function explains(lower: StreamPlace, higher: StreamPlace): boolean {
  return (
    lower.origin === higher.origin && lower.rung < higher.rung && (lower.rung === 0 || lower.account === higher.account)
  );
}

/**
 * Whether what came back fails as before.
 *
 * @param one a `class/kind`
 */
export function isAlike(one: string, other: string): boolean {
  return failureSort(one) === failureSort(other);
}

function isAtOnce(one: FailingPlace, other: FailingPlace): boolean {
  const withinMs = AT_ONCE_INTERVALS * Math.max(one.place.everyMs, other.place.everyMs);
  return Math.abs(one.firstFailureTick - other.firstFailureTick) <= withinMs;
}
