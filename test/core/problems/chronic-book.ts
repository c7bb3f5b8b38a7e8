import type { Finding } from '../../../functions/core/chronic/finding.ts';
import type { PlacedFinding } from '../../../functions/core/chronic/scope.ts';
import type { Problem } from '../../../functions/core/model/problem.ts';
import { HOUR_MS, MINUTE_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import { decideChronic, type ChronicChange } from '../../../functions/core/problems/decide-chronic.ts';
import { every, finding } from '../chronic/cause-findings.ts';

/** How everything fails here. */
export const REFUSED = 'network/connect-refused';
/** The tick at which things begin. */
export const AT = Date.parse('2026-03-20T00:00:30Z');
/** Two patterns of one target. */
export const HALF_HOURLY = { ...finding(every(30 * MINUTE_MS), REFUSED), id: 'half-hourly' };
export const HOURLY = { ...finding(every(60 * MINUTE_MS), REFUSED), id: 'hourly' };

/** A problem book and the findings of targets of one vantage. */
export function world() {
  const book = new Map<string, Problem>();
  const keep = (problem: Problem) => book.set(problem.stream, problem);
  return {
    book,
    keep,
    chronic: () => [...book.values()].filter(({ nature }) => nature === 'chronic'),
    decide: (tickAt: EpochMs, found: Readonly<Record<string, readonly Finding[]>>): readonly ChronicChange[] => {
      const changes = decideChronic(
        {
          tickAt,
          findings: (vantage, subject): PlacedFinding[] =>
            (found[subject] ?? []).map((one) => ({ vantage, subject, everyMs: MINUTE_MS, finding: one })),
          chronic: () => [...book.values()].filter(({ nature }) => nature === 'chronic'),
          chronicAt: (vantage, subject) =>
            [...book.values()].filter(({ members }) =>
              members.some((member) => member.vantage === vantage && member.subject === subject),
            ),
          newest: (stream) => book.get(stream) ?? null,
          probing: () => ['local'],
          origin: () => 'https://api.example.test',
          rung: () => 0,
          care: () => undefined,
          reminders: { everyMs: 10 * HOUR_MS, most: 0 },
          incidents: (vantage, subject) =>
            [...book.values()].filter(({ covers }) =>
              covers.some((cover) => cover.vantage === vantage && cover.subject === subject),
            ),
        },
        Object.keys(found).map((subject) => ({ vantage: 'local', subject })),
      );
      for (const { problem, replaces } of changes) {
        keep(problem);
        if (replaces !== null) keep(replaces);
      }
      return changes;
    },
  };
}

/** Why people are told of each change. */
export const reasons = (changes: readonly ChronicChange[]) => changes.map(({ notice }) => notice?.reason ?? 'silent');
