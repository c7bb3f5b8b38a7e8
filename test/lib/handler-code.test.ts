import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bundleHandler, HANDLER, handlerCode } from '../../lib/handler-code.ts';
import { lambdaSettings, withApp } from '../support/template.ts';

const PROJECT_ROOT = join(import.meta.dirname, '..', '..');
/** Any source file of the project will do. */
const PROJECT_FILE = join(PROJECT_ROOT, 'functions', 'core', 'metrics.ts');

let folder: string;
const formatStack = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  // A bundle that is loaded sets its own.
  if (formatStack === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
  else Object.defineProperty(Error, 'prepareStackTrace', formatStack);
});

function entry(source: string): string {
  const file = join(folder, 'handler.ts');
  writeFileSync(file, source);
  return file;
}

function load(): Record<string, (event?: unknown) => unknown> {
  const [module] = HANDLER.split('.');
  return createRequire(import.meta.url)(join(folder, 'out', `${module ?? ''}.js`)) as ReturnType<typeof load>;
}

function read(file: string): string {
  return readFileSync(join(folder, 'out', file), 'utf8');
}

describe('bundleHandler', () => {
  test('the handler runs as Lambda loads it, and reads its settings beside itself', () => {
    const file = entry(`
      import { readFileSync } from 'node:fs';
      import { join } from 'node:path';
      const settings: unknown = JSON.parse(readFileSync(join(import.meta.dirname, 'settings.json'), 'utf8'));
      export const handler = (event: { tickAt: string }) => ({ tickAt: event.tickAt, settings });
    `);
    const settings = lambdaSettings();
    bundleHandler(file, join(folder, 'out'), settings);

    const [, name = ''] = HANDLER.split('.');
    expect(load()[name]?.({ tickAt: '2026-03-01T00:00:00Z' })).toEqual({ tickAt: '2026-03-01T00:00:00Z', settings });
  });

  describe('a stack trace', () => {
    beforeEach(() => {
      const file = entry(`
        class Trouble extends Error { override name = 'Trouble'; }
        // Line 3.
        const inner = (): never => { throw new Trouble('planted'); };
        export const handler = () => inner();
        export const isStrict = () => (function (this: unknown) { return this === undefined; })();
      `);
      bundleHandler(file, join(folder, 'out'), lambdaSettings());
    });

    function stack(): string | undefined {
      try {
        load().handler?.();
      } catch (error) {
        return (error as Error).stack;
      }
      return undefined;
    }

    test('names file and line of the source', () => {
      const [head, first, second, third] = stack()?.split('\n') ?? [];
      expect(head).toBe('Trouble: planted');
      expect(first).toMatch(/^ {4}at \S+ \(\S+handler\.ts:4:44\)$/);
      expect(second).toMatch(/handler\.ts:5:38/);
      expect(third).toContain('handler-code.test.ts');
    });

    test('names the place in the bundle when the map is gone', () => {
      rmSync(join(folder, 'out', 'index.js.map'));
      expect(stack()).toMatch(/^Trouble: planted\n {4}at \S+ \(\S+index\.js:\d+:\d+\)\n/);
    });

    test('the code runs in strict mode, as its modules do', () => {
      expect(load().isStrict?.()).toBe(true);
    });
  });

  test('holds the code, its map, the settings and the module type, and no more', () => {
    bundleHandler(PROJECT_FILE, join(folder, 'out'), lambdaSettings());
    expect(readdirSync(join(folder, 'out')).sort()).toEqual([
      'index.js',
      'index.js.map',
      'package.json',
      'settings.json',
    ]);
    expect(JSON.parse(read('package.json'))).toEqual({ type: 'commonjs' });
  });

  test('the map names sources below the project, without their text', () => {
    bundleHandler(PROJECT_FILE, join(folder, 'out'), lambdaSettings());
    const map = JSON.parse(read('index.js.map')) as { sources: string[]; sourcesContent?: unknown };
    expect(map.sources).toContain('functions/core/metrics.ts');
    expect(map.sources.filter((source) => source.startsWith('..'))).toEqual([]);
    expect(map.sourcesContent).toBeUndefined();
    expect(read('index.js')).toMatch(/\/\/# sourceMappingURL=index\.js\.map\n?$/);
  });

  test('is the same wherever it is written, and names no place on this machine', () => {
    const [here, there] = ['out', 'elsewhere'].map((name) => {
      bundleHandler(PROJECT_FILE, join(folder, name), lambdaSettings());
      return readdirSync(join(folder, name)).map((file) => readFileSync(join(folder, name, file), 'utf8'));
    });
    expect(there).toEqual(here);
    expect(here?.join('\n')).not.toContain(PROJECT_ROOT);
  });

  test('reports what went into it', () => {
    const { inputs } = bundleHandler(PROJECT_FILE, join(folder, 'out'), lambdaSettings());
    expect(Object.keys(inputs)).toContain('functions/core/metrics.ts');
  });

  test.each([
    ['an import that does not exist', `import './absent.ts';`, 'Could not resolve "./absent.ts"'],
    ['a syntax error', 'export const = 1;', 'Expected identifier'],
    [
      'a warning: import.meta.url is empty in the bundle',
      'export const url = import.meta.url;',
      '"import.meta" is not',
    ],
  ])('%s fails the bundling and says why', (_name, source, message) => {
    const file = entry(source);
    expect(() => bundleHandler(file, join(folder, 'out'), lambdaSettings())).toThrow(message);
  });
});

test('functions with different settings do not share an asset', () => {
  const key = (email: string) =>
    withApp((app) => {
      const settings = lambdaSettings({ alerts: { email: [email] } });
      return handlerCode(PROJECT_FILE, settings).bind(new Stack(app, 'Stack')).s3Location?.objectKey;
    });
  expect(key('one@example.com')).toBe(key('one@example.com'));
  expect(key('one@example.com')).not.toBe(key('other@example.com'));
});
