import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { EpochMs } from '../../core/model/time.ts';
import type { Log } from '../../core/ports.ts';
import { UsageError } from '../commands/usage-error.ts';
import type { DeskSubject } from './gather-desk.ts';
import type { PageUpdate, PageWord, PageWork } from './page-worker.ts';

/** What a page is opened with. */
export interface PageOptions {
  readonly subject: DeskSubject;
  /** The history, which is there already. */
  readonly databasePath: string;
  /** `null` for the usual one, or the next free one. */
  readonly port: number | null;
  /** The monitor's time. */
  readonly now: () => EpochMs;
  readonly log: Log;
}

/** The page while it is served. */
export interface DeskPage {
  /** `null` where it could not be served. */
  readonly url: string | null;
  /** After each run: own faults of it, in sentences. */
  update(faults: readonly string[]): void;
  /** Why it is not served; `null` while it is. */
  trouble(): string | null;
  close(): Promise<void>;
}

/** Unassigned at IANA; the ones after it are tried too, and at last any free one. */
const USUAL_PORT = 8417;
const USUAL_PORTS = [...Array.from({ length: 10 }, (_, index) => USUAL_PORT + index), 0];

/**
 * Serves the page of a monitor from a thread of its own, so that drawing it neither delays a probe nor adds to what it measures, and
 * a page that fails takes nothing along: it is told, and the monitor goes on.
 *
 * @throws {UsageError} when the port that was asked for cannot be had
 */
export async function openPage({ subject, databasePath, port, now, log }: PageOptions): Promise<DeskPage> {
  const update = (faults: readonly string[]): PageUpdate => ({ now: now(), wallClock: Date.now(), faults });
  const work: PageWork = { subject, databasePath, ports: port === null ? USUAL_PORTS : [port], state: update([]) };
  const worker = new Worker(new URL('./page-worker.ts', import.meta.url), { workerData: work });
  let trouble: string | null = null;
  const fail = (why: string) => {
    trouble ??= `The page is not served (${why}); start again to have it back. The monitor goes on.`;
    log.error('page-fault', { fault: why });
  };
  worker.on('error', (cause) => {
    fail(cause instanceof Error ? cause.message : String(cause));
  });
  worker.on('message', (word: PageWord) => {
    if (word.kind === 'fault') log.error('page-fault', { ...word.record });
  });
  // Rejects with the error that ended the thread.
  const word = await firstWord(worker).catch(
    (cause: unknown) => ({ kind: 'no-port', port: USUAL_PORT, code: String(cause) }) as const,
  );
  if (word.kind === 'no-port') {
    await worker.terminate();
    if (port !== null && word.code in REASONS) throw new UsageError(noPortText(word));
    fail(word.code);
    return { url: null, update: () => undefined, trouble: () => trouble, close: () => Promise.resolve() };
  }
  // The monitor alone decides how long all of it runs.
  worker.unref();
  worker.on('exit', () => {
    fail('its thread ended');
  });
  return {
    url: `http://127.0.0.1:${word.port}/`,
    update: (faults) => {
      worker.postMessage(update(faults));
    },
    trouble: () => trouble,
    close: async () => {
      worker.removeAllListeners('exit');
      await worker.terminate();
    },
  };
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken by another program',
  EACCES: 'is not for ordinary users; take one above 1023',
};

function noPortText({ port, code }: Extract<PageWord, { kind: 'no-port' }>): string {
  const other = 'give another one, leave --port out for the next free one, or start without the page with --no-page';
  return `--port: ${port} ${REASONS[code] ?? code}; ${other}`;
}

/** Where it is served, or that it is not. */
async function firstWord(worker: Worker): Promise<Exclude<PageWord, { kind: 'fault' }>> {
  for (;;) {
    const [word] = (await once(worker, 'message')) as [PageWord];
    if (word.kind !== 'fault') return word;
  }
}
