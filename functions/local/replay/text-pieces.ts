import type { RecordHead } from './formats/detect-format.ts';

/** Text that comes in pieces, of which the beginning can be looked at first. */
export interface TextPieces {
  /** The first characters, at least so many if there are; they come again with the pieces. */
  beginning(characters: number): Promise<RecordHead>;
  /** All pieces, from the first one on. */
  pieces(): AsyncGenerator<string>;
  /** Bytes that have been read. */
  bytes(): number;
}

/** Decodes UTF-8; a byte order mark is passed over. */
export function textPieces(source: AsyncIterable<Uint8Array>): TextPieces {
  const decoder = new TextDecoder();
  const iterator = source[Symbol.asyncIterator]();
  let ahead = '';
  let isOver = false;
  let bytes = 0;
  const next = async (): Promise<string> => {
    const piece = await iterator.next();
    if (piece.done === true) {
      isOver = true;
      return decoder.decode();
    }
    bytes += piece.value.length;
    return decoder.decode(piece.value, { stream: true });
  };
  return {
    beginning: async (characters) => {
      while (!isOver && ahead.length < characters) ahead += await next();
      return { text: ahead, isWhole: isOver };
    },
    async *pieces() {
      if (ahead !== '') yield ahead;
      ahead = '';
      while (!isOver) {
        const text = await next();
        if (text !== '') yield text;
      }
    },
    bytes: () => bytes,
  };
}
