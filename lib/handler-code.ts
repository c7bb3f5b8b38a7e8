import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AssetHashType, DockerImage } from 'aws-cdk-lib/core';
import { buildSync, formatMessagesSync, type Metafile } from 'esbuild';
import type { Settings } from '../functions/core/settings-model.ts';

const PROJECT_ROOT = dirname(import.meta.dirname);

/** Packages that the bundles do without, and what is there instead; each of these files says why. */
const STAND_INS = {
  '@aws-sdk/credential-provider-node': './lib/bundled/credentials.ts',
  '@aws-sdk/middleware-endpoint-discovery': './lib/bundled/endpoint-discovery.ts',
  '@smithy/core/event-streams': './lib/bundled/event-streams.ts',
  'node:http2': './lib/bundled/http2.ts',
};

/** What Lambda's `Handler` property says for a bundle of `bundleHandler`. */
export const HANDLER = 'index.handler';

/**
 * Bundles one handler, its dependencies and the settings into `outDir`: `index.js`, its source map, `settings.json` beside
 * them for the handler to read (`import.meta.dirname` works in the bundle).
 *
 * @throws {Error} when esbuild reports errors or warnings, with all of them in the message.
 */
export function bundleHandler(entry: string, outDir: string, settings: Settings): Metafile {
  const { outputFiles, metafile, warnings } = buildSync({
    stdin: {
      // Not by `inject`, which wraps every module.
      contents: ['./lib/bundled/mapped-stacks.ts', resolve(PROJECT_ROOT, entry)]
        .map((file) => `export * from ${JSON.stringify(file)};`)
        .join('\n'),
      resolveDir: PROJECT_ROOT,
    },
    absWorkingDir: PROJECT_ROOT,
    // Nothing is written here; the place only makes the paths in the source map relative to the project, so that the
    // asset is the same on every machine.
    outfile: join(PROJECT_ROOT, 'index.js'),
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node24',
    // CommonJS loads faster than ESM on Node 24 and needs no `require` banner for undici.
    format: 'cjs',
    // As modules are; esbuild forgets it on the way to CommonJS.
    banner: { js: '"use strict";' },
    define: {
      'import.meta.dirname': '__dirname',
      // undici's own switch, which Node's bundle of it sets too: leaves out the experimental second HTTP parser, 150 kB.
      esbuildDetection: '1',
    },
    // The SDK's ESM build is the one that tree shaking works on: a third less to load.
    mainFields: ['module', 'main'],
    alias: STAND_INS,
    minify: true,
    legalComments: 'none',
    // For the stack traces in the log. The sources' text is left out: three times the size, and a trace does not show it.
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    logLevel: 'silent',
  });
  if (warnings.length > 0) {
    throw new Error(`bundling ${entry}: ${formatMessagesSync(warnings, { kind: 'warning' }).join('\n')}`);
  }

  mkdirSync(outDir, { recursive: true });
  for (const file of outputFiles) writeFileSync(join(outDir, basename(file.path)), file.contents);
  // Without it a bundle inside this repository would be read as ESM, as package.json says there.
  writeFileSync(join(outDir, 'package.json'), '{"type":"commonjs"}\n');
  writeFileSync(join(outDir, 'settings.json'), JSON.stringify(settings));
  return metafile;
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
