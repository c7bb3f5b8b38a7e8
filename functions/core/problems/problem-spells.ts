import type { CoveredStream, Problem } from '../model/problem.ts';
import type { Spell } from '../model/spell.ts';
import { MINUTE_MS } from '../model/time.ts';
import { chiefOf, joined, smoothed, sortOf } from './spells.ts';

/** A spell of a problem, and the streams that failed so. */
export interface ProblemSpell extends Spell {
  readonly covers: readonly CoveredStream[];
}

/** The newest ones: older ones count in the sums. */
const MOST_SPELLS = 8;
/** What fails alike at several streams and is no further apart is one spell. */
const GAP_MS = 5 * MINUTE_MS;

/**
 * What a problem failed as, the oldest first; several at a time where its streams failed in different ways. Of an incident that came
 * back, in the occurrence under way, or in the last one.
 */
export function spellsOf({ nature, covers, spells, failingSince }: Problem): readonly ProblemSpell[] {
  if (nature === 'chronic') return spells.map((spell) => ({ ...spell, covers: [] }));
  const ofStreams = covers.flatMap((cover) => {
    const ofOccurrence = spellsOfStream(cover).filter(({ to }) => to >= failingSince);
    return smoothed(ofOccurrence).map((spell) => ({ ...spell, covers: [cover] }));
  });
  return gathered(ofStreams).slice(-MOST_SPELLS);
}

/** How the streams fail that fail now: the way of most of them first. */
export function waysNow({ covers }: Problem): readonly ProblemSpell[] {
  const newest = covers
    .filter(({ recoveredAt }) => recoveredAt === null)
    .flatMap((cover): ProblemSpell[] => {
      const last = smoothed(spellsOfStream(cover)).at(-1);
      return last === undefined ? [] : [{ ...last, covers: [cover] }];
    });
  const bySort = [...Map.groupBy(newest, sortOf).values()];
  return bySort
    .map((alike) => alike.reduce((one, other) => together(one, other)))
    .toSorted((a, b) => b.covers.length - a.covers.length);
}

/** Whether a stream that has left a problem fails on as another one, so that it does not work again. */
export function failsElsewhere({ recoveredAt, spells }: CoveredStream): boolean {
  return recoveredAt !== null && (spells.at(-1)?.to ?? 0) >= recoveredAt;
}

/** When it was seen to fail last, as of the newest write; `null` where an older release did not note that. */
export function lastFailureAt({ covers, spells }: Problem): number | null {
  const ends = [...spells, ...covers.flatMap((cover) => cover.spells)].map(({ to }) => to);
  return ends.length === 0 ? null : Math.max(...ends);
}

/** An older release noted no more than what failed in all. */
function spellsOfStream({ spells, firstFailureAt, recoveredAt, kinds }: CoveredStream): readonly Spell[] {
  if (spells.length > 0 || chiefOf({ kinds }) === '') return spells;
  return [{ from: firstFailureAt, to: recoveredAt ?? firstFailureAt, kinds, phases: {}, addresses: {} }];
}

function gathered(all: readonly ProblemSpell[]): readonly ProblemSpell[] {
  const found: ProblemSpell[] = [];
  for (const spell of all.toSorted((a, b) => a.from - b.from)) {
    const at = found.findLastIndex((one) => sortOf(one) === sortOf(spell) && spell.from <= one.to + GAP_MS);
    const one = found[at];
    if (one === undefined) found.push(spell);
    else found[at] = together(one, spell);
  }
  return found;
}

function together(one: ProblemSpell, other: ProblemSpell): ProblemSpell {
  return { ...joined(one, other), covers: [...new Set([...one.covers, ...other.covers])] };
}
