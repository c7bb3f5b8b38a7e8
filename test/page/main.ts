import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NoChromiumError, findChromium } from './chromium.ts';
import { takePicture, takePictures } from './take-pictures.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');

/** `npm run test:page`: the page in a real browser. With a folder or a file, pictures of it instead. */
const { values } = parseArgs({
  options: { screenshots: { type: 'string' }, picture: { type: 'string' } },
  // The rest is for vitest.
  strict: false,
});

try {
  const chromium = findChromium(process.env);
  const { screenshots, picture } = values;
  if (typeof screenshots === 'string')
    for (const file of await takePictures(chromium, screenshots)) process.stdout.write(`${file}\n`);
  if (typeof picture === 'string') process.stdout.write(`${await takePicture(chromium, picture)}\n`);
  if (screenshots === undefined && picture === undefined) runTests(chromium);
} catch (error) {
  if (!(error instanceof NoChromiumError)) throw error;
  process.stderr.write(`npm run test:page cannot run here: ${error.message}\n`);
  process.exitCode = 2;
}

function runTests(chromium: string): void {
  const vitest = spawn(
    process.execPath,
    [VITEST, 'run', '--config', 'vitest.page.config.ts', ...process.argv.slice(2)],
    {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, CHROMIUM_PATH: chromium },
    },
  );
  vitest.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
