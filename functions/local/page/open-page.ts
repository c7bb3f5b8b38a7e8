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
  readonly url: string;
  /** After each run: own faults of it, in sentences. */
  update(faults: readonly string[]): void;
  /** Why it is not served any more; `null` while it is. */
  trouble(): string | null;
  close(): Promise<void>;
}

/** Unassigned at IANA; the ones after it are tried too, and at last any free one. */
const USUAL_PORT = 8417;
const USUAL_PORTS = [...Array.from({ length: 10 }, (_, index) => USUAL_PORT + index), 0];

/**
 * Serves the page of a monitor from a thread of its own, so that drawing it neither delays a probe nor adds to what it measures, and
 * a page that fails takes nothing along.
 *
 * @throws {UsageError} when the port that was asked for cannot be had
 */
export async function openPage({ subject, databasePath, port, now, log }: PageOptions): Promise<DeskPage> {
  const update = (faults: readonly string[]): PageUpdate => ({ now: now(), wallClock: Date.now(), faults });
  const work: PageWork = { subject, databasePath, ports: port === null ? USUAL_PORTS : [port], state: update([]) };
  const worker = new Worker(new URL('./page-worker.ts', import.meta.url), { workerData: work });
  let trouble: string | null = null;
  const fail = (why: string) => {
    trouble ??= `The page is not served any more (${why}); start again to have it back. The monitor goes on.`;
    log.error('page-fault', { fault: why });
  };
  worker.on('error', (cause) => {
    fail(cause instanceof Error ? cause.message : String(cause));
  });
  worker.on('message', (word: PageWord) => {
    if (word.kind === 'fault') log.error('page-fault', { ...word.record });
  });
  const [word] = await Promise.race([
    once(worker, 'message') as Promise<[PageWord]>,
    once(worker, 'exit').then((): [PageWord] => [{ kind: 'no-port', port: port ?? USUAL_PORT, code: 'it ended' }]),
  ]);
  if (word.kind !== 'serving') {
    await worker.terminate();
    throw new UsageError(noPortText(word, port !== null));
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

function noPortText(word: PageWord, isAsked: boolean): string {
  if (word.kind !== 'no-port') return 'the page cannot be served; --no-page starts without it';
  const why = REASONS[word.code] ?? `cannot be had (${word.code})`;
  const other = isAsked ? 'give another one, leave --port out for the next free one, or' : 'give one with --port, or';
  return `--port: ${word.port} ${why}; ${other} start without the page with --no-page`;
}
