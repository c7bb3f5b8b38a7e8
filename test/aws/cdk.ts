import { execFile, type ExecFileException } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MonitorConfig } from '../../functions/core/config-model.ts';
import type { Emulator } from './emulator.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CLI = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');

/** The real CDK CLI on this project's own app. */
export interface Cdk {
  /** Any command. Rejects with what was printed when it fails. */
  readonly run: (...parameters: readonly string[]) => Promise<void>;
  /** Deploys every stack that the app has. Gives their outputs: the values of each name. */
  readonly deploy: () => Promise<ReadonlyMap<string, readonly string[]>>;
}

/** A CDK CLI that knows no other AWS than the emulator. `region` is where stacks go that name none. */
export async function cdkOf(emulator: Emulator, region: string, config: MonitorConfig): Promise<Cdk> {
  const configFile = join(emulator.folder, 'monitor.config.mjs');
  const outputsFile = join(emulator.folder, 'outputs.json');
  await writeFile(configFile, `export default ${JSON.stringify(config)};\n`);

  const always = ['--context', `config=${configFile}`, '--output', join(emulator.folder, 'cdk.out')];
  const env = {
    ...emulator.environment(region),
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION_CHECK: 'true',
    CI: 'true',
  };
  const run = (...parameters: readonly string[]) =>
    new Promise<void>((resolve, reject) => {
      const done = (error: ExecFileException | null, stdout: string, stderr: string) => {
        if (error === null) resolve();
        else reject(new Error(`cdk ${parameters.join(' ')} failed:\n${stdout}\n${stderr}`, { cause: error }));
      };
      execFile(process.execPath, [CLI, ...parameters, ...always], { cwd: ROOT, env, maxBuffer: 16 * 1024 ** 2 }, done);
    });

  return {
    run,
    deploy: async () => {
      await run('deploy', '--all', '--require-approval', 'never', '--outputs-file', outputsFile);
      const stacks = JSON.parse(await readFile(outputsFile, 'utf8')) as Record<string, Record<string, string>>;
      const outputs = Map.groupBy(Object.values(stacks).flatMap(Object.entries<string>), ([name]) => name);
      return new Map([...outputs].map(([name, pairs]) => [name, pairs.map(([, value]) => value)]));
    },
  };
}
