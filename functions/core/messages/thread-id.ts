import { threadOf, type Announcement } from '../model/problem.ts';

const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;

/**
 * A short name for what belongs together in a chat, the same for every message of a problem; every weekly message has its own.
 * The problem's id as a 64-bit FNV-1a hash (draft-eastlake-fnv), over its UTF-16 units.
 */
export function threadId(announcement: Announcement): string {
  const id = announcement.reason === 'digest' ? announcement.id : threadOf(announcement);
  let hash = OFFSET;
  for (let index = 0; index < id.length; index += 1) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(id.charCodeAt(index))) * PRIME);
  }
  return `apiv2-${hash.toString(16).padStart(16, '0')}`;
}
