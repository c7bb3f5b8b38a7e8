import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { loadBench } from './load-bench.ts';
import { aimsOf, loadText } from './load-report.ts';

/** How `npm run bench -- load` is used. */
export const LOAD_HELP = `npm run bench -- load [--write]

Measures the probe run of 10,000 targets at 200 loopback origins in shards, and where one function ends. Takes a quarter of an hour.

  --write    also writes it to docs/bench-load.md

Needs Linux, and as many open files as 2,000 connections take (ulimit -n).
`;

const DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'bench-load.md');

/** Runs the load bench with these arguments, or says what is wrong with them. */
export async function loadCommand(args: readonly string[]): Promise<number | string> {
  const [flag, ...rest] = args;
  if ((flag !== undefined && flag !== '--write') || rest.length > 0) return `unexpected "${args.join(' ')}"`;
  const isWritten = flag === '--write';
  const command = `npm run bench -- load${isWritten ? ' --write' : ''}`;
  const report = await loadBench(command, (text) => process.stderr.write(`${text}\n`));
  const text = await format(loadText(report), { ...(await resolveConfig(DOCUMENT)), parser: 'markdown' });
  process.stdout.write(text);
  if (isWritten) writeFileSync(DOCUMENT, text);
  return aimsOf(report).every(({ isMet }) => isMet) ? 0 : 1;
}
