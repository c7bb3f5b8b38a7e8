import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';

/**
 * Packs text. Brotli, because it looks back over the whole of it and gzip over 32 KB: half the size, and so half the price, for the
 * state of a detector with many failures. Quality 5 takes a fifth of gzip's time there; better ones take more than they save.
 */
export function packText(text: string): Uint8Array {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 5,
    [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
  };
  return brotliCompressSync(text, { params });
}

/** The text in bytes of `packText`. */
export function unpackText(bytes: Uint8Array): string {
  return brotliDecompressSync(bytes).toString('utf8');
}
