/**
 * A text and a number as a number that looks drawn at random, the same everywhere and always: the text is hashed with FNV-1a,
 * the sum with the finalizer of MurmurHash3 (both public domain, 32 bits).
 *
 * @returns a whole number from 0 to 2^32 - 1
 */
export function mixedHash(text: string, number: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = (hash + number) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
