import type { EpochMs } from '../model/time.ts';
import { emptyCoverage, type Coverage } from './coverage.ts';
import type { Found } from './found.ts';
import { noLoss, type LossEvidence } from './lossy.ts';
import { noAddresses, type AddressEvidence } from './one-bad-address.ts';
import { NO_DOWNTIME, type Downtime } from './persistent.ts';
import { noOutages, type OutageEvidence } from './recurring.ts';
import type { Rhythm } from './rhythm.ts';
import type { Stream } from './stream.ts';

/** All that the detector remembers of one target as seen from one vantage. Plain data: it can be kept as JSON. */
export interface DetectorState {
  coverage: Coverage;
  /** By name: `any`, a class, or `network/<phase>`; those beyond `any` exist once failures differ. */
  streams: Record<string, Stream>;
  /** Classes, and `network/<phase>`, that failures had so far. */
  sorts: string[];
  /** What failed so far, as `class/kind|phase|status|address`: episodes name it by its position. */
  names: string[];
  /** Rhythms that go on. */
  rhythms: Rhythm[];
  found: Found[];
  /** Start of the quarter-hour under way. */
  blockStart: EpochMs | null;
  /** Cached failure ratio of quiet hours, by stream, and when it was made. */
  backgrounds: Record<string, { at: EpochMs; ratio: number }>;
  loss: LossEvidence[];
  outages: OutageEvidence[];
  downtime: Downtime;
  addresses: AddressEvidence;
}

/** A detector that has seen nothing. */
export function newDetector(): DetectorState {
  return {
    coverage: emptyCoverage(),
    streams: {},
    sorts: [],
    names: [],
    rhythms: [],
    found: [],
    blockStart: null,
    backgrounds: {},
    loss: noLoss(),
    outages: noOutages(),
    downtime: { ...NO_DOWNTIME },
    addresses: noAddresses(),
  };
}
