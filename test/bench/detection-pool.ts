import { Worker } from 'node:worker_threads';
import type { Job, JobResult, WorkerSettings } from './detection-worker.ts';

/**
 * Spreads jobs over worker threads; each takes the next one when it is done.
 *
 * @throws the error of the first worker that fails; the others are ended.
 */
export async function runJobs(
  jobs: readonly Job[],
  settings: WorkerSettings,
  workers: number,
  done: (result: JobResult) => void,
): Promise<void> {
  const waiting = [...jobs];
  const pool = Array.from(
    { length: Math.min(workers, jobs.length) },
    () => new Worker(new URL('./detection-worker.ts', import.meta.url), { workerData: settings }),
  );
  try {
    await Promise.all(pool.map((worker) => work(worker, waiting, done)));
  } finally {
    await Promise.all(pool.map((worker) => worker.terminate()));
  }
}

function work(worker: Worker, waiting: Job[], done: (result: JobResult) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (): void => {
      const job = waiting.shift();
      if (job === undefined) resolve();
      else worker.postMessage(job);
    };
    worker.on('error', reject);
    worker.on('message', (result: JobResult) => {
      done(result);
      next();
    });
    next();
  });
}
