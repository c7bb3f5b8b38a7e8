import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installEmulator, NoEmulatorError } from './python.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');

try {
  process.stderr.write('The emulator of AWS: installing, unless it is there already\n');
  const python = await installEmulator();
  const vitest = spawn(
    process.execPath,
    [VITEST, 'run', '--config', 'vitest.aws.config.ts', ...process.argv.slice(2)],
    {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, EMULATOR_PYTHON: python },
    },
  );
  vitest.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
} catch (error) {
  if (!(error instanceof NoEmulatorError)) throw error;
  process.stderr.write(`npm run test:aws cannot run here: ${error.message}\n`);
  process.exitCode = 2;
}
