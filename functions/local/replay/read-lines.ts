import type { RecordHead } from './formats/detect-format.ts';
import { UnusableRecordError, type LineFormat } from './formats/import-format.ts';
import { entrySink, type Reading } from './reading.ts';
import { LATENESS_MS, orderOf, reorder } from './reorder.ts';
import { LINE_LIMIT, lineCutter } from './text-lines.ts';

/** Entries that are put in order in memory: about 300 bytes each. */
export const MOST_COLLECTED = 2_000_000;

/** Reads a record line by line, in bounded memory unless it runs backwards; the answer is the name of its format. */
export async function readLines(format: LineFormat, head: RecordHead, reading: Reading): Promise<string> {
  const { text, bad, replay, skipBadLines, onProgress } = reading;
  const mostCollected = runsBackwards(format, head) ? MOST_COLLECTED : null;
  const order = reorder(bad.add, { mostCollected });
  const reader = format.reader(entrySink(reading, order.add));
  const limit = format.lineLimit ?? LINE_LIMIT;
  let lines = 0;
  const cutter = lineCutter((line, number) => {
    lines = number;
    if (line === null) bad.add({ line: number, reason: `must not be longer than ${limit} characters` });
    else reader.line(line, number);
  }, limit);
  const isUsable = () => skipBadLines || bad.count() === 0;
  for await (const piece of text.pieces()) {
    cutter.push(piece);
    const ready = order.ready();
    if (isUsable()) await replay.take(ready);
    onProgress?.(lines, text.bytes());
  }
  cutter.end();
  reader.end();
  const rest = order.rest();
  if (isUsable()) await replay.take(rest);
  return format.name;
}

/** Whether the newest comes first, as many exports have it: then nothing can be examined before all is read. */
function runsBackwards(format: LineFormat, { text }: RecordHead): boolean {
  const times: number[] = [];
  const ignored = {
    bad: { add: () => undefined },
    notes: { unknownColumns: new Set<string>(), assumptions: new Set<string>() },
  };
  try {
    const reader = format.reader(
      entrySink(ignored, (line) => {
        times.push(orderOf(line));
      }),
    );
    const cutter = lineCutter((line, number) => {
      if (line !== null) reader.line(line, number);
    }, format.lineLimit ?? LINE_LIMIT);
    cutter.push(text);
    cutter.end();
    reader.end();
  } catch (cause) {
    // It is told when it is read in earnest.
    if (!(cause instanceof UnusableRecordError)) throw cause;
  }
  return (times.at(-1) ?? 0) < (times[0] ?? 0) - LATENESS_MS;
}
