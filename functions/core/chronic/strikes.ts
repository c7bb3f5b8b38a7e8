import type { EpochMs } from '../model/time.ts';
import type { OnsetList } from './onset-list.ts';
import { nearest } from './statistics.ts';
import type { Stream } from './stream.ts';

/** Lengths and failing probes of the strikes that started at these times. */
export function strikesAt(
  { episodes }: Stream,
  list: OnsetList,
  times: readonly EpochMs[],
  resolutionMs: number,
  isHot: boolean,
): { readonly lengthsMs: readonly number[]; readonly probes: readonly number[] } {
  if (isHot) {
    const lengthsMs = times.map((at) => {
      const i = nearest(list.starts, at);
      return (list.ends[i] ?? at) - (list.starts[i] ?? at);
    });
    return { lengthsMs, probes: [] };
  }
  const lengthsMs: number[] = [];
  const probes: number[] = [];
  for (const at of times) {
    const i = nearest(episodes.starts, at);
    if (i < 0 || Math.abs((episodes.starts[i] ?? 0) - at) > resolutionMs) continue;
    lengthsMs.push(episodes.lengthsMs[i] ?? 0);
    probes.push(episodes.probes[i] ?? 0);
  }
  return { lengthsMs, probes };
}
