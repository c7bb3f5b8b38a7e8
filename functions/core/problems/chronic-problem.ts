import { causesOf } from '../chronic/causes.ts';
import type { Finding, FailureMix } from '../chronic/finding.ts';
import { badAddress, seenFromOf, type PlacedFinding } from '../chronic/scope.ts';
import { OWN_NETWORK_SUBJECT } from '../chronic/snapshot.ts';
import type { FailureClass } from '../model/outcome.ts';
import type { Pattern } from '../model/pattern.ts';
import type { Problem, ProblemMember, Severity } from '../model/problem.ts';
import type { Spell } from '../model/spell.ts';
import { isoTime, type EpochMs } from '../model/time.ts';
import { CLASSES } from '../probing/failures.ts';
import { withStrikes } from './known-strikes.ts';
import { FIRST_OCCURRENCE } from './new-problem.ts';
import { withMostFrequent } from './spells.ts';

/** The stream of a chronic problem, named after the finding that it was opened for. */
export function chronicStream(vantage: string, subject: string, findingId: string): string {
  return `chronic/${vantage}/${subject}/${findingId}`;
}

/** What is known beside the findings. */
export interface ChronicContext {
  /** The vantages that probe a subject. */
  readonly probing: (subject: string) => readonly string[];
  /** How much a request of a target has to carry, the least first, see `TIERS`. */
  readonly rung: (subject: string) => number;
  /** The origin of a target; `null` for one that is not known. */
  readonly origin: (subject: string) => string | null;
}

/** A member with its finding as it stands; `null` when the detector does not hold it any more. */
export interface KnownMember {
  readonly member: ProblemMember;
  readonly placed: PlacedFinding | null;
}

/**
 * A new chronic problem of one finding. Its id follows from the stream and the first failure; a finding that comes back after
 * its problem was closed is told again from its newest failure.
 */
export function newChronicProblem(
  placed: PlacedFinding,
  before: Problem | null,
  tickAt: EpochMs,
  context: ChronicContext,
): Problem {
  const { vantage, subject, finding } = placed;
  const stream = chronicStream(vantage, subject, finding.id);
  const since = before === null ? finding.firstFailureAt : finding.newestFailureAt;
  const sinceId = before === null ? since : tickAt;
  const base: Problem = {
    id: `${stream}@${isoTime(sinceId)}`,
    stream,
    subject: '',
    nature: 'chronic',
    severity: 'info',
    class: finding.class,
    kinds: finding.mix.kinds,
    scope: { targets: [], vantages: [], addresses: [] },
    pattern: finding.pattern,
    hints: [],
    seenFrom: null,
    members: [],
    covers: [],
    spells: [],
    strikes: [],
    linkedTo: null,
    detail: null,
    origin: null,
    diagnosis: null,
    failedProbes: 0,
    firstFailureAt: since,
    failingSince: since,
    ...FIRST_OCCURRENCE,
    told: { subject: '', breadth: 1, vantages: 1, periodMs: null, at: null, shape: null, classes: [] },
    openedAt: tickAt,
    toldAt: tickAt,
    decidedAt: tickAt,
    resolvedAt: null,
    closedAs: null,
  };
  const member: ProblemMember = { vantage, subject, findingId: finding.id, joinedAt: tickAt, overAt: null };
  return describeChronic(base, [{ member, placed }], tickAt, context);
}

/**
 * A chronic problem as its members show it now. The first member that goes on says what the pattern is, one that knows the bad
 * address before those that only know how often; one that is over, or that the detector has forgotten, keeps its place and adds
 * nothing new.
 */
export function describeChronic(
  problem: Problem,
  known: readonly KnownMember[],
  tickAt: EpochMs,
  context: ChronicContext,
): Problem {
  const members = known.map(({ member }) => member);
  const findings = known.flatMap(({ placed }) => placed ?? []);
  const going = known.flatMap(({ member, placed }) => (member.overAt !== null || placed === null ? [] : [placed]));
  const lead = (going.find(({ finding }) => badAddress(finding) !== null) ?? going[0] ?? findings[0])?.finding;
  const subjects = unique(members.map(({ subject }) => subject));
  const targets = subjects.filter((subject) => subject !== OWN_NETWORK_SUBJECT).toSorted(byRung(context));
  const vantages = unique(members.map(({ vantage }) => vantage));
  const decided: Problem = {
    ...problem,
    members,
    subject: chronicSubject(targets, vantages),
    decidedAt: tickAt,
  };
  if (lead === undefined) return decided;
  const mix = mixOf(findings.map(({ finding }) => finding));
  const probing = new Set(targets.flatMap((target) => context.probing(target)));
  const origins = unique(targets.map((target) => context.origin(target)));
  const isOwnNetwork = targets.length === 0;
  const addresses = unique(findings.flatMap(({ finding }) => badAddress(finding) ?? []));
  // A fresh finding does not know yet what its failures were.
  const isKnown = Object.keys(mix.kinds).length > 0 || problem.pattern === null;
  const failureClass = isKnown ? lead.class : problem.class;
  return {
    ...decided,
    class: failureClass,
    severity: severityOf(failureClass, lead.pattern, problem.severity),
    kinds: isKnown ? mix.kinds : problem.kinds,
    spells: isKnown ? [spellOf(mix, findings)] : problem.spells,
    scope: { targets, vantages, addresses },
    pattern: lead.pattern,
    strikes: withStrikes(problem.strikes, going, failureClass, addresses, tickAt),
    hints: causesOf({ ...lead, class: failureClass, mix }, { targets, vantages, isOwnNetwork, tokenLifeMs: null }),
    seenFrom: isOwnNetwork ? null : seenFromOf(new Set(vantages), probing),
    origin: origins.length === 1 ? (origins[0] ?? null) : null,
    failedProbes: Math.max(
      problem.failedProbes,
      findings.reduce((sum, { finding }) => sum + finding.failedProbes, 0),
    ),
    firstFailureAt: Math.min(
      problem.firstFailureAt,
      ...(problem.failedProbes === 0 ? [] : startsOf(findings, problem)),
    ),
  };
}

/** What a chronic problem is about, as it stands in a sentence. */
export function chronicSubject(targets: readonly string[], vantages: readonly string[]): string {
  const [first] = targets;
  if (first === undefined) return `the monitor's own network (${vantages.join(', ')})`;
  return targets.length < 3 ? targets.join(' and ') : `${first} and ${targets.length - 1} more`;
}

/** When a chronic problem ended: with the first success of what never had one, else with the newest failure. */
export function endedAtOf(findings: readonly Finding[], tickAt: EpochMs): EpochMs {
  const ends = findings.map((finding) =>
    finding.pattern.kind === 'persistent' ? (finding.endedAt ?? tickAt) : finding.newestFailureAt,
  );
  return ends.length === 0 ? tickAt : Math.max(...ends);
}

/** What fails so often is down for its users, whatever its pattern, and stays so until it fails much less. */
const OUTAGE_RATIO = 0.3;
const NO_OUTAGE_RATIO = 0.2;

/**
 * How soon somebody must act. What fails all the time, or at so many of its probes, is as grave as its class; what fails now and
 * then has had its time to be looked at, so that nobody is woken for it.
 */
function severityOf(failureClass: FailureClass, pattern: Pattern, before: Severity): Severity {
  const { severity } = CLASSES[failureClass];
  const enough = before === 'critical' ? NO_OUTAGE_RATIO : OUTAGE_RATIO;
  const isOutage = pattern.kind === 'persistent' || pattern.failureRatio >= enough;
  return isOutage || severity !== 'critical' ? severity : 'warning';
}

/** First failures of findings that a problem got since; one that came back is not dated back. */
function startsOf(findings: readonly PlacedFinding[], problem: Problem): EpochMs[] {
  const isNew = ({ vantage, subject, finding }: PlacedFinding) =>
    !problem.members.some(
      (member) => member.vantage === vantage && member.subject === subject && member.findingId === finding.id,
    );
  return findings.filter(isNew).map(({ finding }) => finding.firstFailureAt);
}

function mixOf(findings: readonly Finding[]): FailureMix {
  const sum = (countsOf: (mix: FailureMix) => Readonly<Record<string, number>>) => {
    const total: Record<string, number> = {};
    for (const { mix } of findings) {
      for (const [name, count] of Object.entries(countsOf(mix))) total[name] = (total[name] ?? 0) + count;
    }
    return total;
  };
  return {
    kinds: sum(({ kinds }) => kinds),
    phases: sum(({ phases }) => phases),
    statuses: sum(({ statuses }) => statuses),
    addresses: sum(({ addresses }) => addresses),
  };
}

/** A chronic problem is one spell: what it fails with each time. */
function spellOf({ kinds, phases, addresses }: FailureMix, findings: readonly PlacedFinding[]): Spell {
  const from = Math.min(...findings.map(({ finding }) => finding.firstFailureAt));
  const to = Math.max(...findings.map(({ finding }) => finding.newestFailureAt));
  return { from, to, kinds, phases, addresses: withMostFrequent(addresses) };
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function byRung({ rung }: ChronicContext): (a: string, b: string) => number {
  return (a, b) => rung(a) - rung(b);
}
