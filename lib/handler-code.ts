import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AssetHashType, DockerImage } from 'aws-cdk-lib/core';
import type { Metafile } from 'esbuild';
import type { Settings } from '../functions/core/settings-model.ts';

/** Of esbuild's list of what is in a bundle; some hundred kilobytes. */
const MOST_OUTPUT_BYTES = 64 * 1_024 * 1_024;

/** What Lambda's `Handler` property says for a bundle of `bundleHandler`. */
export const HANDLER = 'index.handler';

/**
 * Bundles one handler, its dependencies and the settings into `outDir`: `index.js`, its source map, `settings.json` beside
 * them for the handler to read (`import.meta.dirname` works in the bundle).
 *
 * @throws {Error} when esbuild reports errors or warnings, with all of them in the message.
 */
export function bundleHandler(entry: string, outDir: string, settings: Settings): Metafile {
  mkdirSync(outDir, { recursive: true });
  const program = [join(import.meta.dirname, 'bundle-program.ts'), entry, outDir];
  const { status, stdout, stderr, error } = spawnSync(process.execPath, program, {
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT_BYTES,
  });
  if (status !== 0) throw new Error(`bundling ${entry}: ${stderr}`, { cause: error });

  // Without it a bundle inside this repository would be read as ESM, as package.json says there.
  writeFileSync(join(outDir, 'package.json'), '{"type":"commonjs"}\n');
  writeFileSync(join(outDir, 'settings.json'), JSON.stringify(settings));
  return JSON.parse(stdout) as Metafile;
}

/** The code of a function: the bundled handler and its settings, addressed by what is in it. */
export function handlerCode(entry: string, settings: Settings): Code {
  return Code.fromAsset(dirname(entry), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // The CDK bundles once per source folder and options, and does not see what `local` closes over.
      environment: { SETTINGS_SHA256: createHash('sha256').update(JSON.stringify(settings)).digest('hex') },
      // Required by the type; never pulled, because the local bundling never declines.
      image: DockerImage.fromRegistry('none'),
      local: {
        tryBundle(outDir) {
          bundleHandler(entry, outDir, settings);
          return true;
        },
      },
    },
  });
}
