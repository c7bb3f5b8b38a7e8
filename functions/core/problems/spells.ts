import type { Spell } from '../model/spell.ts';
import type { EpochMs } from '../model/time.ts';
import { failureSort } from './failure-sort.ts';

/** More ways than these nobody reads of; what an outage alternates between is one. */
const MOST_SPELLS = 8;
/** Origins have a few addresses; a load balancer may have a new one each time. */
const MOST_ADDRESSES = 8;
/** Spells of all streams of a problem together: it is stored as one item of at most 400 KB. */
const MOST_OF_PROBLEM = 400;
/** Fewer failures in a row are no spell of their own: as many as open an incident. */
const SHORTEST = 3;
/** What makes a smaller share of a spell is not what it was. */
const PART_RATIO = 0.25;

/** A failing probe, as far as spells remember it. */
export interface SpellFailure {
  /** `class/kind`. */
  readonly name: string;
  /** When the probe started. */
  readonly at: EpochMs;
  readonly phase: string | null;
  readonly address: string | null;
}

/** Spells with the next failing probe: it goes on with the newest one where it is like that. */
export function withFailure(spells: readonly Spell[], failure: SpellFailure): readonly Spell[] {
  const { name, at, phase, address } = failure;
  const one: Spell = {
    from: at,
    to: at,
    kinds: { [name]: 1 },
    phases: phase === null ? {} : { [phase]: 1 },
    addresses: address === null ? {} : { [address]: 1 },
  };
  const newest = spells.at(-1);
  if (newest === undefined || sortOf(newest) !== failureSort(name)) return fewer([...spells, one], MOST_SPELLS);
  return [...spells.slice(0, -1), joined(newest, one)];
}

/** Those of them that reach beyond a moment, from it on. */
export function spellsSince(spells: readonly Spell[], from: EpochMs): readonly Spell[] {
  return spells.filter(({ to }) => to >= from).map((one) => (one.from >= from ? one : { ...one, from }));
}

/** Spells of a stream that fails on at a moment, elsewhere. */
export function spellsThrough(spells: readonly Spell[], at: EpochMs): readonly Spell[] {
  return spells.map((one, index) => (index < spells.length - 1 || one.to >= at ? one : { ...one, to: at }));
}

/** Spells of a stream up to a moment, and newer ones from it on. */
export function renewed(before: readonly Spell[], from: EpochMs, newer: readonly Spell[]): readonly Spell[] {
  return fewer([...before.filter(({ to }) => to < from), ...spellsSince(newer, from)], MOST_SPELLS);
}

/** Spells, and those after them: the first of these goes on with the last of those where it is like that. */
export function continuedBy(before: readonly Spell[], after: readonly Spell[]): readonly Spell[] {
  const [last, first] = [before.at(-1), after[0]];
  if (last === undefined || first === undefined || sortOf(last) !== sortOf(first)) {
    return fewer([...before, ...after], MOST_SPELLS);
  }
  return fewer([...before.slice(0, -1), joined(last, first), ...after.slice(1)], MOST_SPELLS);
}

/** Streams with so few spells that all of a problem's have room. */
export function withRoom<T extends { readonly spells: readonly Spell[] }>(streams: readonly T[]): readonly T[] {
  const most = Math.max(1, Math.floor(MOST_OF_PROBLEM / Math.max(1, streams.length)));
  return most >= MOST_SPELLS ? streams : streams.map((one) => ({ ...one, spells: fewer(one.spells, most) }));
}

/** As people see them: a few failures of another sort are a part of what is around them, and so is what comes by turns. */
export function smoothed(spells: readonly Spell[]): readonly Spell[] {
  const long: Spell[] = [];
  for (const spell of spells) {
    const before = long.at(-1);
    const isPart = before !== undefined && (isShort(spell) || isShort(before) || isMixedAlike(before, spell));
    if (isPart) long[long.length - 1] = joined(before, spell);
    else long.push(spell);
  }
  return long;
}

/** The most frequent `class/kind` of a spell, the first seen among equals. */
export function chiefOf({ kinds }: Pick<Spell, 'kinds'>): string {
  return Object.entries(kinds).toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}

/** What a spell's failures are mostly like, see `failureSort`. */
export function sortOf(spell: Pick<Spell, 'kinds'>): string {
  return failureSort(chiefOf(spell));
}

/** Two spells as one. */
export function joined(one: Spell, other: Spell): Spell {
  return {
    from: Math.min(one.from, other.from),
    to: Math.max(one.to, other.to),
    kinds: sum(one.kinds, other.kinds),
    phases: sum(one.phases, other.phases),
    addresses: withMostFrequent(sum(one.addresses, other.addresses)),
  };
}

/** The addresses that most failures have: of many, the rest says little. */
export function withMostFrequent(addresses: Spell['addresses']): Spell['addresses'] {
  const all = Object.entries(addresses);
  if (all.length <= MOST_ADDRESSES) return addresses;
  return Object.fromEntries(all.toSorted(([, a], [, b]) => b - a).slice(0, MOST_ADDRESSES));
}

/** The two neighbours with the fewest failures are joined until no more than these are left. */
function fewer(spells: readonly Spell[], limit: number): readonly Spell[] {
  let left = spells;
  while (left.length > limit) {
    const sizes = left.slice(1).map((spell, index) => sizeOf(spell) + sizeOf(left[index] ?? spell));
    const at = sizes.indexOf(Math.min(...sizes));
    const [one, other] = [left[at], left[at + 1]];
    if (one === undefined || other === undefined) return left;
    left = [...left.slice(0, at), joined(one, other), ...left.slice(at + 2)];
  }
  return left;
}

function isShort(spell: Spell): boolean {
  return sizeOf(spell) < SHORTEST;
}

function isMixedAlike(one: Spell, other: Spell): boolean {
  return shareOf(one, sortOf(other)) >= PART_RATIO && shareOf(other, sortOf(one)) >= PART_RATIO;
}

function shareOf(spell: Spell, sort: string): number {
  const ofSort = Object.entries(spell.kinds).filter(([name]) => failureSort(name) === sort);
  return ofSort.reduce((total, [, count]) => total + count, 0) / Math.max(1, sizeOf(spell));
}

function sizeOf({ kinds }: Spell): number {
  return Object.values(kinds).reduce((total, count) => total + count, 0);
}

function sum(one: Spell['kinds'], other: Spell['kinds']): Spell['kinds'] {
  const total: Record<string, number> = { ...one };
  for (const [name, count] of Object.entries(other)) total[name] = (total[name] ?? 0) + count;
  return total;
}
