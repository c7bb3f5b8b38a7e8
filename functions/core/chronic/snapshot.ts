import { HOUR_MS, type EpochMs } from '../model/time.ts';
import type { DetectorState } from './detector-state.ts';

/** The subject of a vantage's own network; target ids have no `@`. */
export const OWN_NETWORK_SUBJECT = '@own-network';

/**
 * How often snapshots are saved: each that was fed, which is most of what a monitor whose targets fail writes. Each pass reads and
 * folds the records since, half of them on average; at an hour both together cost least (50 chronic targets: 1 KB written costs as
 * much as 20 KB read, a snapshot is 22 KB, a record 4 KB).
 */
export const SNAPSHOT_EVERY_MS = HOUR_MS;

/**
 * What the detector remembers of one subject of a vantage: a target, or the vantage's own network. It reaches further back
 * than the run records, which expire, so a release that changes `DetectorState` raises the version and turns every older
 * one into its own in `readSnapshot`.
 */
export interface ChronicSnapshot {
  readonly schemaVersion: 1;
  /** All settled ticks up to this one, itself included, are folded in. */
  readonly throughTick: EpochMs;
  readonly detector: DetectorState;
}

/** A snapshot that this release cannot read, with the reason. */
export class UnreadableSnapshotError extends Error {
  override readonly name = 'UnreadableSnapshotError';
}

/**
 * A stored snapshot in the shape of this release. `place` names it in the error. One of a newer release is met after a
 * roll-back; it is refused, never taken for absent: a detector that starts anew would forget what only the snapshot still knows.
 *
 * @throws {UnreadableSnapshotError} when the version is not one that this release knows.
 */
export function readSnapshot(stored: unknown, place: string): ChronicSnapshot {
  const version = (stored as { readonly schemaVersion?: unknown } | null)?.schemaVersion;
  if (version === 1) return stored as ChronicSnapshot;
  throw new UnreadableSnapshotError(
    `the chronic snapshot of ${place} has schema version ${version === undefined ? 'none' : JSON.stringify(version)}, ` +
      'this release reads 1; it is left as it is. Deploy the release that wrote it, or a newer one',
  );
}
