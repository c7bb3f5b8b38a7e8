import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import { bundleHandler } from '../../lib/handler-code.ts';
import type { BUNDLE_AIMS } from '../support/bundle-aims.ts';
import { lambdaSettings } from '../support/template.ts';

/** One of the functions. */
export type FunctionName = (typeof BUNDLE_AIMS)[number]['name'];

/** A bundle on disk. */
export interface Bundle {
  readonly file: string;
  readonly bytes: number;
  /** What is in it, the largest first: a package, or a folder of ours. */
  readonly parts: readonly { readonly name: string; readonly bytes: number }[];
}

const PROJECT_ROOT = join(import.meta.dirname, '..', '..');
const SETTINGS = { ...lambdaSettings(), slack: { webhookParameter: '/apiv2-health/slack' } };

/** The bundle that is deployed. */
export function leanBundle(name: FunctionName, folder: string): Bundle {
  return bundleIn(folder, bundleHandler(entryOf(name), folder, SETTINGS));
}

/** The same handler with everything bundled and esbuild's own defaults for Node: not minified, `main` before `module`. */
export function naiveBundle(name: FunctionName, folder: string): Bundle {
  mkdirSync(folder, { recursive: true });
  const { metafile } = buildSync({
    entryPoints: [entryOf(name)],
    absWorkingDir: PROJECT_ROOT,
    outfile: join(folder, 'index.js'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    define: { 'import.meta.dirname': '__dirname' },
    metafile: true,
    logLevel: 'error',
  });
  writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}\n');
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(SETTINGS));
  return bundleIn(folder, metafile);
}

function entryOf(name: FunctionName): string {
  return `functions/${name}/handler.ts`;
}

function bundleIn(folder: string, { outputs }: Metafile): Bundle {
  const file = join(folder, 'index.js');
  const bytes = new Map<string, number>();
  for (const { inputs } of Object.values(outputs)) {
    for (const [source, { bytesInOutput }] of Object.entries(inputs)) {
      const name = partOf(source);
      bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput);
    }
  }
  const parts = [...bytes].map(([name, size]) => ({ name, bytes: size })).toSorted((a, b) => b.bytes - a.bytes);
  return { file, bytes: statSync(file).size, parts };
}

/** The package of a source, or the folder when it is ours. */
function partOf(source: string): string {
  const inPackage = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1];
  return inPackage ?? source.split('/').slice(0, -1).slice(0, 3).join('/');
}
