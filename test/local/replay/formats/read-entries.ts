import { detectFormat, documentFormat } from '../../../../functions/local/replay/formats/detect-format.ts';
import { entryPlaces } from '../../../../functions/local/replay/formats/import-format.ts';
import type { LineFault, RecordedLine } from '../../../../functions/local/replay/recorded-line.ts';
import { entrySink } from '../../../../functions/local/replay/reading.ts';

/** Reads a text as a record is read, without examining it. */
export function readEntries(text: string) {
  const head = { text, isWhole: true };
  const lines: RecordedLine[] = [];
  const faults: LineFault[] = [];
  const notes = { unknownColumns: new Set<string>(), assumptions: new Set<string>() };
  const sink = entrySink({ bad: { add: (fault) => faults.push(fault) }, notes }, (line) => lines.push(line));
  const places = entryPlaces();
  const format = detectFormat(head, null);
  if (format === 'document') {
    let document: unknown;
    try {
      document = JSON.parse(text);
    } catch {
      document = text.split('\n').map((line) => JSON.parse(line) as unknown);
    }
    const found = documentFormat(document, null);
    found.read(document, sink, places);
    return { name: found.name, lines, faults, assumptions: [...notes.assumptions], places };
  }
  const reader = format.reader(sink);
  text.split(/\r?\n/).forEach((line, index) => {
    reader.line(line, index + 1);
  });
  reader.end();
  return { name: format.name, lines, faults, assumptions: [...notes.assumptions], places };
}
