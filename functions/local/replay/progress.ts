import type { EpochMs } from '../../core/model/time.ts';

/** The part of standard error that is needed. */
export interface ProgressTerminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Shows how far reading has come. */
export interface Progress {
  readonly update: (lines: number, bytes: number) => void;
  /** Clears what is shown. */
  readonly end: () => void;
}

/** Often enough to see it move. */
const SHOWN_EVERY_MS = 200;
const CLEAR_LINE = '\r\u001b[K';

/**
 * Progress on a terminal, in place; nothing elsewhere.
 *
 * @param totalBytes of the whole record; `null` when that is not known
 */
export function progressOn(terminal: ProgressTerminal, totalBytes: number | null, now: () => EpochMs): Progress {
  if (terminal.isTTY !== true) return { update: () => undefined, end: () => undefined };
  let shownAt = now();
  let isShown = false;
  return {
    update: (lines, bytes) => {
      if (now() - shownAt < SHOWN_EVERY_MS) return;
      shownAt = now();
      isShown = true;
      const share = totalBytes === null || totalBytes === 0 ? '' : `, ${Math.floor((100 * bytes) / totalBytes)} %`;
      terminal.write(`${CLEAR_LINE}${lines} lines${share}`);
    },
    end: () => {
      if (isShown) terminal.write(CLEAR_LINE);
    },
  };
}
