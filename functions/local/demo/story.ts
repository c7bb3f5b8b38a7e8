import { zoneOffsetMs } from '../../core/chronic/zone-offset.ts';
import { localMoments, timeOfDayMs } from '../../core/maintenance-local-time.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../../core/model/time.ts';
import type { Fault, FaultScript, FaultWindow } from '../simulator/fault-script.ts';

/** How long the story is. */
export const STORY_DAYS = 14;

/** Something that goes on for a while. */
export interface Chapter {
  readonly title: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** A fortnight in the life of an integration. */
export interface Story {
  /** In the order in which they begin. */
  readonly chapters: readonly Chapter[];
  /** What the API does, counted from the start of the story. */
  readonly script: FaultScript;
  /** When the first token ends, when it is replaced, and when the second one ends. */
  readonly token: { readonly endsAt: EpochMs; readonly rotatedAt: EpochMs; readonly nextEndsAt: EpochMs };
  /** Whether the monitor's own line is down. */
  isLineDown(at: EpochMs): boolean;
}

/** A time of the story: which day, the one it begins on being 0, and when on the local wall clock. */
type LocalTime = readonly [day: number, timeOfDay: string];

const OUTAGE: Span = { title: 'an outage: 500, then 503', from: [2, '13:10'], to: [2, '15:45'] };
/** When the outage reaches everything. */
const OUTAGE_SPREADS: LocalTime = [2, '13:40'];
const RESETS: Span = {
  title: 'an update, and since then resets on every full hour',
  from: [3, '20:30'],
  to: [8, '10:30'],
};
/** From each full hour on; longer than a tick, so that no other period fits as well. */
const RESET_MS = 10 * MINUTE_MS;
const TOKEN: Span = {
  title: 'the token runs out, and nobody has put in a new one',
  from: [10, '06:00'],
  to: [10, '09:30'],
};
const NEXT_TOKEN_ENDS: LocalTime = [26, '09:30'];
const BAD_ADDRESS: Span = { title: 'one of three addresses is bad', from: [1, '09:00'], to: [1, '14:30'] };
const BURST: Span = { title: 'a burst of 504', from: [13, '09:00'], to: [13, '09:40'] };
const RECONNECT = 'the monitor’s own line reconnects at night';
const RECONNECT_NIGHTS = [1, 2, 3, 4, 5, 6];
const RECONNECT_AT = '03:15';
const RECONNECT_MS = 10 * MINUTE_MS;

interface Span {
  readonly title: string;
  readonly from: LocalTime;
  readonly to: LocalTime;
}

/**
 * The story that begins at a moment, told on the wall clock of a zone. Only one thing is wrong with the API at a time, so that
 * each is found as what it is; the nightly reconnect is another stream.
 *
 * @param badAddress the address that goes bad for a while; `null` leaves that chapter out
 */
export function storyFrom(startAt: EpochMs, zone: string, badAddress: string | null): Story {
  const midnight = Math.floor((startAt + zoneOffsetMs(startAt, zone)) / DAY_MS) * DAY_MS;
  const moment = ([day, timeOfDay]: LocalTime): EpochMs =>
    localMoments(midnight + day * DAY_MS + timeOfDayMs(timeOfDay), zone).first;
  const chapter = ({ title, from, to }: Span): Chapter => ({ title, from: moment(from), to: moment(to) });
  const strike = (from: EpochMs, to: EpochMs, fault: Fault): FaultWindow => ({
    fromMs: from - startAt,
    toMs: to - startAt,
    fault,
  });

  const outage = chapter(OUTAGE);
  const resets = chapter(RESETS);
  const token = chapter(TOKEN);
  const burst = chapter(BURST);
  const bad = badAddress === null ? null : { ...chapter(BAD_ADDRESS), address: badAddress };
  const reconnects = RECONNECT_NIGHTS.map((night): Chapter => {
    const from = moment([night, RECONNECT_AT]);
    return { title: RECONNECT, from, to: from + RECONNECT_MS };
  });
  const spreadsAt = moment(OUTAGE_SPREADS);
  const firstReset = Math.ceil(resets.from / HOUR_MS) * HOUR_MS;

  const windows: FaultWindow[] = [
    { ...strike(outage.from, spreadsAt, INTERNAL_ERROR), paths: COMPANY_PATHS },
    strike(spreadsAt, outage.to, UNAVAILABLE),
    {
      ...strike(firstReset, resets.to, { kind: 'reset', when: 'after-request' }),
      paths: ['/agents'],
      every: { periodMs: HOUR_MS, durationMs: RESET_MS },
    },
    ...(bad === null ? [] : [{ ...strike(bad.from, bad.to, { kind: 'refused' }), addresses: [bad.address] }]),
    { ...strike(burst.from, burst.to, GATEWAY_TIMEOUT), paths: COMPANY_PATHS },
  ];
  return {
    chapters: [outage, resets, token, ...(bad === null ? [] : [bad]), burst, ...reconnects].toSorted(
      (a, b) => a.from - b.from,
    ),
    script: { loopMs: null, windows },
    token: { endsAt: token.from, rotatedAt: token.to, nextEndsAt: moment(NEXT_TOKEN_ENDS) },
    isLineDown: (at) => reconnects.some(({ from, to }) => from <= at && at < to),
  };
}

const COMPANY_PATHS = ['/companies', '/agents'];

const INTERNAL_ERROR: Fault = {
  kind: 'status',
  status: 500,
  body: { kind: 'envelope', errors: [{ message: 'Internal server error' }] },
};

const UNAVAILABLE: Fault = {
  kind: 'status',
  status: 503,
  body: { kind: 'envelope', errors: [{ message: 'Service unavailable' }] },
};

/** What a gateway says of its own accord when the API does not answer it in time. */
const GATEWAY_TIMEOUT: Fault = {
  kind: 'status',
  status: 504,
  body: { kind: 'raw', contentType: 'text/html', text: '<html><h1>504 Gateway Time-out</h1></html>\n' },
};
