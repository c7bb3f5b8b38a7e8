import { listText, periodText } from '../chronic/quantity-words.ts';
import type { Pattern, PatternKind } from '../model/pattern.ts';
import type { KnownStrikes, Problem } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import { named } from './foreign-text.ts';
import { patternInBrief } from './pattern-words.ts';
import { toldShape, type ToldShape } from './told-shape.ts';
import { countText } from './words.ts';

/** A period this much off is another one: the same rhythm, measured for longer, is off by less. */
const PERIOD_RATIO = 0.1;

/** What of a chronic problem is not as people were told of it last, a line each. */
export function chronicChanges(problem: Problem): string[] {
  const before = toldShape(problem.told);
  // What was told last was an incident.
  if (before.kind === null && !problem.id.startsWith(problem.stream)) return [outageText(problem)];
  const lines = [...patternLine(problem, before), ...classLine(problem, before), ...reachLines(problem)];
  return lines.length > 0 ? lines : ['What is known of it has changed; this is how it stands now.'];
}

function outageText({ pattern }: Problem): string {
  return pattern?.kind === 'persistent'
    ? 'What was told as an outage goes on and on: it is chronic now.'
    : 'What was told as an outage is one of many: the failures come in a pattern.';
}

function patternLine(problem: Problem, before: ToldShape): string[] {
  const { pattern } = problem;
  if (before.kind === null || pattern === null) return [];
  if (isOfShape(pattern, before) && !isOtherPeriod(problem)) return [];
  const [was, is] = [wordsBefore(problem, before.kind, before), patternInBrief({ pattern })];
  return was === is ? [] : [`The pattern is another one now: ${is}; before, it was ${was}.`];
}

function isOfShape({ kind, zone, weekdays }: Pattern, before: ToldShape): boolean {
  return kind === before.kind && zone === before.zone && String(weekdays) === String(before.weekdays);
}

function isOtherPeriod({ told, pattern }: Problem): boolean {
  const periodMs = pattern?.periodMs ?? null;
  if (told.periodMs === null || periodMs === null) return false;
  return Math.abs(periodMs - told.periodMs) > PERIOD_RATIO * told.periodMs;
}

/** The pattern as it was told: of what has times of day, only the strikes that it accounted for still know those. */
function wordsBefore({ told, strikes }: Problem, kind: PatternKind, before: ToldShape): string {
  if (kind === 'periodic' && told.periodMs !== null) return `every ${periodText(told.periodMs, null)}`;
  const strike = strikeOf(strikes, before, told.at);
  return strike === undefined ? WITHOUT_TIMES[kind] : patternInBrief(strike);
}

const WITHOUT_TIMES: Readonly<Record<PatternKind, string>> = {
  persistent: 'all the time',
  periodic: 'periodic',
  clock: 'at a time of the day',
  flapping: 'flapping',
  lossy: 'lossy',
  recurring: 'recurring',
  'one-bad-address': 'one bad address',
};

function strikeOf(
  strikes: readonly KnownStrikes[],
  before: ToldShape,
  toldAt: EpochMs | null,
): KnownStrikes | undefined {
  const ofShape = strikes.filter(({ pattern }) => isOfShape(pattern, before));
  return ofShape.findLast(({ since }) => toldAt !== null && since <= toldAt) ?? ofShape[0];
}

function classLine({ class: failureClass }: Problem, before: ToldShape): string[] {
  return before.class === null || before.class === failureClass
    ? []
    : [`It fails in another way now: class ${failureClass}; before, class ${before.class}.`];
}

function reachLines({ told, scope, members }: Problem): string[] {
  // Nothing was told of where it is seen.
  if (told.at === null) return [];
  const targets = Math.max(1, scope.targets.length);
  const { vantages } = scope;
  const toldAt = told.at;
  const isNew = (vantage: string) => members.every((member) => member.vantage !== vantage || member.joinedAt > toldAt);
  const joined = vantages.filter(isNew);
  // One that came back counts as new too, so that the names may be more than the numbers say.
  const isSure = joined.length === vantages.length - told.vantages;
  const names = (some: readonly string[]) => listText(some.map((vantage) => named(vantage)));
  return [
    ...(targets === told.breadth
      ? []
      : [`It is seen at ${countText(targets, 'target')} now (${told.breadth} before).`]),
    ...(vantages.length === told.vantages
      ? []
      : isSure
        ? [`It is seen from ${names(joined)} too.`]
        : [`It is seen from ${countText(vantages.length, 'vantage')} now (${told.vantages} before).`]),
  ];
}
