import { writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { build, formatMessagesSync, type Metafile } from 'esbuild';
import { leftOut } from './left-out.ts';

const PROJECT_ROOT = dirname(import.meta.dirname);

/** Packages that the bundles do without, and what is there instead; each of these files says why. */
const STAND_INS = {
  '@aws-sdk/credential-provider-node': './lib/bundled/credentials.ts',
  '@aws-sdk/middleware-endpoint-discovery': './lib/bundled/endpoint-discovery.ts',
  '@smithy/core/event-streams': './lib/bundled/event-streams.ts',
  'node:http2': './lib/bundled/http2.ts',
};

/**
 * A program of its own, since esbuild takes plugins only where it may be awaited, and the constructors of the CDK cannot.
 * Arguments: the handler's source, and the folder for `index.js` and its map. Prints esbuild's metafile; ends with 1 and the reasons
 * on standard error when esbuild reports errors or warnings.
 */
const [entry = '', outDir = ''] = process.argv.slice(2);
try {
  process.stdout.write(JSON.stringify(await bundle(entry, outDir)));
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function bundle(entry: string, outDir: string): Promise<Metafile> {
  const { outputFiles, metafile, warnings } = await build({
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
    plugins: [leftOut(join(PROJECT_ROOT, 'node_modules'))],
    minify: true,
    legalComments: 'none',
    // As it is written: our words have apostrophes that take twice the room as escapes.
    charset: 'utf8',
    // For the stack traces in the log. The sources' text is left out: three times the size, and a trace does not show it.
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    logLevel: 'silent',
  });
  if (warnings.length > 0) throw new Error(formatMessagesSync(warnings, { kind: 'warning' }).join('\n'));
  for (const file of outputFiles) writeFileSync(join(outDir, basename(file.path)), file.contents);
  return metafile;
}
