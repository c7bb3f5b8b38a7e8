/** Longest line that is read: far beyond any probe, and short enough that text without line ends cannot fill the memory. */
export const LINE_LIMIT = 64 * 1024;

/** Cuts text that comes in pieces into lines. */
export interface LineCutter {
  push(text: string): void;
  /** The text is over: what is left is the last line. */
  end(): void;
}

/** Lines end with LF or CR LF and are counted from 1. A line over the limit is handed on as `null`. */
export function lineCutter(
  onLine: (text: string | null, line: number) => void,
  limit: number = LINE_LIMIT,
): LineCutter {
  let rest = '';
  let isOverLimit = false;
  let line = 0;
  const handOn = (text: string) => {
    line += 1;
    const isTooLong = isOverLimit || text.length > limit;
    isOverLimit = false;
    onLine(isTooLong ? null : text.endsWith('\r') ? text.slice(0, -1) : text, line);
  };
  return {
    push: (text) => {
      let start = 0;
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
        handOn(start === 0 ? rest + text.slice(0, end) : text.slice(start, end));
        rest = '';
        start = end + 1;
      }
      rest += text.slice(start);
      if (rest.length <= limit) return;
      isOverLimit = true;
      rest = '';
    },
    end: () => {
      if (rest !== '' || isOverLimit) handOn(rest);
      rest = '';
    },
  };
}
