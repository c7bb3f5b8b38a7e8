import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { probeBench } from './probe-bench.ts';
import { reportText, verdicts } from './probe-report.ts';

/** How `npm run bench -- probe` is used. */
export const PROBE_HELP = `npm run bench -- probe [--write] [N]

Measures what a probe costs, beside blackbox_exporter, undici, openssl and curl, and prints the result.

  N          probes a round, 100 to 100000; default 1000
  --write    also writes it to docs/bench-probe.md

Needs Linux. Peers that are not installed are left out; test/bench/install-peers.sh installs them (Debian, as root).
`;

const DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'bench-probe.md');

interface Wanted {
  readonly count: number;
  readonly isWritten: boolean;
}

/** Runs the probe bench with these arguments, or says what is wrong with them. */
export async function probeCommand(args: readonly string[]): Promise<number | string> {
  const wanted = readArguments(args);
  if (typeof wanted === 'string') return wanted;
  const command = `npm run bench -- probe${wanted.isWritten ? ' --write' : ''} ${wanted.count}`;
  const report = await probeBench(wanted.count, command, (text) => process.stderr.write(`${text}\n`));
  const text = await formatted(reportText(report));
  process.stdout.write(text);
  if (wanted.isWritten) writeFileSync(DOCUMENT, text);
  const { cpu, memory } = verdicts(report);
  return cpu === false || !memory ? 1 : 0;
}

/** What is wanted, or what is wrong with the arguments. */
function readArguments(args: readonly string[]): Wanted | string {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], allowPositionals: true, options: { write: { type: 'boolean' } } });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const [countText = '1000', ...rest] = parsed.positionals;
  if (rest.length > 0) return `unexpected "${rest.join(' ')}"`;
  const count = Number(countText);
  if (!Number.isInteger(count) || count < 100 || count > 100_000) {
    return `N is "${countText}"; allowed is a whole number from 100 to 100000`;
  }
  return { count, isWritten: parsed.values.write === true };
}

async function formatted(markdown: string): Promise<string> {
  return format(markdown, { ...(await resolveConfig(DOCUMENT)), parser: 'markdown' });
}
