import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Settings } from '../../functions/core/settings-model.ts';
import { HANDLER, bundleHandler } from '../../lib/handler-code.ts';

const PROJECT_ROOT = join(import.meta.dirname, '..', '..');

/** The Node that the project pins: the one of the runtime in AWS. */
const NODE = join(PROJECT_ROOT, 'node_modules', '.bin', 'node');

/** Loads the bundle, calls its handler with one event and a minute to go, and tells how that ended. */
const HARNESS = `
  const [file, name] = process.argv[2].split('.');
  for (const level of ['info', 'warn', 'error']) {
    console[level] = (record) => process.stdout.write(JSON.stringify({ level, ...record }) + '\\n');
  }
  process.once('message', async (event) => {
    let error = null;
    try {
      const handler = require(process.env.LAMBDA_TASK_ROOT + '/' + file + '.js')[name];
      await handler(event, { getRemainingTimeInMillis: () => 60_000 });
    } catch (cause) {
      error = { name: cause.name, message: cause.message };
    }
    process.send(error, () => process.disconnect());
  });
`;

/** How the invocation ended, `null` when the handler resolved, and everything that was written. */
export interface SlackInvocation {
  readonly error: { readonly name: string; readonly message: string } | null;
  readonly written: string;
}

/** Bundles the slack function with these settings and invokes it once, in a process of its own. */
export async function invokeSlack(
  settings: Settings,
  event: object,
  environment: Readonly<Record<string, string>>,
): Promise<SlackInvocation> {
  const folder = mkdtempSync(join(tmpdir(), 'slack-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const taskRoot = join(folder, 'slack');
  bundleHandler('functions/slack/handler.ts', taskRoot, settings);
  const harness = join(folder, 'harness.cjs');
  writeFileSync(harness, HARNESS);
  const child = fork(harness, [HANDLER], {
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
  const answered = once(child, 'message') as Promise<[SlackInvocation['error']]>;
  const died = written.then(([, stderr]) => {
    throw new Error(`the function ended: ${stderr}`);
  });
  child.send(event);
  const [error] = await Promise.race([answered, died]);
  return { error, written: (await written).join('') };
}
