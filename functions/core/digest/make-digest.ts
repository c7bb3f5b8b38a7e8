import { monthlyBill } from '../cost/bill.ts';
import { stackResources } from '../cost/resources.ts';
import type { Digest, TargetTotals } from '../model/digest.ts';
import type { DigestNotice, Problem } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import type { VantageMemory } from '../model/vantage-memory.ts';
import type { Settings } from '../settings-model.ts';
import type { SubscriptionTrouble } from '../subscriptions.ts';
import type { DigestWeek } from './due.ts';
import { expiriesOf } from './expiries.ts';
import { sumOfCounts } from './probe-counts.ts';
import { digestProblem, natureOf, problemsOfWeek } from './problems-of-week.ts';
import { noStrikes } from './strikes.ts';
import { coverageOf, totalsOf, type WeekTally } from './week-tally.ts';

/** More are in the dashboard; a notice has to fit into one item of the table (400 KB). */
const MOST_TARGETS = 20;
const MOST_PROBLEMS = 20;
const MOST_EXPIRIES = 20;

/** What a weekly message is made from. */
export interface DigestSource {
  readonly week: DigestWeek;
  readonly tally: WeekTally;
  /** Every problem that is open, or was closed since the week began. */
  readonly problems: readonly Problem[];
  readonly vantages: readonly string[];
  readonly memories: readonly VantageMemory[];
  /** Addresses that are told nothing. */
  readonly untold: readonly SubscriptionTrouble[];
  readonly settings: Settings;
  /** The tick of the pass that makes it. */
  readonly tickAt: EpochMs;
}

/** The weekly message. */
export function digestNotice(source: DigestSource): DigestNotice {
  return { id: source.week.id, at: source.tickAt, reason: 'digest', digest: makeDigest(source) };
}

function makeDigest({ week, tally, problems, vantages, memories, untold, settings, tickAt }: DigestSource): Digest {
  const totals = totalsOf(tally, settings);
  const troubled = worstFirst(totals);
  const found = problemsOfWeek(problems, week.from, week.to);
  const open = found.filter(({ closedAs }) => closedAs === null).map(natureOf);
  const openOf = (nature: (typeof open)[number]) => open.filter((one) => one === nature).length;
  return {
    from: week.from,
    to: week.to,
    targets: new Set(totals.map(({ target }) => target)).size,
    vantages: coverageOf(tally, vantages, week.to, settings.tickMs),
    counts: sumOfCounts(totals),
    worst: { shown: troubled.slice(0, MOST_TARGETS), all: troubled.length },
    problems: {
      shown: found
        .slice(0, MOST_PROBLEMS)
        .map((problem) => digestProblem(problem, tally.strikes[problem.id] ?? noStrikes())),
      all: found.length,
    },
    open: { chronic: openOf('chronic'), incidents: openOf('incident'), warnings: openOf('warning') },
    expiries: expiriesOf(memories, settings, tickAt).slice(0, MOST_EXPIRIES),
    untold,
    monthlyCostUsd: monthlyCostUsd(settings, vantages),
  };
}

/** Targets with failures, by their share, then those with retries only, by theirs. */
function worstFirst(totals: readonly TargetTotals[]): readonly TargetTotals[] {
  const shareOf = (part: number, { healthy, failed }: TargetTotals) => part / Math.max(1, healthy + failed);
  return totals
    .filter(({ failed, masked }) => failed > 0 || masked > 0)
    .toSorted((a, b) => shareOf(b.failed, b) - shareOf(a.failed, a) || shareOf(b.masked, b) - shareOf(a.masked, a));
}

/** Not an AWS region: a machine of one's own, which costs nothing there. */
const OWN_MACHINE = 'local';

function monthlyCostUsd(settings: Settings, vantages: readonly string[]): number | null {
  const regions = vantages.filter((vantage) => vantage !== OWN_MACHINE).length;
  return regions === 0 ? null : monthlyBill(settings, regions, stackResources(settings, regions)).totalUsd;
}
