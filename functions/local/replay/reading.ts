import type { BadLines } from './bad-lines.ts';
import type { EntrySink } from './formats/import-format.ts';
import { isLineFault, lineReader, type LineFault, type RecordedLine } from './recorded-line.ts';
import type { Replay } from './replay.ts';
import type { TextPieces } from './text-pieces.ts';

/** A record that is being read. */
export interface Reading {
  readonly text: TextPieces;
  readonly bad: BadLines;
  readonly notes: { readonly unknownColumns: Set<string>; readonly assumptions: Set<string> };
  readonly replay: Replay;
  readonly skipBadLines: boolean;
  readonly onProgress: ((lines: number, bytes: number) => void) | undefined;
}

/** Where the entries of a format go: checked, in the order in which they come. */
export function entrySink(
  { bad, notes }: Pick<Reading, 'notes'> & { readonly bad: { add(fault: LineFault): void } },
  add: (line: RecordedLine) => void,
): EntrySink {
  const readLine = lineReader();
  return {
    raw: (raw, line) => {
      const read = readLine(raw, line);
      if (isLineFault(read)) bad.add(read);
      else add(read);
    },
    recorded: add,
    faulty: (fault) => {
      bad.add(fault);
    },
    unknownColumn: (name) => {
      notes.unknownColumns.add(name);
    },
    assumed: (text) => {
      notes.assumptions.add(text);
    },
  };
}
