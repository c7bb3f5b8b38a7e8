import { OWN_NETWORK_SUBJECT } from '../chronic/snapshot.ts';
import { TIERS, type Target } from '../model/target.ts';
import { ownNetworkStream, streamName } from './streams.ts';

/** What a stream is: a target as seen from a vantage, or that vantage's own network. */
export interface StreamPlace {
  /** Its name among the streams of incidents. */
  readonly stream: string;
  readonly vantage: string;
  /** The target's id, or `OWN_NETWORK_SUBJECT`: its name among the members of problems. */
  readonly subject: string;
  /** `null` for the monitor's own network. */
  readonly account: string | null;
  readonly origin: string | null;
  /** How much a request has to carry, the least first, see `TIERS`; the lower one explains the higher ones. */
  readonly rung: number;
  /** Time between two probes. */
  readonly everyMs: number;
}

/** The place of a target as seen from a vantage. */
export function targetPlace(vantage: string, { id, account, url, tier, everyMs }: Target): StreamPlace {
  const { origin } = new URL(url);
  return { stream: streamName(vantage, id), vantage, subject: id, account, origin, rung: TIERS.indexOf(tier), everyMs };
}

/** The place of a vantage's own network. */
export function ownNetworkPlace(vantage: string, everyMs: number): StreamPlace {
  const stream = ownNetworkStream(vantage);
  return { stream, vantage, subject: OWN_NETWORK_SUBJECT, account: null, origin: null, rung: 0, everyMs };
}

/** Whether this is the network that a vantage stands in, rather than a target. */
export function isOwnNetworkPlace({ subject }: Pick<StreamPlace, 'subject'>): boolean {
  return subject === OWN_NETWORK_SUBJECT;
}
