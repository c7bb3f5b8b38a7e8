import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { EpochMs } from '../../functions/core/model/time.ts';
import type { Settings } from '../../functions/core/settings-model.ts';
import { HANDLER, bundleHandler } from '../../lib/handler-code.ts';

const PROJECT_ROOT = join(import.meta.dirname, '..', '..');

/** The Node that the project pins: the one of the runtime in AWS. */
const NODE = join(PROJECT_ROOT, 'node_modules', '.bin', 'node');

/** Loads the bundle at a time that the test chose, and answers one event after the other. */
const HARNESS = `
  const [file, name] = process.argv[2].split('.');
  Date.now = () => Number(process.argv[3]);
  for (const level of ['info', 'warn', 'error']) {
    console[level] = (record) => process.stdout.write(JSON.stringify({ level, ...record }) + '\\n');
  }
  const handler = require(process.env.LAMBDA_TASK_ROOT + '/' + file + '.js')[name];
  process.on('message', async (event) => {
    if (event === 'end') return process.disconnect();
    process.send({ answer: await handler(event) });
  });
`;

/** The widget as it is deployed, in a process of its own. */
export interface BundledWidget {
  /** What a dashboard gets for an event. */
  readonly answer: (event: object) => Promise<unknown>;
  /** Ends the process. Resolves to what it has written. */
  readonly end: () => Promise<string>;
}

/** Bundles the widget function with these settings and starts it at a time, until the test is over. */
export function startWidget(
  settings: Settings,
  now: EpochMs,
  environment: Readonly<Record<string, string>>,
): BundledWidget {
  const folder = mkdtempSync(join(tmpdir(), 'widget-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const taskRoot = join(folder, 'widget');
  bundleHandler('functions/widget/handler.ts', taskRoot, settings);
  const harness = join(folder, 'harness.cjs');
  writeFileSync(harness, HARNESS);
  const child = fork(harness, [HANDLER, String(now)], {
    execPath: NODE,
    execArgv: [],
    env: { ...environment, LAMBDA_TASK_ROOT: taskRoot },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  onTestFinished(() => {
    child.kill();
  });
  if (child.stdout === null || child.stderr === null) throw new Error('the process has no output');
  const written = Promise.all([text(child.stdout), text(child.stderr)]);
  const died = written.then(([, stderr]) => {
    throw new Error(`the function ended: ${stderr}`);
  });
  died.catch(() => undefined);
  return {
    answer: async (event) => {
      const answered = once(child, 'message') as Promise<[{ readonly answer: unknown }]>;
      child.send(event);
      const [{ answer }] = await Promise.race([answered, died]);
      return answer;
    },
    end: async () => {
      child.send('end');
      return (await written).join('');
    },
  };
}
