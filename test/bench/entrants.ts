import { startBlackbox } from './blackbox-exporter.ts';
import type { Contender, Course } from './contender.ts';
import { startOwnProber, startUndici } from './node-process.ts';
import { opensslTime } from './openssl.ts';
import { PEERS, type Peer } from './peers.ts';

/** What a comparison is for: `target` is not to be exceeded, `limit` is as far as anyone can get. */
export type Role = 'ours' | 'target' | 'context' | 'limit';

/** Something to compare, and how to start it. */
export interface Entrant {
  readonly name: string;
  readonly role: Role;
  /** The program that must be installed; `null` for Node itself. */
  readonly peer: Peer | null;
  readonly start: (course: Course) => Contender | Promise<Contender>;
}

/** All that take part, in the order of their turns. Exactly one is `ours`. */
export const ENTRANTS: readonly Entrant[] = [
  { name: 'our prober', role: 'ours', peer: null, start: startOwnProber },
  { name: 'blackbox_exporter', role: 'target', peer: PEERS.blackbox, start: startBlackbox },
  { name: 'undici, plain', role: 'context', peer: null, start: (course) => startUndici(course) },
  {
    name: 'undici, one secure context',
    role: 'context',
    peer: null,
    start: (course) => startUndici(course, 'one-context'),
  },
  {
    name: 'openssl s_time -new',
    role: 'limit',
    peer: PEERS.openssl,
    start: (course) => opensslTime(course, false),
  },
  {
    name: 'openssl s_time -new -www',
    role: 'context',
    peer: PEERS.openssl,
    start: (course) => opensslTime(course, true),
  },
];
