import type { Pattern } from '../model/pattern.ts';
import type { Announcement, Notice, Problem } from '../model/problem.ts';
import { isoTime } from '../model/time.ts';
import { printable } from '../probing/printable.ts';
import type { Care } from '../problems/care.ts';
import { lastFailureAt, spellsOf, type ProblemSpell } from '../problems/problem-spells.ts';
import { cutText } from './cut.ts';
import type { NoticeText } from './notice-text.ts';
import { isoOrNull, patternDocument } from './pattern-document.ts';

/** Raised when a field is renamed or dropped; fields are added without. */
export const MACHINE_SCHEMA_VERSION = 1;

/** How much of lists and texts is told. */
export interface MachineLimits {
  /** Items of a list, lines of a section. */
  readonly items: number;
  /** Characters of a text. */
  readonly text: number;
}

/** An address is never cut. */
const URL_LIMIT = 2_000;

/** More than settings hold, unless there are hundreds of targets. */
export const AMPLE: MachineLimits = { items: 50, text: 1_000 };

/**
 * An announcement for machines: what it is, the facts, and the message in words, so that others can show it without knowing
 * how to put it. Lists that are longer than the limits are cut; `counts` holds how long they are.
 */
export function machineForm(
  announcement: Announcement,
  text: NoticeText,
  timeZone: string,
  care: Care | null = null,
  limits: MachineLimits = AMPLE,
) {
  const head = machineHead(announcement, text, limits);
  const facts =
    announcement.reason === 'digest'
      ? { digest: announcement.digest }
      : { problem: problemForm(announcement, timeZone, care, limits) };
  return { ...head, ...facts };
}

/** The same without the facts. */
export function machineHead(announcement: Announcement, text: NoticeText, limits: MachineLimits) {
  const { id, at, reason } = announcement;
  return {
    schemaVersion: MACHINE_SCHEMA_VERSION,
    id: short(id, limits),
    at: isoTime(at),
    reason,
    severity: announcement.reason === 'digest' ? null : announcement.problem.severity,
    subject: short(text.title, limits),
    text: textForm(text, limits),
  };
}

/** In the shape of `problems` of the replay document, with what is known of its life. */
function problemForm({ problem, id, at, reason }: Notice, timeZone: string, care: Care | null, limits: MachineLimits) {
  const { kinds, scope, pattern, hints } = problem;
  const list = (items: readonly string[]) => items.slice(0, limits.items).map((item) => short(item, limits));
  return {
    id: short(problem.id, limits),
    subject: short(problem.subject, limits),
    nature: problem.nature,
    severity: problem.severity,
    class: problem.class,
    kinds: list(kindsOf(problem)),
    failures: countsOf(kinds, limits),
    failedProbes: problem.failedProbes,
    scope: { targets: list(scope.targets), vantages: list(scope.vantages), addresses: list(scope.addresses) },
    counts: {
      targets: scope.targets.length,
      vantages: scope.vantages.length,
      addresses: scope.addresses.length,
      failures: Object.keys(kinds).length,
    },
    seenFrom: problem.seenFrom,
    openedAt: isoTime(problem.openedAt),
    firstFailureAt: isoTime(problem.firstFailureAt),
    failingSince: isoTime(problem.failingSince),
    lastFailureAt: isoOrNull(lastFailureAt(problem)),
    spells: spellsOf(problem).map((spell) => spellForm(spell, limits)),
    occurrences: problem.occurrences,
    reminders: problem.reminders,
    resolvedAt: isoOrNull(problem.resolvedAt),
    closedAs: problem.closedAs,
    pattern: pattern === null ? null : patternForm(pattern, timeZone, limits),
    consistentWith: list(hints.map(({ consistentWith }) => consistentWith)),
    tests: list(hints.map(({ test }) => test)),
    care: care === null ? null : careForm(care, limits),
    detail: problem.detail === null ? null : short(problem.detail, limits),
    linkedTo: problem.linkedTo === null ? null : short(problem.linkedTo.problemId, limits),
    notices: [{ id: short(id, limits), at: isoTime(at), reason }],
  };
}

/** What it failed as in turn, and where. */
function spellForm({ from, to, kinds, phases, addresses, covers }: ProblemSpell, limits: MachineLimits) {
  const unique = (names: readonly string[]) =>
    [...new Set(names)].slice(0, limits.items).map((name) => short(name, limits));
  return {
    from: isoTime(from),
    to: isoTime(to),
    failures: countsOf(kinds, limits),
    phases: countsOf(phases, limits),
    addresses: countsOf(addresses, limits),
    targets: unique(covers.map(({ subject }) => subject)),
    vantages: unique(covers.map(({ vantage }) => vantage)),
  };
}

function careForm({ acknowledgedAt, acknowledgedBy, snoozedUntil, note }: Care, limits: MachineLimits) {
  return {
    acknowledgedAt: isoOrNull(acknowledgedAt),
    acknowledgedBy: acknowledgedBy === null ? null : short(acknowledgedBy, limits),
    snoozedUntil: isoOrNull(snoozedUntil),
    note: note === null ? null : short(note, limits),
  };
}

function patternForm(pattern: Pattern, timeZone: string, limits: MachineLimits) {
  const document = patternDocument(pattern, timeZone);
  const { zone, timeOfDay } = document;
  return {
    ...document,
    aliasesMs: document.aliasesMs.slice(0, limits.items),
    timesOfDay: document.timesOfDay.slice(0, limits.items).map((time) => short(time, limits)),
    timeOfDay: timeOfDay === null ? null : short(timeOfDay, limits),
    zone: zone === null ? null : short(zone, limits),
    summary: short(document.summary, limits),
  };
}

/** The kinds of the problem's class, the most frequent first. */
function kindsOf({ kinds, class: failureClass }: Problem): string[] {
  const prefix = `${failureClass}/`;
  return Object.entries(kinds)
    .filter(([name]) => name.startsWith(prefix))
    .toSorted(([, a], [, b]) => b - a)
    .map(([name]) => name.slice(prefix.length));
}

function countsOf(kinds: Problem['kinds'], limits: MachineLimits): Readonly<Record<string, number>> {
  const most = Object.entries(kinds)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, limits.items);
  return Object.fromEntries(most.map(([name, count]) => [short(name, limits), count]));
}

function textForm({ title, sections, links }: NoticeText, limits: MachineLimits): NoticeText {
  return {
    title: short(title, limits),
    sections: sections.map(({ name, lines }) => ({
      name,
      lines: lines.slice(0, limits.items).map((line) => short(line, limits)),
    })),
    links: links.filter(({ url }) => url.length <= URL_LIMIT).slice(0, limits.items),
  };
}

function short(text: string, { text: limit }: MachineLimits): string {
  return cutText(printable(text, limit), limit);
}
