import type { DetectorState } from './detector-state.ts';
import type { EvidenceFailure } from './evidence.ts';
import { newStream } from './stream.ts';

/** The stream of all failures of a target. */
export const ANY = 'any';

/** The class of a failure, and within the network class its phase too. */
function sortsOf({ class: failureClass, phase }: EvidenceFailure): readonly string[] {
  return failureClass === 'network' && phase !== null ? [failureClass, `network/${phase}`] : [failureClass];
}

/**
 * Makes the streams that these failures need. While all failures are of one sort, one stream speaks for it; when another
 * sort comes, the first one's stream is a copy of what was there.
 */
export function sortStreams(state: DetectorState, failures: readonly EvidenceFailure[]): void {
  const any = (state.streams[ANY] ??= newStream(ANY));
  for (const sort of new Set(failures.flatMap(sortsOf))) {
    if (state.sorts.includes(sort)) continue;
    const siblings = state.sorts.filter((known) => isPhase(known) === isPhase(sort));
    state.sorts.push(sort);
    if (siblings.length === 0) continue;
    const [only] = siblings;
    if (siblings.length === 1 && only !== undefined && state.streams[only] === undefined) {
      const parent = (isPhase(sort) ? state.streams.network : undefined) ?? any;
      state.streams[only] = { ...structuredClone(parent), name: only };
      // What repeated so far was of the first sort only.
      for (const rhythm of state.rhythms) if (rhythm.stream === parent.name) rhythm.stream = only;
    }
    state.streams[sort] = newStream(sort);
  }
}

function isPhase(sort: string): boolean {
  return sort.includes('/');
}

/** The streams that failures belong to, the narrowest first: what is found there says more. */
export function streamsOf(state: DetectorState, failures: readonly EvidenceFailure[]): readonly string[] {
  const names = new Set(failures.flatMap(sortsOf).filter((sort) => state.streams[sort] !== undefined));
  return [...[...names].filter(isPhase), ...[...names].filter((name) => !isPhase(name)), ANY];
}
