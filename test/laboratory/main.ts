import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { LabCase, OpenCase } from './case.ts';
import { howToReach, isAsExpected, listText, nearestIds, observedText } from './case-text.ts';
import { CASES } from './cases.ts';
import { laboratoryPage, type Row } from './document.ts';
import { observeCase, type Observed } from './observe-case.ts';

const HELP = `The fault laboratory: real listeners on the loopback for every way in which a request can go

  npm run lab -- list              every case and what it must come to
  npm run lab -- CASE              open the listeners of a case and keep them open until Ctrl-C, for any client
  npm run lab -- CASE --once       one request of the monitor's own prober instead: outcome and phases
  npm run lab -- table [--write]   run every case once; print the table, or write it to docs/laboratory.md

Exit codes: 0 fine, 1 a case did not come out as expected, 2 wrong usage.`;

/** Ends with a message and exit code 2. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'laboratory.md');

async function main(args: readonly string[]): Promise<0 | 1> {
  const { command, isOnce, isWritten, isHelp } = readArguments(args);
  if (isHelp) return print(HELP);
  if (isOnce && (command === 'list' || command === 'table')) throw new UsageError('--once goes with a case');
  if (isWritten && command !== 'table') throw new UsageError('--write goes with table');
  switch (command) {
    case undefined:
      throw new UsageError(`say what to do\n\n${HELP}`);
    case 'list':
      return print(listText());
    case 'table':
      return table(isWritten);
    default:
      return isOnce ? observeOnce(caseOf(command)) : serve(caseOf(command));
  }
}

function readArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { once: { type: 'boolean' }, write: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    const [command, ...more] = positionals;
    if (more.length > 0) throw new Error(`unexpected "${more.join(' ')}"`);
    const { once = false, write = false, help = false } = values;
    return { command, isOnce: once, isWritten: write, isHelp: help };
  } catch (cause) {
    throw new UsageError(`${cause instanceof Error ? cause.message : String(cause)}\n\n${HELP}`, { cause });
  }
}

function caseOf(id: string): LabCase {
  const lab = CASES.find((candidate) => candidate.id === id);
  if (lab === undefined) throw new UsageError(`there is no case "${id}"; the nearest are ${nearestIds(id).join(', ')}`);
  return lab;
}

async function serve(lab: LabCase): Promise<0> {
  // From here on, since a listener may be asked for and given up at once.
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const open = await lab.open();
  const folder = mkdtempSync(join(tmpdir(), 'lab-'));
  try {
    print(`${howToReach(lab, open, authorityFile(folder, open))}\n\nOpen until Ctrl-C.`);
    // Where nothing listens, nothing else keeps the process alive.
    const alive = setInterval(() => undefined, 60_000);
    await interrupted;
    clearInterval(alive);
  } finally {
    rmSync(folder, { recursive: true });
    await open.close(0);
  }
  return print('\nClosed.');
}

function authorityFile(folder: string, { authority }: OpenCase): string | null {
  if (authority === null) return null;
  const file = join(folder, 'authority.pem');
  writeFileSync(file, authority);
  return file;
}

async function observeOnce(lab: LabCase): Promise<0 | 1> {
  const observed = await observe(lab);
  print(observedText(lab, observed));
  return isAsExpected(lab, observed.found) ? 0 : 1;
}

async function table(isWritten: boolean): Promise<0 | 1> {
  const rows: Row[] = [];
  for (const lab of CASES) rows.push({ lab, found: (await observe(lab)).found });
  const page = await laboratoryPage(rows);
  if (isWritten) writeFileSync(PAGE, page);
  else print(page.trimEnd());
  const wrong = rows.filter(({ lab, found }) => !isAsExpected(lab, found)).map(({ lab }) => lab.id);
  if (isWritten) print(`${CASES.length} cases, ${wrong.length} not as expected; written to docs/laboratory.md`);
  return wrong.length === 0 ? 0 : 1;
}

async function observe(lab: LabCase): Promise<Observed> {
  const open = await lab.open();
  try {
    return await observeCase(lab, open);
  } finally {
    await open.close(0);
  }
}

function print(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
