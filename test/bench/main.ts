import { BUNDLES_HELP, bundlesCommand } from './bundles-command.ts';
import { DETECTION_CALIBRATION_HELP, detectionCalibrationCommand } from './detection-calibration.ts';
import { detectionCommand } from './detection-command.ts';
import { DETECTION_COST_HELP, detectionCostCommand } from './detection-cost-command.ts';
import { DETECTION_HELP } from './detection-options.ts';
import { LOAD_HELP, loadCommand } from './load-command.ts';
import { PROBE_HELP, probeCommand } from './probe-command.ts';
import { PROBLEMS_HELP, problemsCommand } from './problems-command.ts';
import { TELLING_HELP, tellingCommand } from './telling-command.ts';

/** What can be measured. A command answers with its exit code, or with what is wrong with its arguments. */
const BENCHES: Readonly<
  Record<string, { readonly help: string; readonly run: (args: readonly string[]) => Promise<number | string> }>
> = {
  probe: { help: PROBE_HELP, run: probeCommand },
  detection: { help: DETECTION_HELP, run: detectionCommand },
  'detection-calibration': { help: DETECTION_CALIBRATION_HELP, run: detectionCalibrationCommand },
  'detection-cost': { help: DETECTION_COST_HELP, run: detectionCostCommand },
  load: { help: LOAD_HELP, run: loadCommand },
  bundles: { help: BUNDLES_HELP, run: bundlesCommand },
  problems: { help: PROBLEMS_HELP, run: problemsCommand },
  telling: { help: TELLING_HELP, run: tellingCommand },
};

const EXIT_CODES = 'Exit codes: 0 every target that could be measured is met, 1 one is not, 2 wrong usage.\n';

async function main([name = '', ...args]: readonly string[]): Promise<number> {
  const bench = BENCHES[name];
  if (bench === undefined) {
    const all = Object.values(BENCHES).map(({ help }) => help);
    process.stderr.write(
      `unknown bench "${name}"; there are ${Object.keys(BENCHES).join(', ')}\n\n${[...all, EXIT_CODES].join('\n')}`,
    );
    return 2;
  }
  const end = await bench.run(args);
  if (typeof end === 'number') return end;
  process.stderr.write(`${end}\n\n${bench.help}\n${EXIT_CODES}`);
  return 2;
}

process.exitCode = await main(process.argv.slice(2));
