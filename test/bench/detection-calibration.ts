import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OURS } from './detection-alarm.ts';
import { detectionBench } from './detection-bench.ts';
import { detectionOptions } from './detection-options.ts';
import { between, figure } from './detection-table.ts';
import { tally } from './detection-tally.ts';
import { measuredText } from './bench-document.ts';

/** How `npm run bench -- detection-calibration` is used. */
export const DETECTION_CALIBRATION_HELP = `npm run bench -- detection-calibration [N] [--write]

Counts false chronic alarms on the benign families at three settings of falseAlarmsPerTargetYear.

  N              half the series per family; default 100
  --write        also writes it to docs/bench-detection-calibration.md
`;

const TOLERANCES = [0.01, 0.02, 0.05];
const DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'bench-detection-calibration.md');

/** Runs the calibration with these arguments, or says what is wrong with them. */
export async function detectionCalibrationCommand(args: readonly string[]): Promise<number | string> {
  const isWritten = args.includes('--write');
  const [count = '100', ...rest] = args.filter((arg) => arg !== '--write');
  if (rest.length > 0) return `unexpected "${rest.join(' ')}"`;
  const lines = ['tolerated  measured  95 %        measured to tolerated  target-years'];
  let isHeld = true;
  for (const tolerance of TOLERANCES) {
    const options = detectionOptions(['calibration', count, '--family', '^benign/', '--budget', String(tolerance)]);
    if (typeof options === 'string') return options;
    process.stderr.write(`at ${tolerance}\n`);
    const { families } = await detectionBench(options, () => undefined);
    const { falsePerYear, quietYears } = tally(
      'benign',
      'benign',
      families.flatMap(({ scores }) => scores.get(OURS) ?? []),
    );
    const ratio = falsePerYear.value / tolerance;
    isHeld &&= ratio >= 0.5 && ratio <= 2;
    lines.push(
      [
        figure(tolerance, 3).padEnd(10),
        figure(falsePerYear.value, 4).padEnd(9),
        between(falsePerYear).padEnd(11),
        figure(ratio, 2).padEnd(22),
        figure(quietYears, 0),
      ].join(' '),
    );
  }
  process.stdout.write(`${lines.join('\n')}\n`);
  if (isWritten) {
    const title = 'False chronic alarms at three settings of the tolerance';
    writeFileSync(DOCUMENT, await measuredText(title, `detection-calibration ${args.join(' ')}`, lines));
  }
  return isHeld ? 0 : 1;
}
