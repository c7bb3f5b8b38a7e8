import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..');
let planted = '';

/** A small tree with the project's own rules, into which violations are planted. */
beforeAll(() => {
  planted = mkdtempSync(join(tmpdir(), 'planted-'));
  for (const file of ['tsconfig.json', 'eslint.config.js', '.dependency-cruiser.cjs', 'package.json']) {
    cpSync(join(root, file), join(planted, file));
  }
  symlinkSync(join(root, 'node_modules'), join(planted, 'node_modules'));
});
afterAll(() => {
  rmSync(planted, { recursive: true, force: true });
});

function plant(files: Readonly<Record<string, string>>): void {
  for (const folder of ['bin', 'lib', 'functions', 'test']) {
    rmSync(join(planted, folder), { recursive: true, force: true });
    mkdirSync(join(planted, folder));
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(planted, path)), { recursive: true });
    writeFileSync(join(planted, path), text);
  }
}

async function output(tool: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(process.execPath, [join(root, 'node_modules', tool), ...args], { cwd: planted });
    return stdout;
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

const value = 'export const value = 1;\n';
const use = (path: string) => `import { value } from '${path}';\nexport const used = value;\n`;

describe('layer rules fail on a planted violation', () => {
  const rows: { rule: string; planted: string; files: Record<string, string> }[] = [
    {
      rule: 'core-imports-core-alone',
      planted: 'core imports an adapter',
      files: { 'functions/core/a.ts': use('../adapters/b.ts'), 'functions/adapters/b.ts': value },
    },
    {
      rule: 'core-imports-core-alone',
      planted: 'core imports a Node module',
      files: { 'functions/core/a.ts': "import 'node:fs';\n" },
    },
    {
      rule: 'core-imports-core-alone',
      planted: 'core imports a package',
      files: { 'functions/core/a.ts': "import { z } from 'zod';\nexport { z };\n" },
    },
    {
      rule: 'settings-may-use-zod',
      planted: 'the schema imports another package',
      files: { 'functions/core/settings-schema.ts': "import 'undici';\n" },
    },
    {
      rule: 'adapters-know-core-alone',
      planted: 'an adapter imports a run',
      files: { 'functions/adapters/a.ts': use('../probe/b.ts'), 'functions/probe/b.ts': value },
    },
    {
      rule: 'adapters-stand-alone',
      planted: 'an adapter imports another adapter',
      files: { 'functions/adapters/a.ts': use('./b.ts'), 'functions/adapters/b.ts': value },
    },
    {
      rule: 'runs-receive-ports',
      planted: 'a run imports an adapter',
      files: { 'functions/probe/run.ts': use('../adapters/b.ts'), 'functions/adapters/b.ts': value },
    },
    {
      rule: 'runs-receive-ports',
      planted: 'a part of a run imports its handler',
      files: { 'functions/detect/deliver.ts': use('./handler.ts'), 'functions/detect/handler.ts': value },
    },
    {
      rule: 'lib-has-no-product-logic',
      planted: 'lib imports a run',
      files: { 'lib/a.ts': use('../functions/probe/run.ts'), 'functions/probe/run.ts': value },
    },
    {
      rule: 'app-reads-settings-alone',
      planted: 'the app imports a port',
      files: { 'bin/app.ts': use('../functions/core/ports.ts'), 'functions/core/ports.ts': value },
    },
    {
      rule: 'functions-know-no-infrastructure',
      planted: 'a function imports lib',
      files: { 'functions/local/a.ts': use('../../lib/b.ts'), 'lib/b.ts': value },
    },
    {
      rule: 'functions-know-no-infrastructure',
      planted: 'a function imports CDK',
      files: { 'functions/local/a.ts': "import 'constructs';\n" },
    },
    {
      rule: 'nothing-imports-tests',
      planted: 'lib imports a test',
      files: { 'lib/a.ts': use('../test/b.ts'), 'test/b.ts': value },
    },
    {
      rule: 'no-cycles',
      planted: 'two files import each other',
      files: {
        'functions/core/a.ts': use('./b.ts'),
        'functions/core/b.ts': `import { used } from './a.ts';\nexport const value = used;\n`,
      },
    },
    { rule: 'no-orphans', planted: 'nothing imports a file', files: { 'functions/core/a.ts': value } },
    {
      rule: 'nothing-unused',
      planted: 'nothing that runs imports a file',
      files: { 'bin/monitor.ts': value, 'functions/core/a.ts': use('./b.ts'), 'functions/core/b.ts': value },
    },
    { rule: 'resolvable', planted: 'an import that leads nowhere', files: { 'lib/a.ts': use('./missing.ts') } },
  ];

  test.for(rows)('$rule: $planted', { timeout: 60_000 }, async ({ rule, files }) => {
    plant(files);
    const text = await output('dependency-cruiser/bin/dependency-cruiser.mjs', [
      '--config',
      '.dependency-cruiser.cjs',
      'bin',
      'lib',
      'functions',
      'test',
    ]);
    expect(text).toContain(`error ${rule}:`);
  });

  test('a clean tree passes', { timeout: 60_000 }, async () => {
    plant({ 'bin/monitor.ts': use('../functions/core/a.ts'), 'functions/core/a.ts': value });
    const text = await output('dependency-cruiser/bin/dependency-cruiser.mjs', [
      '--config',
      '.dependency-cruiser.cjs',
      ...['bin', 'lib', 'functions', 'test'],
    ]);
    expect(text).toContain('no dependency violations found');
  });
});

describe('core is kept pure by lint', () => {
  const rows = [
    { name: 'the wall clock', code: 'export const a = Date.now();' },
    { name: 'a date from nowhere', code: 'export const a = new Date();' },
    { name: 'randomness', code: 'export const a = Math.random();' },
    { name: 'the environment', code: 'export const a = process.env;' },
    { name: 'a timer', code: 'setTimeout(() => undefined, 1);\nexport {};' },
    { name: 'the network', code: "export const a = fetch('http://127.0.0.1');" },
    { name: 'the console', code: "console.log('a');\nexport {};" },
    { name: 'waiting', code: 'export async function a(p: Promise<void>) {\n  await p;\n}' },
    { name: 'the global object', code: 'export const a = globalThis.Date;' },
  ];

  test('each of them fails', { timeout: 60_000 }, async () => {
    plant(Object.fromEntries(rows.map(({ code }, index) => [`functions/core/planted-${index}.ts`, `${code}\n`])));
    const text = await output('eslint/bin/eslint.js', ['--format', 'json', 'functions']);
    const results = JSON.parse(text) as { filePath: string; messages: { ruleId: string | null; message: string }[] }[];
    const unnoticed = rows.filter((_row, index) => {
      const messages = results.find(({ filePath }) => filePath.endsWith(`planted-${index}.ts`))?.messages ?? [];
      return !messages.some(({ message }) => message.includes('functions/core is pure'));
    });
    expect(unnoticed.map(({ name }) => name)).toEqual([]);
  });
});
