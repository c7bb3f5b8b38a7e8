/** What every function has: it waits most of its time. */
export const USUAL_MEMORY_MB = 256;

/** Streams (target and vantage) that detection holds in that. */
const USUAL_STREAMS = 1_000;
/** More of them take up to 0.1 MB each (docs/bench-load.md); with the memory Lambda gives processor time. */
const MB_PER_STREAM = 0.1;
/** New accounts may not have more (Lambda Developer Guide, "Configure Lambda function memory"). */
const MOST_MEMORY_MB = 3_008;

/** The memory of the detect function for so many streams, in steps of 256 MB. */
export function detectMemoryMb(streams: number): number {
  const moreMb = Math.max(0, streams - USUAL_STREAMS) * MB_PER_STREAM;
  const steps = Math.ceil((USUAL_MEMORY_MB + moreMb) / USUAL_MEMORY_MB);
  return Math.min(MOST_MEMORY_MB, steps * USUAL_MEMORY_MB);
}
