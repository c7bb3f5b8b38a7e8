import type { FailureClass } from '../model/outcome.ts';
import type { SeenFrom } from '../model/problem.ts';
import { cutList } from './cut.ts';
import { named } from './foreign-text.ts';

const VANTAGES_TOLD = 6;

const PLACE: Readonly<Record<SeenFrom, string>> = {
  'one-of-several': 'one of several vantages',
  some: 'some of the vantages',
  all: 'every vantage',
  'only-vantage': 'the only vantage',
};

/** What that says of failures on the network; the other classes were answered, so that the path is none of their causes. */
const PATH: Readonly<Record<SeenFrom, string>> = {
  'one-of-several': 'that points to the path from there, not to the provider',
  some: 'look for what their paths have in common',
  all: 'that points to the provider',
  'only-vantage': 'whether it is the path or the provider cannot be told',
};

/** From where it is seen, and what that says. */
export function seenFromText(seenFrom: SeenFrom, failureClass: FailureClass): string {
  return `Seen from ${PLACE[seenFrom]}${pathText(seenFrom, failureClass)}.`;
}

/** The same with the names of the vantages. */
export function vantagesText(
  vantages: readonly string[],
  seenFrom: SeenFrom | null,
  failureClass: FailureClass,
): string {
  const names = cutList(vantages, VANTAGES_TOLD, (vantage) => named(vantage));
  if (seenFrom === null) return `Seen from ${names}.`;
  return `Seen from ${names}, ${PLACE[seenFrom]}${pathText(seenFrom, failureClass)}.`;
}

function pathText(seenFrom: SeenFrom, failureClass: FailureClass): string {
  return failureClass === 'network' ? `: ${PATH[seenFrom]}` : '';
}
