import type { Problem } from '../model/problem.ts';

/** What a problem that has just come up has in common with all others. */
export const FIRST_OCCURRENCE = {
  occurrences: 1,
  previous: null,
  soonAgain: 0,
  rate: null,
  pausedTargets: [],
  isQuiet: false,
  toldOccurrences: 1,
  longestToldMs: 0,
  reminders: 0,
} as const satisfies Partial<Problem>;

/** What every new incident has in common. */
export const INCIDENT = {
  nature: 'incident',
  pattern: null,
  hints: [],
  seenFrom: null,
  members: [],
  spells: [],
  strikes: [],
  linkedTo: null,
  covers: [],
  ...FIRST_OCCURRENCE,
} as const satisfies Partial<Problem>;
