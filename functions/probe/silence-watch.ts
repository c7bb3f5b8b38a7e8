/** So many silent targets of one origin show what there is to see; the others need not wait as long. */
const ENOUGH_SILENT = 10;

/** Counts the targets of each origin that did not answer for long in this run. */
export interface SilenceWatch {
  /** One more attempt of this origin is silent. */
  noteSilent(origin: string): void;
  /** Whether enough others are silent, so that waiting longer is of no use. */
  isHopeless(origin: string): boolean;
}

/** A watch for one run. */
export function silenceWatch(): SilenceWatch {
  const silent = new Map<string, number>();
  return {
    noteSilent: (origin) => {
      silent.set(origin, (silent.get(origin) ?? 0) + 1);
    },
    isHopeless: (origin) => (silent.get(origin) ?? 0) > ENOUGH_SILENT,
  };
}
