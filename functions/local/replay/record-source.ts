import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { SQLITE_MAGIC, recordedRows } from '../../adapters/sqlite/recorded-rows.ts';
import { UnusableRecordError } from './formats/import-format.ts';

/** Where a record comes from. */
export interface RecordSource {
  readonly pieces: AsyncIterable<Uint8Array>;
  /** `null` when that is not known. */
  readonly totalBytes: number | null;
  /** The format's name where the source decides it; `null` elsewhere. */
  readonly format: string | null;
}

/** Large pieces: a record may be of any length. */
const PIECE_BYTES = 256 * 1024;
/** How gzip begins (RFC 1952, section 2.3.1). */
const GZIP_MAGIC = '\u001f\u008b';

/**
 * A file as a record: text, packed with gzip as exports to S3 are, or a database with recorded probes.
 *
 * @throws {UnusableRecordError} for another database; errors of the file system for what cannot be read
 */
export function recordSource(file: string): RecordSource {
  const beginning = beginningOf(file);
  if (beginning === SQLITE_MAGIC) return databaseSource(file);
  const stream = createReadStream(file, { highWaterMark: PIECE_BYTES });
  if (!beginning.startsWith(GZIP_MAGIC)) {
    return { pieces: stream as AsyncIterable<Uint8Array>, totalBytes: statSync(file).size, format: null };
  }
  const unpacked = createGunzip();
  stream.on('error', (error) => unpacked.destroy(error));
  return { pieces: stream.pipe(unpacked) as AsyncIterable<Uint8Array>, totalBytes: null, format: null };
}

/** As many characters as the longer of the marks has bytes; none of what is no file of its own. */
function beginningOf(file: string): string {
  if (!statSync(file).isFile()) return '';
  const bytes = Buffer.alloc(SQLITE_MAGIC.length);
  const opened = openSync(file, 'r');
  try {
    return bytes.toString('latin1', 0, readSync(opened, bytes));
  } finally {
    closeSync(opened);
  }
}

function databaseSource(file: string): RecordSource {
  const rows = recordedRows(file);
  if (rows === null) {
    throw new UnusableRecordError(
      'is a database of SQLite, but neither a history of this monitor nor the kuma.db of Uptime Kuma',
    );
  }
  const format = rows.table === 'run' ? 'logs' : 'uptime-kuma';
  return { pieces: inPieces(rows.lines), totalBytes: null, format };
}

/** Lines in pieces, each with the next turn of the event loop between, so that progress is shown. */
async function* inPieces(lines: Iterable<string>): AsyncGenerator<Uint8Array> {
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length < PIECE_BYTES) continue;
    yield await Promise.resolve(Buffer.from(text));
    text = '';
  }
  yield Buffer.from(text);
}
