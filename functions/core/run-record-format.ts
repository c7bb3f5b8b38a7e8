/**
 * How one run is written down: JSON text in one or more parts, about a dozen bytes for a healthy probe.
 *
 *     { "v": 1, "from": 0, "addresses": ["203.0.113.9"], "failures": ["network/connect-timeout"], "details": ["…"],
 *       "diagnoses": { "https://…": "…" }, "shards": 2, "probes": [ E, … ] }
 *     E = 0                                              not due
 *       | [skip reason, until − tick | null]             not probed for another reason
 *       | [start, latency, address]                      healthy at once, with status 200
 *       | [start, duration, address, [A, …]]             everything else; the last A decides
 *     A = [start, duration, address, failure | -1, phase | -1, status, detail | -1]
 *
 * Times are milliseconds after the tick, rounded; the rest are indexes into the part's own lists, -1 for "none".
 * `diagnoses` stands in the first part alone, where there are any, and so does `shards`: of how many the run is one. `from` is the position in the target set of the part's first probe.
 */
export interface Part {
  v: 1;
  from: number;
  addresses: string[];
  failures: string[];
  details: string[];
  diagnoses?: Record<string, string>;
  shards?: number;
  probes: Entry[];
}
/** `A` above. */
export type PackedAttempt = [
  start: number,
  duration: number,
  address: number,
  failure: number,
  phase: number,
  status: number,
  detail: number,
];
/** `E` above. */
export type Entry =
  | 0
  | [reason: number, untilOffset: number | null]
  | [start: number, latency: number, address: number]
  | [start: number, duration: number, address: number, attempts: PackedAttempt[]];
