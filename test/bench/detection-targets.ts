import type { FamilyResult } from './detection-bench.ts';
import type { Estimate } from './detection-intervals.ts';
import type { ScenarioScore } from './detection-score.ts';
import { between, figure } from './detection-table.ts';
import { tally, type Tally } from './detection-tally.ts';

/** A target of the detection, with what was found. */
export interface TargetLine {
  readonly target: string;
  readonly found: string;
  /** `null`: nothing was measured that it is about. */
  readonly isMet: boolean | null;
}

/** Median delays, in cycles, by families that hold the case: the number of a given one and the name of our own. */
const DELAYS = [
  { what: 'every 30 min', families: ['p01', 'half-hourly'], atMost: 6.1 },
  { what: 'hourly', families: ['p02', 'hourly'], atMost: 5.0 },
  { what: 'nightly', families: ['p05', 'nightly'], atMost: 2.6 },
  { what: 'office hours', families: ['p07', 'office-hours-loss'], atMost: 5.9 },
  { what: 'Monday', families: ['p09', 'mondays'], atMost: 2.6 },
] as const;

/** How far the share of predicted windows that held a failure may lie below the pattern's own. */
const NEXT_MARGIN = 0.05;

/** Each target that the families say something about. */
export function targetLines(results: readonly FamilyResult[], method: string): readonly TargetLine[] {
  const group = (wanted: Tally['group']) => results.filter(({ family }) => family.group === wanted);
  const scores = (some: readonly FamilyResult[]): readonly ScenarioScore[] =>
    some.flatMap((result) => result.scores.get(method) ?? []);
  const chronic = tally('chronic', 'chronic', scores(group('chronic')));
  const hard = tally('hard', 'hard', scores(group('hard')));
  const benign = tally('benign', 'benign', scores(group('benign')));
  const all = scores([...group('chronic'), ...group('hard')]);
  const both = tally('chronic and hard', 'chronic', all);
  const families = results.map(({ family, scores: found }) =>
    tally(family.name, family.group, found.get(method) ?? []),
  );
  return [
    atLeast('recall, chronic families', chronic.recall, 0.999),
    atLeast('right kind and period, chronic families', chronic.exact, 0.995),
    atLeast('recall, hard families', hard.recall, 0.98),
    atLeast('right kind and period, hard families', hard.exact, 0.96),
    atMost('false alarms per target-year, benign families', benign.falsePerYear, 0.02, 3),
    worstFamily(families),
    atMost('wrong extra findings per 100 chronic and hard series', times(both.wrong, 100), 0.5, 2),
    ...DELAYS.map(({ what, families: names, atMost: limit }) => delayLine(what, limit, families, names)),
    nextLine(families),
  ];
}

function atLeast(target: string, found: Estimate, limit: number): TargetLine {
  const isMeasured = Number.isFinite(found.value);
  return {
    target: `${target} >= ${limit}`,
    found: `${figure(found.value, 4)} (${found.low.toFixed(4)}-${found.high.toFixed(4)})`,
    isMet: isMeasured ? found.value >= limit : null,
  };
}

function atMost(target: string, found: Estimate, limit: number, digits: number): TargetLine {
  return {
    target: `${target} <= ${limit}`,
    found: `${figure(found.value, digits)} (${between(found)})`,
    isMet: Number.isFinite(found.value) ? found.value <= limit : null,
  };
}

function worstFamily(families: readonly Tally[]): TargetLine {
  const [worst] = families
    .filter(({ group }) => group === 'benign')
    .sort((a, b) => b.falsePerYear.value - a.falsePerYear.value);
  const target = 'false alarms per target-year, worst benign family <= 0.15';
  if (worst === undefined) return { target, found: '-', isMet: null };
  const { value } = worst.falsePerYear;
  return { target, found: `${figure(value, 3)} (${worst.name})`, isMet: value <= 0.15 };
}

function delayLine(what: string, limit: number, families: readonly Tally[], names: readonly string[]): TargetLine {
  const family = families.find(({ name }) => names.includes(name) || names.includes(name.slice(0, 3)));
  const median = family?.delayCycles.median ?? Number.NaN;
  return {
    target: `median delay in cycles, ${what} <= ${limit}`,
    found: figure(median, 2),
    // Told to a tenth, as the target is.
    isMet: Number.isNaN(median) ? null : Math.round(median * 10) / 10 <= limit,
  };
}

function nextLine(families: readonly Tally[]): TargetLine {
  const known = families.filter(({ hitRatio, nextWindow }) => hitRatio !== null && Number.isFinite(nextWindow.value));
  const below = known.filter(({ hitRatio, nextWindow }) => nextWindow.value < (hitRatio ?? 0) - NEXT_MARGIN);
  const names = below.map(
    ({ name, hitRatio, nextWindow }) =>
      `${name} ${figure(nextWindow.value, 2)} (${between(nextWindow)}) of ${figure(hitRatio ?? 0, 2)}`,
  );
  return {
    target: `next window holds a failure, as often as the pattern strikes less ${NEXT_MARGIN}`,
    found: [`${known.length - below.length} of ${known.length} families`, ...names].join('; not '),
    isMet: known.length === 0 ? null : below.length === 0,
  };
}

function times({ value, low, high }: Estimate, factor: number): Estimate {
  return { value: value * factor, low: low * factor, high: high * factor };
}
