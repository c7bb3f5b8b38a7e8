import { UnusableRecordError, isObject, type DocumentFormat } from './import-format.ts';
import { addHeartbeat, type Heartbeat } from './kuma-heartbeat.ts';

/** Under these names heartbeats are found in what Uptime Kuma and its clients write. */
const LISTS = ['heartbeat', 'heartbeats', 'heartbeatList', 'heartbeatListPublic'] as const;

const NO_HEARTBEATS =
  "this backup of Uptime Kuma holds monitors and no heartbeats; export these: sqlite3 -json kuma.db 'SELECT * FROM heartbeat ORDER BY time'";

/** One list of heartbeats: all monitors mixed, or those of one. */
interface BeatList {
  readonly path: string;
  /** `null`: each heartbeat says which. */
  readonly monitor: string | null;
  readonly beats: readonly unknown[];
}

/**
 * Heartbeats of Uptime Kuma as JSON: the rows of its table, or a backup or an answer of its API with `heartbeatList` by monitor;
 * names come from `monitorList` where it is there.
 */
export const uptimeKuma: DocumentFormat = {
  kind: 'document',
  name: 'uptime-kuma',
  what: 'heartbeats of Uptime Kuma, as JSON or CSV',
  looksLike: (document) => {
    if (Array.isArray(document)) return isHeartbeat((document as readonly unknown[])[0]);
    return isObject(document) && ('monitorList' in document || LISTS.some((name) => name in document));
  },
  read: (document, sink, places) => {
    const names = isObject(document) ? monitorNames(document.monitorList) : new Map<string, string>();
    const lists = listsIn(document);
    if (lists.length === 0) throw new UnusableRecordError(NO_HEARTBEATS);
    if (names.size === 0) sink.assumed('names of monitors are not in it, so targets are called by their number');
    sink.assumed('times of Uptime Kuma are UTC');
    for (const { path, monitor, beats } of lists) {
      places.begin(path);
      for (const beat of beats) {
        const entry = places.next();
        if (!isObject(beat)) {
          sink.faulty({ line: entry, reason: 'must be a heartbeat: an object with status and time' });
          continue;
        }
        const id = monitor ?? monitorOf(beat);
        addHeartbeat(beat, names.get(id) ?? `monitor ${id}`, entry, sink);
      }
    }
  },
};

function isHeartbeat(value: unknown): boolean {
  return isObject(value) && 'status' in value && 'time' in value && ('monitor_id' in value || 'monitorID' in value);
}

/** The number of a heartbeat's monitor, as text. */
export function monitorOf(beat: Heartbeat): string {
  const id = beat.monitor_id ?? beat.monitorID ?? beat.monitorId;
  return typeof id === 'number' || typeof id === 'string' ? String(id) : 'unknown';
}

function listsIn(document: unknown): readonly BeatList[] {
  if (Array.isArray(document)) return [{ path: '', monitor: null, beats: document }];
  if (!isObject(document)) return [];
  return LISTS.flatMap((name): BeatList[] => {
    const list = document[name];
    if (Array.isArray(list)) return [{ path: name, monitor: null, beats: list }];
    if (!isObject(list)) return [];
    return Object.entries(list).flatMap(([monitor, beats]) =>
      Array.isArray(beats) ? [{ path: `${name}.${monitor}`, monitor, beats }] : [],
    );
  });
}

/** Names by number, from a list or from an object by number. Two monitors of one name keep their number in it. */
function monitorNames(list: unknown): ReadonlyMap<string, string> {
  const monitors: readonly unknown[] = Array.isArray(list) ? list : isObject(list) ? Object.values(list) : [];
  const known = monitors.flatMap((one) =>
    isObject(one) && typeof one.name === 'string' && one.name !== '' ? [[String(one.id), one.name] as const] : [],
  );
  const isShared = (name: string) => known.filter(([, other]) => other === name).length > 1;
  return new Map(known.map(([id, name]) => [id, isShared(name) ? `${name} (${id})` : name]));
}
