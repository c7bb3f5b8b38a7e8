import { newDetector } from '../../core/chronic/detector-state.ts';
import { explain } from '../../core/chronic/explain.ts';
import type { Explanation, Facts, FoundExplanation, Judged, Measurement } from '../../core/chronic/explanation.ts';
import { guardText } from '../../core/chronic/explain-words.ts';
import type { ChronicPolicy } from '../../core/chronic/finding.ts';
import { OWN_NETWORK_SUBJECT } from '../../core/chronic/snapshot.ts';
import { isoTime, type EpochMs } from '../../core/model/time.ts';
import { nameInRecord, targetId } from './recorded-names.ts';
import type { Replayed } from './replay.ts';

/** Names the stream of the monitor's own network. */
export const OWN_NETWORK_NAME = 'own-network';

/** Why the detector says what it says of one target as seen from one vantage. */
export interface SubjectExplanation {
  /** The name in the record, or `own-network`. */
  readonly target: string;
  /** It is no target, but the monitor's own network. */
  readonly isOwnNetwork: boolean;
  readonly vantage: string;
  readonly explanation: Explanation;
}

/** A measurement for machines: times as text, what held it back in words too. */
export interface MeasurementDocument {
  readonly test: string;
  readonly stream: string;
  readonly variant: string | null;
  readonly statistic: string;
  readonly value: number | null;
  readonly threshold: number;
  readonly at: string | null;
  readonly evidence: Facts;
}

/** A test for machines. */
export interface TestDocument extends MeasurementDocument {
  readonly asks?: string;
  readonly verdict: string;
  readonly guard: string | null;
  readonly heldBackBy: string | null;
  readonly candidates?: readonly TestDocument[];
}

/** Something found, for machines. */
export interface FoundDocument extends Omit<FoundExplanation, 'foundAt' | 'endedAt' | 'proof' | 'rhythms'> {
  readonly foundAt: string;
  readonly endedAt: string | null;
  readonly proof: MeasurementDocument | null;
  readonly rhythms: readonly object[];
}

/** An entry of `explain` in the document of a replay. */
export interface ExplainDocument {
  readonly target: string;
  readonly vantage: string;
  readonly tests: readonly TestDocument[];
  readonly found: readonly FoundDocument[];
}

/**
 * Explains a target of the record, or the monitor's own network, for each of its vantages in turn; `null` for a name that
 * the record does not know.
 */
export function explainReplayed(
  { detectors, targetIds, vantages }: Replayed,
  name: string,
  policy: ChronicPolicy,
): readonly SubjectExplanation[] | null {
  const isTarget = targetIds.includes(targetId(name));
  if (!isTarget && name !== OWN_NETWORK_NAME) return null;
  const subject = isTarget ? targetId(name) : OWN_NETWORK_SUBJECT;
  const known = vantages.filter((vantage) => detectors.get(vantage)?.has(subject));
  // A target that was only ever skipped has no evidence anywhere.
  return (known.length === 0 ? vantages : known).toSorted().map((vantage) => ({
    target: name,
    isOwnNetwork: !isTarget,
    vantage: nameInRecord(vantage),
    explanation: explain(detectors.get(vantage)?.get(subject) ?? newDetector(), policy),
  }));
}

/** An explanation for machines. */
export function explainDocument({ target, vantage, explanation }: SubjectExplanation): ExplainDocument {
  const tests = explanation.tests.map(({ asks, candidates, ...test }) => ({
    ...judgedDocument(test),
    asks,
    candidates: candidates.map(judgedDocument),
  }));
  return { target, vantage, tests, found: explanation.found.map(foundDocument) };
}

function judgedDocument({ verdict, guard, ...measurement }: Judged): TestDocument {
  const heldBackBy = guard === null ? null : guardText(guard);
  return { ...measurementDocument(measurement), verdict, guard, heldBackBy };
}

function measurementDocument(
  measurement: Omit<Measurement, 'value'> & { readonly value: number | null },
): MeasurementDocument {
  return { ...measurement, at: isoOrNull(measurement.at), evidence: withIsoTimes(measurement.evidence) };
}

function foundDocument({ proof, foundAt, endedAt, rhythms, ...found }: FoundExplanation): FoundDocument {
  return {
    ...found,
    foundAt: isoTime(foundAt),
    endedAt: isoOrNull(endedAt),
    proof: proof === null ? null : measurementDocument(proof),
    rhythms: rhythms.map(({ endsAt, ...rhythm }) => ({ ...rhythm, endsAt: isoTime(endsAt) })),
  };
}

/** Facts whose names end in `At` are times. */
function withIsoTimes(facts: Facts): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      name.endsWith('At') && typeof value === 'number' ? isoTime(value) : value,
    ]),
  );
}

function isoOrNull(at: EpochMs | null): string | null {
  return at === null ? null : isoTime(at);
}
