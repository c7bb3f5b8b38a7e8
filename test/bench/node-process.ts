import { once } from 'node:events';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { bundleHandler } from '../../lib/handler-code.ts';
import { settingsOf } from '../support/builders-settings.ts';
import type { Contender, Course } from './contender.ts';
import { startHelper, type HelperProcess } from './helper-process.ts';
import type { WorkerRound } from './worker.ts';

type Worker = HelperProcess<string, WorkerRound>;

/** The most memory that a process has held from its start to the end of a round's probes. */
export interface PeakMemory {
  /** Bundled as it is deployed. */
  readonly bundledBytes: number;
  /** From the TypeScript sources, as `npm start` runs it. */
  readonly sourcesBytes: number;
}

/** Our prober and classification, in a process that does nothing else, bundled as they are deployed. */
export async function startOwnProber(course: Course): Promise<Contender> {
  return contender(await startBundled(course), course);
}

/** undici, in a process that does nothing else; with `one-context` all its connections share a secure context. */
export async function startUndici(course: Course, ...rest: readonly 'one-context'[]): Promise<Contender> {
  return contender(await startHelper(sourceFile('undici-worker.ts'), workerArguments(course, rest)), course);
}

/** Takes the memory of our prober's process, in fresh ones. */
export async function peakMemory(course: Course): Promise<PeakMemory> {
  const peakBytes = async (worker: Worker) => {
    try {
      return (await worker.ask(course.count)).peakMemoryBytes;
    } finally {
      worker.stop();
    }
  };
  return {
    bundledBytes: await peakBytes(await startBundled(course)),
    sourcesBytes: await peakBytes(await startHelper(sourceFile('own-worker.ts'), workerArguments(course))),
  };
}

/** The name of the key exchange that Node and the server agree on. */
export async function nodeKeyExchange({ host, authority }: Course): Promise<string> {
  const { hostname, port } = new URL(`https://${host}`);
  const socket = connect({ host: hostname, port: Number(port), ca: authority });
  await once(socket, 'secureConnect');
  const info = socket.getEphemeralKeyInfo();
  socket.destroy();
  return info !== null && 'name' in info && typeof info.name === 'string' ? info.name : 'unknown';
}

function startBundled(course: Course): Promise<Worker> {
  const folder = join(course.folder, 'own-worker');
  bundleHandler(sourceFile('own-worker.ts'), folder, settingsOf({}));
  return startHelper(join(folder, 'index.js'), workerArguments(course));
}

function sourceFile(name: string): string {
  return join(import.meta.dirname, name);
}

function workerArguments({ host, authority }: Course, rest: readonly string[] = []): readonly string[] {
  return [host, authority, ...rest];
}

function contender(worker: Worker, { count }: Course): Contender {
  return {
    round: () => worker.ask(count),
    stop: () => {
      worker.stop();
    },
  };
}
