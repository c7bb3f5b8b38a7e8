import type { PatternKind } from '../model/pattern.ts';

/** What a kind of pattern means, in plain words. */
export interface PatternMeaning {
  /** What was seen, and what that says. */
  readonly meaning: string;
  /** What to do now. */
  readonly remedy: string;
}

/** The single source of what every kind of pattern means: the README runbook is written from it, and messages link to it. */
export const PATTERN_MEANINGS: Readonly<Record<PatternKind, PatternMeaning>> = {
  persistent: {
    meaning: 'It has failed for a day and more with hardly a success: nothing that passes by itself.',
    remedy: 'Treat it as an open fault, whoever it concerns. Retrying does not help any more.',
  },
  periodic: {
    meaning:
      'It fails once every so often, by a period of its own (every 30 min, every 24 h 12 min), from a first strike on. Something on the way counts time.',
    remedy:
      'Be there at the next expected window and make the test in the message. Look for what has this period: a timer, a lease, a token, a job. The phase tells: a job starts on round minutes, a timer when the device was last started.',
  },
  clock: {
    meaning:
      'It fails at the same time of the day or the week, on the wall clock of the zone named, on the days named. Somebody planned something then.',
    remedy:
      'Look who does what at that time in that zone: backups, restarts, forced reconnects, maintenance. A pattern that keeps local time when the clocks change is set by people or devices there; one that keeps UTC, by servers.',
  },
  flapping: {
    meaning: 'It goes down and comes back, over and over, for minutes each time: it never settles.',
    remedy:
      'Look at both states: routes, failovers, restarts, load. Ask for the log of what switches, with the times of ten changes at hand.',
  },
  lossy: {
    meaning:
      'A steady share of requests fails, at any hour, each for a moment: far more than the network always loses.',
    remedy:
      'Retries hide it from users until they do not. Send a hundred requests in a row and see which fail: by path, address, server, size or port.',
  },
  recurring: {
    meaning:
      'Separate outages keep coming, more of them than chance explains, but by no clock or period that could be found.',
    remedy:
      'Lay the times of the outages beside what people, devices and the provider did then; something that has no schedule sets it off. A rhythm may still show as more come in.',
  },
  'one-bad-address': {
    meaning: 'The host has several addresses, and the failures are those of one of them; the others work.',
    remedy:
      'Try each address by itself, from here and from another network. Report the bad one to whoever runs it; until then nothing but luck or retries avoids it.',
  },
};

/** The README heading that holds what a kind of pattern means and what to do. */
export function patternAnchor(kind: PatternKind): string {
  return `pattern-${kind}`;
}
