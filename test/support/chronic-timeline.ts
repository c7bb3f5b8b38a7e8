import { findingsOf } from '../../functions/core/chronic/current-finding.ts';
import { newDetector, type DetectorState } from '../../functions/core/chronic/detector-state.ts';
import { observe } from '../../functions/core/chronic/detector.ts';
import { evidenceOf, type Evidence } from '../../functions/core/chronic/evidence.ts';
import type { ChronicPolicy, Finding, FindingEvent } from '../../functions/core/chronic/finding.ts';
import type { Phase } from '../../functions/core/model/observation.ts';
import { HEALTHY, type AttemptOutcome, type Outcome } from '../../functions/core/model/outcome.ts';
import { WEEKDAYS, type Weekday } from '../../functions/core/model/pattern.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../../functions/core/model/time.ts';
import type { RecordedProbe } from '../../functions/core/run-record.ts';
import { momentOf } from './scenarios/wall-clock.ts';

/** A Monday. No clock changes within the nine weeks that follow. */
export const MONDAY: EpochMs = Date.parse('2026-01-05T00:00:00Z');

/** How long after its tick a probe starts. */
const STARTS_LATE_MS = 120;

/** The default policy, in a zone without summer time. */
export const POLICY: ChronicPolicy = { falseAlarmsPerTargetYear: 0.02, zone: 'UTC' };

interface Struck {
  readonly outcome: AttemptOutcome;
  readonly phase: Phase | null;
  readonly status: number | null;
}

const TIMED_OUT: Struck = {
  outcome: { class: 'network', kind: 'connect-timeout', detail: null },
  phase: 'connect',
  status: null,
};

/** What each letter of a timeline stands for. */
const FAILURES: Readonly<Record<string, Struck>> = {
  x: TIMED_OUT,
  d: { outcome: { class: 'network', kind: 'dns-not-found', detail: null }, phase: 'resolve', status: null },
  r: { outcome: { class: 'network', kind: 'connection-reset', detail: null }, phase: 'request', status: null },
  s: { outcome: { class: 'server', kind: 'bad-gateway', detail: null }, phase: null, status: 502 },
  u: { outcome: { class: 'authorization', kind: 'unauthorized', detail: null }, phase: null, status: 401 },
  t: { outcome: { class: 'throttled', kind: 'too-many-requests', detail: null }, phase: null, status: 429 },
  o: { outcome: { class: 'inconclusive', kind: 'own-network', detail: null }, phase: 'connect', status: null },
  A: TIMED_OUT,
  B: TIMED_OUT,
  C: TIMED_OUT,
  D: TIMED_OUT,
};

/** How the probes of a timeline are spaced. */
export interface Spacing {
  /** Time between two probes; five minutes when not given. */
  readonly everyMs?: number;
  /** Time of the first tick; {@link MONDAY} when not given. */
  readonly from?: EpochMs;
  /** How much later than its tick a probe starts, by its number. */
  readonly lateMs?: (index: number) => number;
}

/**
 * The evidence of a timeline, one probe a character: `.` healthy, `m` healthy at the second attempt, `x` connect timeout,
 * `d` name not found, `r` connection reset, `s` 502, `u` 401, `t` 429, `o` own network down, a space for a tick that was not
 * probed; `1` to `4` healthy at that address, `A` to `D` a connect timeout there. `x*12` is twelve of them.
 */
export function timeline(
  text: string,
  { everyMs = 5 * MINUTE_MS, from = MONDAY, lateMs = () => 0 }: Spacing = {},
): Evidence[] {
  return Array.from(expanded(text), (letter, index) =>
    evidenceOf(probeOf(letter, from + index * everyMs + STARTS_LATE_MS + lateMs(index))),
  ).filter((evidence) => evidence !== null);
}

function expanded(text: string): string {
  return text.replaceAll(/(.)\*(\d+)/g, (_, letter: string, count: string) => letter.repeat(Number(count)));
}

function probeOf(letter: string, startedAt: EpochMs): RecordedProbe {
  const address = addressOf(letter);
  const succeeds = attemptOf(startedAt, address, { outcome: HEALTHY, phase: null, status: 200 });
  const probe = { targetId: 'server-time', startedAt, durationMs: 40, address, masked: letter === 'm' };
  if (letter === ' ') {
    return { ...probe, outcome: { class: 'not-probed', reason: 'paused', until: null }, attempts: [] };
  }
  if (letter === '.' || (letter >= '1' && letter <= '4')) return { ...probe, outcome: HEALTHY, attempts: [succeeds] };
  const struck = letter === 'm' ? TIMED_OUT : FAILURES[letter];
  if (struck === undefined) throw new Error(`a timeline has no letter "${letter}"`);
  const fails = attemptOf(startedAt, address, struck);
  const outcome: Outcome = letter === 'm' ? HEALTHY : struck.outcome;
  return { ...probe, outcome, attempts: letter === 'm' ? [fails, succeeds] : [fails] };
}

function attemptOf(startedAt: EpochMs, address: string | null, struck: Struck): RecordedProbe['attempts'][number] {
  return { startedAt, durationMs: 40, address, ...struck };
}

/** A name that was not found has no address. */
function addressOf(letter: string): string | null {
  if (letter === 'd') return null;
  const failing = 'ABCD'.indexOf(letter);
  const number = failing >= 0 ? failing + 1 : letter >= '1' && letter <= '4' ? Number(letter) : 1;
  return `192.0.2.${number}`;
}

/** When a text of days strikes, beside its times. */
export interface Days {
  /** Time between two probes; five minutes when not given. */
  readonly everyMs?: number;
  /** Days of the week that it strikes on, `mon` being the first; all when not given. */
  readonly on?: readonly Weekday[];
  /** Zone whose wall clock it keeps; UTC when not given. */
  readonly zone?: string;
  /** Midnight in UTC of the first day; {@link MONDAY} when not given. */
  readonly from?: EpochMs;
}

/** Text of healthy days with these strikes in each, such as `02:00 xx` or `09:00 x; 14:30 x*3`. */
export function days(
  count: number,
  strikes: string,
  { everyMs = 5 * MINUTE_MS, on = WEEKDAYS, zone, from = MONDAY }: Days = {},
): string {
  const letters = new Array<string>((count * DAY_MS) / everyMs).fill('.');
  for (let day = 0; day < count; day++) {
    const weekday = WEEKDAYS[new Date(from + day * DAY_MS).getUTCDay()];
    if (weekday === undefined || !on.includes(weekday)) continue;
    for (const strike of strikes.split(';')) {
      const [, hours, minutes, marks = ''] = /^\s*(\d\d):(\d\d) (.+)$/.exec(strike) ?? [];
      const wallMs = day * DAY_MS + Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS;
      const offsetMs = zone === undefined ? wallMs : momentOf(zone, from + wallMs) - from;
      const first = Math.ceil(offsetMs / everyMs);
      Array.from(expanded(marks)).forEach((letter, i) => {
        if (letters[first + i] !== undefined) letters[first + i] = letter;
      });
    }
  }
  return letters.join('');
}

/** Healthy days. */
export function quiet(count: number, everyMs = 5 * MINUTE_MS): string {
  return '.'.repeat((count * DAY_MS) / everyMs);
}

/** Text of healthy probes with a strike at every period from the first one, for as long as the text. */
export function every(periodMs: number, marks: string, length: number, everyMs = 5 * MINUTE_MS): string {
  const letters = new Array<string>(length).fill('.');
  for (let at = 0; at < length * everyMs; at += periodMs) {
    Array.from(expanded(marks)).forEach((letter, i) => {
      const index = Math.ceil(at / everyMs) + i;
      if (index < length) letters[index] = letter;
    });
  }
  return letters.join('');
}

/** One text laid over another of the same length: where it is not healthy, it counts. */
export function over(below: string, above: string): string {
  return Array.from(below, (letter, i) => ((above[i] ?? '.') === '.' ? letter : (above[i] ?? '.'))).join('');
}

/** What the detector made of evidence. */
export interface Outcomes {
  readonly events: readonly FindingEvent[];
  /** Findings in the end, those that ended lately among them. */
  readonly last: readonly Finding[];
  /** Findings that were ever confirmed, as they were told last. */
  readonly confirmed: readonly Finding[];
  readonly state: DetectorState;
}

/** Folds all of the evidence. */
export function findings(
  evidence: readonly Evidence[],
  policy: ChronicPolicy = POLICY,
  state = newDetector(),
): Outcomes {
  const events = evidence.flatMap((one) => observe(state, one, policy));
  const last = findingsOf(state);
  const told = new Map(events.map(({ finding }) => [finding.id, finding]));
  // Of one that ended, the last event says what it was.
  for (const finding of last) if (finding.endedAt === null) told.set(finding.id, finding);
  const confirmed = [...told.values()].filter(({ level }) => level === 'confirmed');
  return { events, last, confirmed, state };
}

/** The findings that a timeline leads to, each as one line: what it is, how often and when. */
export function told(text: string, spacing: Spacing = {}, policy: ChronicPolicy = POLICY): string[] {
  return findings(timeline(text, spacing), policy).confirmed.map(lineOf);
}

/** A finding as one line. */
export function lineOf({ pattern, endedAt }: Finding): string {
  const { kind, periodMs, timesOfDay, zone, weekdays } = pattern;
  const period = periodMs === null || kind === 'clock' ? [] : [`every ${Math.round(periodMs / MINUTE_MS)} min`];
  const on = weekdays === null ? [] : [`on ${weekdays.join(' ')}`];
  const at = timesOfDay.length === 0 ? [] : [`at ${timesOfDay.join(' ')}`];
  return [kind, ...period, ...at, ...(zone === null ? [] : [zone]), ...on, ...(endedAt === null ? [] : ['ended'])].join(
    ' ',
  );
}
