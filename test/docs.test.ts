import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { anchorsOf, commandsOf, documents, linksOf, type Document } from './support/documents.ts';

const ROOT = join(import.meta.dirname, '..');
const DOCUMENTS = documents();
const BY_PATH = new Map(DOCUMENTS.map((document) => [document.path, document]));

describe.for(DOCUMENTS.map((document) => [document.path, document] as const))('%s', ([, document]) => {
  test('links lead to files and headings that are there', () => {
    expect(
      linksOf(document)
        .filter(({ path, anchor }) => path !== null && !isThere(path, anchor))
        .map(({ written }) => written),
    ).toEqual([]);
  });

  test('headings have anchors of their own', () => {
    const anchors = anchorsOf(document);
    expect(anchors.filter((anchor, index) => anchors.indexOf(anchor) !== index)).toEqual([]);
  });

  test('its npm scripts exist, and know the options', () => {
    const wrong = commandsOf(document).filter(({ script, options }) => {
      if (script !== 'test' && !Object.hasOwn(packageJson.scripts, script)) return true;
      const help = helpOf(script);
      return help !== null && options.some((option) => !help.includes(option));
    });
    expect(wrong.map(({ line }) => line)).toEqual([]);
  });
});

test('every document can be reached from the README', () => {
  const reached = new Set(['README.md']);
  for (const path of reached) {
    const document = BY_PATH.get(path);
    for (const link of document === undefined ? [] : linksOf(document)) if (link.path !== null) reached.add(link.path);
  }
  expect([...BY_PATH.keys()].filter((path) => !reached.has(path))).toEqual([]);
});

describe('docs/extending.md', () => {
  const text = BY_PATH.get('docs/extending.md')?.text ?? '';

  test('the files that it names exist', () => {
    const named = [...text.matchAll(/`((?:functions|test|lib)\/[\w./-]+)`/g)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('the names that it puts into a file are defined there', () => {
    const placed = [...text.matchAll(/`(\w+)`(?:,? [a-z ]+)? in\s+\[([\w./-]+)\]/g)];
    expect(placed.length).toBeGreaterThan(6);
    const missing = placed.filter(([, name = '', path = '']) => {
      const source = existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : '';
      return !new RegExp(`\\b(?:const|function|interface|type) ${name}\\b|\\b${name}\\??:`).test(source);
    });
    expect(missing.map(([found]) => found)).toEqual([]);
  });

  test('each list is short', () => {
    const lengths = text.split(/^## /m).map((chapter) => [...chapter.matchAll(/^\d+\. /gm)].length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(6);
  });
});

test('docs/architecture.md: every decision names a proof that is there', () => {
  const text = BY_PATH.get('docs/architecture.md')?.text ?? '';
  const rows = [...text.matchAll(/^\| \*\*(.+?)\*\*.*$/gm)].map(([row]) => row);
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter((row) => !/\]\([^)]+\)/.test(row.split('|')[2] ?? ''))).toEqual([]);
});

function isThere(path: string, anchor: string): boolean {
  if (!existsSync(join(ROOT, path))) return false;
  const document: Document | undefined = BY_PATH.get(path);
  return anchor === '' || document === undefined || anchorsOf(document).includes(anchor);
}

const HELPS = new Map<string, string>();

/** What a command of our own says of itself; `null` for a script that is none. */
function helpOf(script: string): string | null {
  if (!((packageJson.scripts as Record<string, string>)[script] ?? '').startsWith('node bin/monitor.ts ')) return null;
  const known = HELPS.get(script);
  if (known !== undefined) return known;
  const help = execFileSync(process.execPath, [join(ROOT, 'bin', 'monitor.ts'), script, '--help'], {
    encoding: 'utf8',
  });
  HELPS.set(script, help);
  return help;
}
