import { accessSync, constants, realpathSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Why a page cannot be written to a file, as far as that is known before there is one; `null` when it probably can.
 *
 * @param record the file that is replayed; `-` for standard input
 */
export function pageObstacle(file: string, record: string): string | null {
  if (file === '' || file === '-') return 'it needs the name of a file';
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.isDirectory() === true) return 'it is a folder; give a file, like record.html';
    if (found === undefined) {
      accessSync(dirname(resolve(file)), constants.W_OK);
      return null;
    }
    if (record !== '-' && realpathSync(file) === realpathSync(record)) return 'it is the record itself';
    accessSync(file, constants.W_OK);
    return null;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

/** Writes a page; the answer is why it could not be, or `null`. */
export function writePage(file: string, html: string): string | null {
  try {
    writeFileSync(file, html);
    return null;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}
