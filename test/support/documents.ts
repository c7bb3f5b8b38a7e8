import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** A document of the project. */
export interface Document {
  /** From the project's folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A link in a document. */
export interface Link {
  /** A path from the project's folder; `null` for a page on the web. */
  readonly path: string | null;
  /** What follows `#`; empty without. */
  readonly anchor: string;
  /** As it is written. */
  readonly written: string;
}

/** README, changelog, and all of `docs`. */
export function documents(): readonly Document[] {
  const inDocs = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', 'CHANGELOG.md', ...inDocs.map((name) => `docs/${name}`)].map((path) => ({
    path,
    text: readFileSync(join(ROOT, path), 'utf8'),
  }));
}

/** The anchors of a document's headings by GitHub's rule: small letters, spaces to hyphens, the rest of punctuation dropped. */
export function anchorsOf({ text }: Document): readonly string[] {
  return [...withoutCode(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** Links and pictures of a document. */
export function linksOf({ path, text }: Document): readonly Link[] {
  const prose = withoutCode(text);
  const written = [...prose.matchAll(/\]\(([^)\s]+)\)/g), ...prose.matchAll(/(?:src|href)="([^"]+)"/g)];
  return written.map(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return { path: null, anchor: '', written: target };
    const [file = '', anchor = ''] = target.split('#');
    const there = file === '' ? path : relative(ROOT, join(ROOT, dirname(path), file));
    return { path: there.replaceAll('\\', '/'), anchor, written: target };
  });
}

/** A command of a document: `npm run` with its script, and the options behind it. */
export interface WrittenCommand {
  readonly script: string;
  readonly options: readonly string[];
  readonly line: string;
}

/** All that a document tells people to run with npm. */
export function commandsOf({ text }: Document): readonly WrittenCommand[] {
  return [...text.matchAll(/npm (?:run (?:-s )?([\w:]+)|(start|test))((?: [^`\n#]*)?)/g)].map(
    ([line, script, short, rest = '']) => ({
      script: script ?? short ?? '',
      options: [...rest.matchAll(/(?<= )--[a-z][\w-]*/g)].map(([option]) => option),
      line,
    }),
  );
}

/** The text without blocks of code: what looks like a heading or a link there is none. */
function withoutCode(text: string): string {
  return text.replace(/^```.*?^```/gms, '').replace(/^ {4,}.*$/gm, '');
}
