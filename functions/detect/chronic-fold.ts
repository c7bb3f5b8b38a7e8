import { currentFinding } from '../core/chronic/current-finding.ts';
import { newDetector, type DetectorState } from '../core/chronic/detector-state.ts';
import { observe } from '../core/chronic/detector.ts';
import { evidenceOf, type Evidence, type EvidenceFailure } from '../core/chronic/evidence.ts';
import type { ChronicPolicy, Finding } from '../core/chronic/finding.ts';
import { ownNetworkEvidence } from '../core/chronic/own-network-evidence.ts';
import { OWN_NETWORK_SUBJECT, type ChronicSnapshot } from '../core/chronic/snapshot.ts';
import { isOwnNetwork } from '../core/model/outcome.ts';
import { HOUR_MS, type EpochMs } from '../core/model/time.ts';
import type { VersionedState } from '../core/ports.ts';
import type { RecordedProbe } from '../core/run-record.ts';
import { wholeRun, type TickRecords } from './stored-ticks.ts';

/** The detector of one subject of a vantage while it is fed. */
export interface SubjectDetector {
  readonly state: DetectorState;
  /** Everything up to this tick was folded in before. */
  readonly throughTick: EpochMs;
  /** Of the snapshot it comes from; 0 for a new one. */
  readonly version: number;
  /** Whether anything was folded in since. */
  isFed: boolean;
}

/** The detectors of a vantage, by subject. */
export type VantageDetectors = Map<string, SubjectDetector>;

const NOTHING_FAILED: readonly EvidenceFailure[] = [];

/** Detectors as they were saved. */
export function detectorsFrom(snapshots: ReadonlyMap<string, VersionedState<ChronicSnapshot>>): VantageDetectors {
  return new Map(
    [...snapshots].map(([subject, { state, version }]) => [
      subject,
      { state: state.detector, throughTick: state.throughTick, version, isFed: false },
    ]),
  );
}

/**
 * Folds the records of one settled tick into the detectors of its vantage. Returns the subjects whose findings may have
 * changed, `null` for none: those with news, and once an hour those with any finding at all.
 *
 * @param isMonitored whether a target is in the settings
 */
export function foldChronicTick(
  detectors: VantageDetectors,
  { tickAt, records }: TickRecords,
  isMonitored: (targetId: string) => boolean,
  policy: ChronicPolicy,
): string[] | null {
  let touched: string[] | null = null;
  const feed = (subject: string, evidence: Evidence) => {
    if (feedOne(detectors, subject, evidence, tickAt, policy)) (touched ??= []).push(subject);
  };
  const own = ownNetworkEvidence(wholeRun(records)[0]?.probes ?? []);
  if (own !== null) feed(OWN_NETWORK_SUBJECT, own);
  // What was seen of the targets while our own network was down says nothing about them.
  // Each shard has asked for itself.
  for (const { probes } of records.filter((record) => !record.probes.some(({ outcome }) => isOwnNetwork(outcome)))) {
    for (const probe of probes) {
      if (!isMonitored(probe.targetId)) continue;
      const evidence = evidenceIn(probe);
      if (evidence !== null) feed(probe.targetId, evidence);
    }
  }
  return touched;
}

/** Nearly every probe is healthy at once. */
function evidenceIn(probe: RecordedProbe): Evidence | null {
  const { outcome, masked, startedAt, address } = probe;
  if (outcome.class !== 'healthy' || masked) return evidenceOf(probe);
  return { at: startedAt, failures: NOTHING_FAILED, succeeded: true, address };
}

/** Returns whether its findings may have changed. */
function feedOne(
  detectors: VantageDetectors,
  subject: string,
  evidence: Evidence,
  tickAt: EpochMs,
  policy: ChronicPolicy,
): boolean {
  let detector = detectors.get(subject);
  if (detector === undefined) {
    detector = { state: newDetector(), throughTick: 0, version: 0, isFed: false };
    detectors.set(subject, detector);
  }
  if (tickAt <= detector.throughTick) return false;
  const { state } = detector;
  const { lastAt } = state.coverage;
  detector.isFed = true;
  const events = observe(state, evidence, policy);
  if (events.length > 0) return true;
  if (state.found.length === 0 || lastAt === null) return false;
  const isNewHour = Math.floor(evidence.at / HOUR_MS) > Math.floor(lastAt / HOUR_MS);
  return isNewHour && state.found.some(({ level }) => level === 'confirmed');
}

/** The confirmed findings of a detector, those that ended lately too, the first found first. */
export function confirmedFindings({ state }: SubjectDetector): readonly Finding[] {
  const found = state.found.filter(({ level }) => level === 'confirmed');
  return found
    .map((one) => currentFinding(state, one))
    .toSorted((a, b) => a.foundAt - b.foundAt || (a.id < b.id ? -1 : 1));
}
