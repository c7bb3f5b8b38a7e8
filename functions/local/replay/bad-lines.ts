import { printable } from '../../core/probing/printable.ts';
import type { LineFault } from './recorded-line.ts';

/** The lines of a record that could not be used. */
export interface BadLines {
  readonly add: (fault: LineFault) => void;
  readonly count: () => number;
  /** The first of them as text, one each line, and how many more there are. */
  readonly text: () => string;
}

/** Where an entry stands, from its number. */
export type PlaceOf = (line: number) => string;

/** The place of an entry that has a line. */
export const LINE_PLACE: PlaceOf = (line) => `line ${line}`;

/** Lines that are told in full. */
const LISTED = 20;

/** See `BadLines`. */
export function badLines(placeOf: PlaceOf = LINE_PLACE): BadLines {
  const listed: LineFault[] = [];
  let count = 0;
  return {
    add: (fault) => {
      count += 1;
      if (listed.length < LISTED) listed.push(fault);
    },
    count: () => count,
    text: () => {
      const lines = listed
        .toSorted((a, b) => a.line - b.line)
        .map(({ line, reason }) => `  ${placeOf(line)}: ${printable(reason, 1_000)}`);
      const more = count - listed.length;
      return [...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n');
    },
  };
}
