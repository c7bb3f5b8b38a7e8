import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { costBench } from './detection-cost-bench.ts';
import { costLines, costText } from './detection-cost-report.ts';

/** How `npm run bench -- detection-cost` is used. */
export const DETECTION_COST_HELP = `npm run bench -- detection-cost [--write]

Measures what the detector costs: 28 days of 50 and of 1,000 targets, single targets, a minute more.

  --write        also writes it to docs/bench-detection.md
`;

const DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'bench-detection.md');

/** Runs the cost bench with these arguments, or says what is wrong with them. */
export async function detectionCostCommand(args: readonly string[]): Promise<number | string> {
  let isWritten;
  try {
    isWritten = parseArgs({ args: [...args], options: { write: { type: 'boolean', default: false } } }).values.write;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const command = `npm run bench -- detection-cost${isWritten ? ' --write' : ''}`;
  const report = await costBench(command, (text) => process.stderr.write(`${text}\n`));
  const text = await format(costText(report), { ...(await resolveConfig(DOCUMENT)), parser: 'markdown' });
  process.stdout.write(text);
  if (isWritten) writeFileSync(DOCUMENT, text);
  return costLines(report).every(({ found, limit }) => found <= limit) ? 0 : 1;
}
