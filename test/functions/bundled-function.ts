import { fork, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { EpochMs } from '../../functions/core/model/time.ts';
import { isoTime } from '../../functions/core/model/time.ts';
import { HANDLER, bundleHandler } from '../../lib/handler-code.ts';
import type { Settings } from '../../functions/core/settings-model.ts';

const PROJECT_ROOT = join(import.meta.dirname, '..', '..');

/** The Node that the project pins: the one of the runtime in AWS. */
const NODE = join(PROJECT_ROOT, 'node_modules', '.bin', 'node');

/** How an invocation ended: `null` when the handler resolved. */
export type InvocationError = { readonly name: string; readonly message: string } | null;

/** A bundled handler in a process of its own. */
export interface BundledFunction {
  /** Calls the handler as the schedule does. */
  invoke(tickAt: EpochMs): Promise<InvocationError>;
  /** Ends the process. Resolves to what it has written; nothing can be invoked afterwards. */
  end(): Promise<{ readonly stdout: string; readonly stderr: string }>;
}

/** Loads a bundle and calls its handler once per message. The console writes JSON lines, as Lambda's does. */
const HARNESS = `
  const [file, name] = process.argv[2].split('.');
  for (const level of ['info', 'warn', 'error']) {
    console[level] = (record) => process.stdout.write(JSON.stringify({ level, ...record }) + '\\n');
  }
  const handler = require(process.env.LAMBDA_TASK_ROOT + '/' + file + '.js')[name];
  process.on('message', (event) => {
    handler(event).then(
      () => process.send(null),
      (error) => process.send({ name: error.name, message: error.message }),
    );
  });
`;

/**
 * Bundles `functions/<name>/handler.ts` with these settings into `folder` and starts it, with no environment but the
 * given one and what Lambda adds; until the test is over.
 */
export function startFunction(
  name: 'probe' | 'detect' | 'detect-with-secret',
  folder: string,
  settings: Settings,
  environment: Readonly<Record<string, string>>,
): BundledFunction {
  const taskRoot = join(folder, name);
  bundleHandler(`functions/${name}/handler.ts`, taskRoot, settings);
  const harness = join(folder, 'harness.cjs');
  writeFileSync(harness, HARNESS);
  const child = fork(harness, [HANDLER], {
    execPath: NODE,
    execArgv: [],
    env: { ...environment, LAMBDA_TASK_ROOT: taskRoot },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  // A send to a process that has died; `invoke` tells what that process wrote last.
  child.on('error', () => undefined);
  const exited = new Promise((resolve) => child.on('exit', resolve));
  onTestFinished(async () => {
    child.kill();
    await exited;
  });
  if (child.stdout === null || child.stderr === null) throw new Error('the process has no output');
  const written = Promise.all([text(child.stdout), text(child.stderr)]);
  return {
    invoke: (tickAt) => invoke(child, tickAt, written),
    end: async () => {
      child.disconnect();
      const [stdout, stderr] = await written;
      return { stdout, stderr };
    },
  };
}

function invoke(
  child: ChildProcess,
  tickAt: EpochMs,
  written: Promise<readonly [stdout: string, stderr: string]>,
): Promise<InvocationError> {
  const answered = new Promise<InvocationError>((resolve) => child.once('message', resolve));
  const died = written.then(([, stderr]) => {
    throw new Error(`the function ended: ${stderr}`);
  });
  child.send({ tickAt: isoTime(tickAt) });
  return Promise.race([answered, died]);
}
