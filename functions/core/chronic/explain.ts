import type { DetectorState } from './detector-state.ts';
import { explainFound } from './explain-found.ts';
import { explainLayer } from './explain-look-back.ts';
import { explainRates } from './explain-rates.ts';
import type { Explanation, FoundExplanation, TestExplanation } from './explanation.ts';
import type { ChronicPolicy } from './finding.ts';
import { newStream } from './stream.ts';
import { ANY } from './sorts.ts';

/**
 * Why the detector says what it says: each test with its statistic, its threshold and the evidence, by the very rules that
 * decide. It changes nothing.
 */
export function explain(state: DetectorState, policy: ChronicPolicy): Explanation {
  const found = state.found.map((one) => explainFound(state, one));
  const streams = Object.keys(state.streams).length === 0 ? [newStream(ANY)] : Object.values(state.streams);
  const looks = streams.flatMap((stream) =>
    stream.lists.flatMap((_, layer) => explainLayer(state, stream, layer, policy) ?? []),
  );
  const tests = [...looks, ...explainRates(state, policy)].map((test) => withProof(test, found));
  return { tests, found };
}

/** A test by which something was found that goes on shows what it was found by: its failures are no evidence any more. */
function withProof(test: TestExplanation, found: readonly FoundExplanation[]): TestExplanation {
  const isOf = ({ proof, endedAt }: FoundExplanation) =>
    endedAt === null &&
    proof?.test === test.test &&
    proof.stream === test.stream &&
    // The words of a strength tell the length of outages, which changes with the schedule.
    (proof.variant === test.variant || proof.evidence.alternative === (test.evidence.alternative ?? null));
  const proof = found.find(isOf)?.proof ?? null;
  return proof === null ? test : { ...test, ...proof, verdict: 'found', guard: null };
}
