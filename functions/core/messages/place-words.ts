import type { SeenFrom } from '../model/problem.ts';
import { vantageNames } from './places.ts';

const PLACE: Readonly<Record<SeenFrom, string>> = {
  'one-of-several': 'one of several vantages',
  some: 'some of the vantages',
  all: 'every vantage',
  'only-vantage': 'the only vantage',
};

/** From how many vantages it is seen; what that says of whom it concerns is a matter of `concerns.ts`. */
export function seenFromText(seenFrom: SeenFrom): string {
  return `Seen from ${PLACE[seenFrom]}.`;
}

/** The same with the names of the vantages. */
export function vantagesText(vantages: readonly string[], seenFrom: SeenFrom | null): string {
  const names = vantageNames(vantages);
  return seenFrom === null ? `Seen from ${names}.` : `Seen from ${names}: ${PLACE[seenFrom]}.`;
}
