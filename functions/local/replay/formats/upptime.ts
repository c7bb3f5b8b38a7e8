import { MINUTE_MS, SECOND_MS, isoTime, type EpochMs } from '../../../core/model/time.ts';
import { isObject, type DocumentFormat, type EntryPlaces, type EntrySink } from './import-format.ts';
import { STATUS_ASSUMED } from './status-outcome.ts';
import { SILENCE_ASSUMED, DEGRADED_ASSUMED, upptimeOutcome, type UpptimeState } from './upptime-outcome.ts';

/** By the second entry of an event. */
const STATES: readonly UpptimeState[] = ['up', 'down', 'degraded'];
/** As far as a JavaScript date goes, in seconds. */
const MOST_SECONDS = 8.64e12;

/**
 * Histories that were collected from repositories of status pages: `sites` with events `[seconds, 0 up 1 down 2 degraded, HTTP
 * code, ms]` (Upptime), or with the minutes between all checks and the positions of those that failed (statuspage).
 */
export const upptime: DocumentFormat = {
  kind: 'document',
  name: 'upptime',
  what: 'histories of Upptime and of statuspage, as JSON with sites',
  looksLike: (document) =>
    isObject(document) &&
    Array.isArray(document.sites) &&
    document.sites.some((site) => isObject(site) && (Array.isArray(site.events) || Array.isArray(site.deltaMin))),
  read: (document, sink, places) => {
    const sites = isObject(document) && Array.isArray(document.sites) ? (document.sites as readonly unknown[]) : [];
    sites.forEach((site, index) => {
      const path = `sites[${index}]`;
      const { name, events, deltaMin, failIdx } = isObject(site) ? site : {};
      if (Array.isArray(events)) readEvents(name, events, path, sink, places);
      else if (Array.isArray(deltaMin))
        readChecks(name, deltaMin, Array.isArray(failIdx) ? failIdx : [], path, sink, places);
      else {
        places.begin('sites');
        sink.faulty({ line: places.next(), reason: `${path} must have events, or deltaMin and failIdx` });
      }
    });
  },
};

function readEvents(
  name: unknown,
  events: readonly unknown[],
  path: string,
  sink: EntrySink,
  places: EntryPlaces,
): void {
  places.begin(`${path}.events`);
  for (const event of events) {
    const entry = places.next();
    const [seconds, state, code, ms] = Array.isArray(event) ? (event as readonly unknown[]) : [];
    const known = STATES[Number(state)];
    if (!isTime(seconds) || known === undefined) {
      sink.faulty({ line: entry, reason: 'must be [seconds since 1970, 0 up 1 down 2 degraded, HTTP code, ms]' });
      continue;
    }
    const at = isoTime(Math.round(seconds * SECOND_MS));
    sink.raw({ at, target: name, ...upptimeOutcome(known, Number(code), Number(ms)) }, entry);
  }
  sink.assumed(SILENCE_ASSUMED);
  sink.assumed(DEGRADED_ASSUMED);
  sink.assumed(STATUS_ASSUMED);
}

/** Minutes since 1970, then the minutes from each check to the next. */
function readChecks(
  name: unknown,
  deltas: readonly unknown[],
  failed: readonly unknown[],
  path: string,
  sink: EntrySink,
  places: EntryPlaces,
): void {
  places.begin(`${path}.deltaMin`);
  const failing = new Set(failed);
  let at: EpochMs = 0;
  deltas.forEach((delta, index) => {
    const entry = places.next();
    if (typeof delta !== 'number' || !Number.isFinite(delta) || !isTime((at + delta * MINUTE_MS) / SECOND_MS)) {
      sink.faulty({ line: entry, reason: 'must be minutes since the check before' });
      return;
    }
    at += delta * MINUTE_MS;
    sink.raw({ at: isoTime(at), target: name, outcome: failing.has(index) ? 'network' : 'healthy' }, entry);
  });
  sink.assumed('times are whole minutes, and why a check failed is not in it, so failures count as network');
}

function isTime(seconds: unknown): seconds is number {
  return typeof seconds === 'number' && seconds >= 0 && seconds <= MOST_SECONDS;
}
