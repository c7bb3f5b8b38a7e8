import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'esbuild';

/** Says where it was left out, should it ever be called. */
const missing = (what: string) => `() => { throw new Error('${what} is left out of this bundle: lib/left-out.ts'); }`;

/**
 * Files of packages that the bundles do without, and the text that is there instead. They are imported by a path within
 * their package, so that an alias (`STAND_INS`) does not reach them.
 */
const TEXT_INSTEAD: Readonly<Record<string, string>> = {
  // The parser for processors without SIMD, 72 kB. Those of Lambda have it, and Node's V8 uses it.
  'undici/lib/llhttp/llhttp-wasm.js': `throw new Error('The parser without SIMD is left out of this bundle: lib/left-out.ts');`,
  // Our connections speak HTTP/1.1, see `bundled/http2.ts`.
  'undici/lib/dispatcher/client-h2.js': `module.exports = ${missing('HTTP/2')};`,
  // For a Node without SHA-256.
  '@smithy/core/dist-es/submodules/checksum/sha256/Sha256Js.js': `export const Sha256Js = ${missing('SHA-256 in JavaScript')};`,
  // Of retries that adapt their rate; ours do not.
  '@smithy/core/dist-es/submodules/retry/util-retry/DefaultRateLimiter.js': `export const DefaultRateLimiter = ${missing('A rate limiter')};`,
  // What a request with a form as its body takes; ours have no body at all.
  'undici/lib/web/fetch/body.js': `exports.extractBody = ${missing('A form as a body')};`,
  'undici/lib/web/fetch/formdata.js': '',
  'undici/lib/web/webidl/index.js': 'exports.webidl = { is: { FormData: () => false } };',
};

/**
 * The errors of AWS that stay as modelled, by client: an adapter tells them by their class, reads more of them than a message, or
 * goes by a name that SNS spells differently on the wire. Of any other error the SDK makes the exception of the service, as of one
 * that is newer than itself, with the name and message that came and the status of the answer. With all of them, each client
 * brings along a class and a schema for every error of every command: 50 kB for the parameter store alone.
 */
const MODELLED_ERRORS: Readonly<Record<string, readonly string[]>> = {
  'client-dynamodb': [
    'ConditionalCheckFailedException',
    'TransactionCanceledException',
    'TransactionConflictException',
  ],
  'client-sns': ['InvalidParameterException', 'InvalidParameterValueException', 'ValidationException'],
};

/** The schema of an error, and the line that makes it known. */
const REGISTERED = /^export var (\w+)\$ = [^;]*;\nn0_registry\.registerError\(\1\$, \1\);\n/gm;

/** A client's schemas without those of the errors that are not to be modelled; tree shaking then takes their classes. */
function withFewErrors(schemas: string, path: string): string {
  const [, client = ''] = /@aws-sdk\/([\w-]+)\//.exec(path) ?? [];
  const kept = MODELLED_ERRORS[client] ?? [];
  return schemas.replace(REGISTERED, (text, name: string) => (kept.includes(name) ? text : ''));
}

type Rewrite = (text: string, path: string) => string;

/** What else of a package can be said shorter, by the end of the path below `node_modules`. */
const REWRITTEN: readonly { readonly path: RegExp; readonly rewrite: Rewrite }[] = [
  { path: /@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_0\.js$/, rewrite: withFewErrors },
  // The clients read their version in it, for the user agent.
  { path: /@aws-sdk\/client-[\w-]+\/package\.json$/, rewrite: onlyVersion },
];

function onlyVersion(text: string): string {
  const { version } = JSON.parse(text) as { readonly version: string };
  return JSON.stringify({ version });
}

/**
 * Leaves out of packages what the functions never run.
 *
 * A build fails when a file of `TEXT_INSTEAD` is not in its package any more, or when schemas are written in another way: then
 * this file needs a look.
 */
export function leftOut(packages: string): Plugin {
  return {
    name: 'left-out',
    setup: (build) => {
      for (const [file, contents] of Object.entries(TEXT_INSTEAD)) {
        if (!existsSync(join(packages, file))) throw new Error(`${file} is gone: see lib/left-out.ts`);
        build.onLoad({ filter: endingWith(file) }, () => ({ contents, loader: 'js' }));
      }
      for (const { path, rewrite } of REWRITTEN) {
        build.onLoad({ filter: path }, (args) => {
          const text = readFileSync(args.path, 'utf8');
          const contents = rewrite(text, args.path);
          if (contents === text) throw new Error(`${args.path} has nothing to leave out: see lib/left-out.ts`);
          return { contents, loader: basename(args.path).endsWith('.json') ? 'json' : 'js' };
        });
      }
    },
  };
}

function endingWith(file: string): RegExp {
  return new RegExp(`/node_modules/${file.replaceAll('.', '\\.')}$`);
}
