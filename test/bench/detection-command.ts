import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { OURS } from './detection-alarm.ts';
import { detectionBench, type DetectionResult, type FamilyResult } from './detection-bench.ts';
import { detectionOptions, type DetectionOptions } from './detection-options.ts';
import { familyLine, figure, headLine, LEGEND } from './detection-table.ts';
import { tally } from './detection-tally.ts';
import { targetLines } from './detection-targets.ts';
import { measuredText } from './bench-document.ts';

const NAME_WIDTH = 36;

/** Runs the detection bench with these arguments, or says what is wrong with them. */
export async function detectionCommand(args: readonly string[]): Promise<number | string> {
  const options = detectionOptions(args);
  if (typeof options === 'string') return options;
  const lines = [headLine(NAME_WIDTH)];
  process.stdout.write(`${headLine(NAME_WIDTH)}\n`);
  let written = 0;
  const result = await detectionBench(options, ({ family, scores }) => {
    written += 1;
    process.stderr.write(`  ${written} ${family.name}\n`);
    const line = familyLine(tally(family.name, family.group, scores.get(OURS) ?? []), NAME_WIDTH);
    lines.push(line);
    process.stdout.write(`${line}\n`);
  });
  process.stdout.write(`\n${summary(result, options)}`);
  const targets = targetLines(result.families, OURS);
  if (options.isWritten) {
    const file = join(import.meta.dirname, '..', '..', 'docs', `bench-detection-${options.set}.md`);
    const title = `How well patterns are found: set ${options.set}`;
    writeFileSync(
      file,
      await measuredText(title, `detection ${args.join(' ')}`, [...lines, '', summary(result, options)]),
    );
  }
  if (options.jsonFile !== null) writeFileSync(options.jsonFile, json(result, options));
  return targets.some(({ isMet }) => isMet === false) ? 1 : 0;
}

function summary(result: DetectionResult, options: DetectionOptions): string {
  const { families, probes, detectMs } = result;
  return [
    LEGEND,
    ...targetLines(families, OURS).map(
      ({ target, found, isMet }) =>
        (isMet === null ? 'NOT MEASURED' : isMet ? 'MET' : 'NOT MET').padEnd(14) + `${target}: ${found}`,
    ),
    '',
    ...(options.withBaselines ? [baselines(families), ''] : []),
    ...(options.isFalseListed ? [falseAlarms(families), ''] : []),
    `scenarios of ${basename(result.source)}, set ${options.set}, budget ${options.budget}; ${probes} probes, ${figure((1_000 * detectMs) / probes, 2)} us each`,
    '',
  ].join('\n');
}

function baselines(families: readonly FamilyResult[]): string {
  const methods = [...(families[0]?.scores.keys() ?? [])];
  const chronic = families.filter(({ family }) => family.group === 'chronic');
  const benign = families.filter(({ family }) => family.group === 'benign');
  const lines = methods.map((method) => {
    const found = tally(
      method,
      'chronic',
      chronic.flatMap(({ scores }) => scores.get(method) ?? []),
    );
    const quiet = tally(
      method,
      'benign',
      benign.flatMap(({ scores }) => scores.get(method) ?? []),
    );
    return [
      method.padEnd(28),
      figure(found.alarmed.value, 3).padStart(9),
      figure(found.recall.value, 3).padStart(10),
      figure(found.exact.value, 3).padStart(16),
      figure(quiet.falsePerYear.value, 3).padStart(24),
    ].join(' ');
  });
  return [
    'on the chronic and benign families  any alarm right kind  kind and period false alarms/target-year',
    ...lines,
  ].join('\n');
}

function falseAlarms(families: readonly FamilyResult[]): string {
  const lines = families.flatMap(({ scores }) =>
    (scores.get(OURS) ?? []).flatMap((score) =>
      score.falseAlarms.map(({ stream, at, basis }) => `${score.id} ${stream} ${new Date(at).toISOString()} ${basis}`),
    ),
  );
  return ['false alarms:', ...lines.sort()].join('\n');
}

function json(result: DetectionResult, options: DetectionOptions): string {
  return JSON.stringify(
    {
      source: result.source,
      set: options.set,
      count: options.count,
      budget: options.budget,
      targets: targetLines(result.families, OURS),
      families: result.families.map(({ family, scores }) =>
        Object.fromEntries([...scores].map(([method, found]) => [method, tally(family.name, family.group, found)])),
      ),
    },
    null,
    1,
  );
}
