import type { Settings } from '../../../functions/core/settings-model.ts';
import { MINUTE_MS, isoTime } from '../../../functions/core/model/time.ts';
import { replayDocument, type ReplayDocument } from '../../../functions/local/replay/document.ts';
import { readRecord, type ReadRecord } from '../../../functions/local/replay/read-record.ts';
import { settingsOf } from '../../support/builders-settings.ts';
import { TICK_AT } from '../../support/builders.ts';

/** One probe as a record has it. */
export interface Line {
  readonly at: string;
  readonly target: string;
  readonly outcome: string;
  readonly [column: string]: unknown;
}

const OUTCOMES: Readonly<Record<string, Partial<Line>>> = {
  '.': { outcome: 'healthy' },
  x: { outcome: 'network/connect-refused', phase: 'connect' },
  s: { outcome: 'server/internal-error', status: 500 },
  m: { outcome: 'network/connect-timeout', masked: true },
  o: { outcome: 'inconclusive/own-network' },
  '-': { outcome: 'not-probed' },
};

/**
 * One line a minute: `.` healthy, `x` refused, `s` status 500, `m` masked, `o` our own network, `-` not probed, a space for none.
 *
 * @param more columns that every line has
 */
export function timelineLines(marks: string, more: Partial<Line> = {}): Line[] {
  return Array.from(marks).flatMap((mark, minute) => {
    const found = OUTCOMES[mark];
    const at = isoTime(TICK_AT + minute * MINUTE_MS + 1_230);
    return found === undefined ? [] : [{ at, target: 'server-time', outcome: 'healthy', ...found, ...more }];
  });
}

/** A record as JSON Lines. */
export function jsonLines(lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Reads a record that comes in pieces of so many bytes. */
export function read(text: string, options: { skipBadLines?: boolean; settings?: Settings; pieceBytes?: number } = {}) {
  const { skipBadLines = false, settings = settingsOf({}), pieceBytes = 10_000 } = options;
  const bytes = Buffer.from(text);
  // eslint-disable-next-line @typescript-eslint/require-await
  async function* pieces() {
    for (let start = 0; start < bytes.length; start += pieceBytes) yield bytes.subarray(start, start + pieceBytes);
  }
  return readRecord(pieces(), { settings, skipBadLines });
}

/** The document of a record without bad lines. */
export async function documentOf(text: string, pieceBytes?: number): Promise<ReplayDocument> {
  return document(await read(text, pieceBytes === undefined ? {} : { pieceBytes }));
}

/** The document of what was read; throws when there is none. */
export function document({ replayed, bad }: ReadRecord): ReplayDocument {
  if (replayed === null) throw new Error(`bad lines:\n${bad.text()}`);
  return replayDocument(replayed, 'UTC');
}
