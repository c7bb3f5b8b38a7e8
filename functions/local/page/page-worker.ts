import { parentPort, workerData } from 'node:worker_threads';
import { jsonLog } from '../../adapters/json-log.ts';
import { openDatabase } from '../../adapters/sqlite/database.ts';
import type { EpochMs } from '../../core/model/time.ts';
import type { PageSpan } from '../../core/page/page-spans.ts';
import { deskDrawer, drawPages } from './draw-desk.ts';
import { deskGatherer, type DeskSubject } from './gather-desk.ts';
import { newestDrawing } from './newest-drawing.ts';
import { servePage, type DrawPage, type PageServer } from './page-server.ts';

/** What the thread of the page is started with. */
export interface PageWork {
  readonly subject: DeskSubject;
  readonly databasePath: string;
  /** Tried one after the other. */
  readonly ports: readonly number[];
  readonly state: PageUpdate;
}

/** How the monitor stands, told to the page after each run. */
export interface PageUpdate {
  /** The monitor's time, which may be a played one, and the machine's at that moment. */
  readonly now: EpochMs;
  readonly wallClock: EpochMs;
  /** Own faults of the newest run, in sentences. */
  readonly faults: readonly string[];
}

/** What the thread of the page says. */
export type PageWord =
  | { readonly kind: 'serving'; readonly port: number }
  | { readonly kind: 'no-port'; readonly port: number; readonly code: string }
  | { readonly kind: 'fault'; readonly record: object };

const { subject, databasePath, ports, state: first } = workerData as PageWork;
let state = first;
let revision = 0;
const say = (word: PageWord) => parentPort?.postMessage(word);
const tellFault = (record: object) => {
  say({ kind: 'fault', record });
};
const log = jsonLog({ info: () => undefined, warn: tellFault, error: tellFault });

// A connection of its own: in WAL mode it neither waits for the monitor nor makes it wait.
const now = () => state.now + (Date.now() - state.wallClock);
const gather = deskGatherer(subject, openDatabase(databasePath), now, log);
const facts = (span: PageSpan) =>
  gather(
    span,
    state.faults.map((what) => ({ what, error: '', remedy: '' })),
  );
const draw = newestDrawing(
  deskDrawer(subject, facts, log),
  () => revision,
  () => Date.now(),
);
const server = await firstFree(ports, drawPages(subject, draw));

parentPort?.on('message', (update: PageUpdate) => {
  state = update;
  revision += 1;
});
if (server !== null) say({ kind: 'serving', port: server.port });

/** Serves at the first of the ports that can be had; else says why there is none. */
async function firstFree([port, ...others]: readonly number[], pages: DrawPage): Promise<PageServer | null> {
  if (port === undefined) return null;
  try {
    return await servePage(port, pages);
  } catch (cause) {
    if (others.length > 0) return firstFree(others, pages);
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    say({ kind: 'no-port', port, code });
    return null;
  }
}
