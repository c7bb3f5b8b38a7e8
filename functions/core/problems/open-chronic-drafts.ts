import type { Problem, ProblemMember } from '../model/problem.ts';
import { draftOf, type ChronicView, type Draft } from './chronic-draft.ts';

/** The open chronic problems as drafts: made when they are asked for, since a tick touches few of them. */
export interface OpenDrafts {
  /** Those that have a pattern of a subject. */
  readonly at: (vantage: string, subject: string) => readonly Draft[];
  readonly all: () => readonly Draft[];
  readonly of: (stream: string) => Draft | null;
  /** Takes in a new one. */
  readonly add: (draft: Draft) => void;
  /** Takes note that one has a pattern of a further subject. */
  readonly join: (draft: Draft, member: ProblemMember) => void;
}

/** No draft is made yet. */
export function openDrafts(view: ChronicView): OpenDrafts {
  const drafts = new Map<string, Draft>();
  const joined = new Map<string, Draft[]>();
  const nameOf = (vantage: string, subject: string) => `${vantage}/${subject}`;
  const draftFor = (problem: Problem): Draft[] => {
    const known = drafts.get(problem.stream);
    if (known !== undefined) return [known];
    if (problem.closedAs !== null) return [];
    const draft = draftOf(problem);
    drafts.set(problem.stream, draft);
    return [draft];
  };
  return {
    at: (vantage, subject) => {
      const known = view.chronicAt(vantage, subject).flatMap(draftFor);
      return [...new Set([...known, ...(joined.get(nameOf(vantage, subject)) ?? [])])];
    },
    all: () => [...new Set([...[...view.chronic()].flatMap(draftFor), ...drafts.values()])],
    of: (stream) => {
      const problem = view.newest(stream);
      return drafts.get(stream) ?? (problem === null ? null : (draftFor(problem)[0] ?? null));
    },
    add: (draft) => drafts.set(draft.problem.stream, draft),
    join: (draft, { vantage, subject }) => {
      const name = nameOf(vantage, subject);
      joined.set(name, [...(joined.get(name) ?? []), draft]);
    },
  };
}
