import { OWN_NETWORK_SUBJECT } from '../chronic/snapshot.ts';
import type { CoveredStream, Problem } from '../model/problem.ts';
import { cutItems, cutList } from './cut.ts';
import { named } from './foreign-text.ts';

/** Targets and vantages told in a sentence. */
const TARGETS_TOLD = 12;
const VANTAGES_TOLD = 6;
/** Where each vantage has its own. */
const TARGETS_OF_VANTAGE = 4;
/** Groups of vantages that fail at the same targets. */
const GROUPS_TOLD = 4;

/** The names of targets, not too many. */
export function namesText(targets: readonly string[]): string {
  return cutList(targets, TARGETS_TOLD, (target) => named(target));
}

/** The names of vantages, not too many. */
export function vantageNames(vantages: readonly string[]): string {
  return cutList(vantages, VANTAGES_TOLD, (vantage) => named(vantage));
}

/**
 * Where streams are: `server-time and agents`; with the vantages where these tell them from others of the problem:
 * `server-time from eu-west-1; all 14 targets from us-east-1 and ap-south-1`. Vantages with the same targets are told together,
 * and not at all where that is all of them.
 */
export function placesText(covers: readonly CoveredStream[], { scope }: Pick<Problem, 'scope'>): string {
  if (scope.vantages.length < 2) return targetNames(subjectsOf(covers), TARGETS_TOLD);
  const byVantage = Map.groupBy(covers, ({ vantage }) => vantage);
  const alike = Map.groupBy(byVantage, ([, some]) => JSON.stringify(subjectsOf(some).toSorted()));
  return cutItems([...alike.values()], GROUPS_TOLD, (group) => {
    const subjects = subjectsOf(group[0]?.[1] ?? []);
    const isAll = subjects.length > TARGETS_OF_VANTAGE && subjects.length === scope.targets.length;
    const isEverywhere = group.length === scope.vantages.length;
    const names = isAll ? `all ${subjects.length} targets` : targetNames(subjects, TARGETS_OF_VANTAGE);
    return isEverywhere ? names : `${names} from ${vantageNames(group.map(([vantage]) => vantage))}`;
  }).join('; ');
}

/** Whether a sentence about streams is about several. */
export function isMany(covers: readonly CoveredStream[]): boolean {
  return subjectsOf(covers).length > 1;
}

function targetNames(subjects: readonly string[], most: number): string {
  return cutList(subjects, most, (subject) =>
    subject === OWN_NETWORK_SUBJECT ? "the monitor's own network" : named(subject),
  );
}

function subjectsOf(covers: readonly CoveredStream[]): readonly string[] {
  return [...new Set(covers.map(({ subject }) => subject))];
}
