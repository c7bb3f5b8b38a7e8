import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { join } from 'node:path';

/**
 * Goes into every bundle and runs first: stack traces name file and line of the sources. Node's `--enable-source-maps` reads
 * bundle and map at each start, 10 ms or more; here they are read when a trace is first looked at.
 */
const BUNDLE = join(import.meta.dirname, 'index.js');
let map: SourceMap | null | undefined;

function readMap(): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${BUNDLE}.map`, 'utf8')) as SourceMapPayload);
  } catch {
    // A trace with places in the bundle is better than none.
    return null;
  }
}

/** Its text is that of a line in a trace, which the type does not say. */
interface Frame extends NodeJS.CallSite {
  toString(): string;
}

function frameText(frame: Frame): string {
  const text = frame.toString();
  const line = frame.getLineNumber();
  const column = frame.getColumnNumber();
  if (frame.getFileName() !== BUNDLE || line === null || column === null) return text;
  map ??= readMap();
  const origin = map?.findOrigin(line, column);
  if (origin === undefined || !('fileName' in origin)) return text;
  return text.replace(`${BUNDLE}:${line}:${column}`, `${origin.fileName}:${origin.lineNumber}:${origin.columnNumber}`);
}

Error.prepareStackTrace = (error, frames) => [String(error), ...frames.map(frameText)].join('\n    at ');
