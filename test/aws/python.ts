import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');

/** Git ignores it, and `npm ci` removes it. */
const HOME = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'apiv2-aws');

/** MiniStack's own limit (its `Requires-Python`). */
const OLDEST_PYTHON = '3.10';

/** The emulator cannot be had on this machine. The message says what is missing. */
export class NoEmulatorError extends Error {
  override readonly name = 'NoEmulatorError';
}

/**
 * Installs the emulator with pip, into a virtual environment of its own, unless it is there already. This is the one step that
 * needs a network: pip's settings are those of the machine.
 *
 * @returns the path of the environment's Python
 * @throws {NoEmulatorError} when Python is missing or too old, or when it or pip fails
 */
export async function installEmulator(environment: NodeJS.ProcessEnv = process.env, home = HOME): Promise<string> {
  const python = join(home, 'bin', 'python');
  const receipt = join(home, 'installed.txt');
  const wanted = readFileSync(REQUIREMENTS, 'utf8');
  if (existsSync(python) && existsSync(receipt) && readFileSync(receipt, 'utf8') === wanted) return python;

  await checkPython(environment);
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  await attempt(
    'a virtual environment cannot be made (Debian and Ubuntu have it in the package python3-venv)',
    run('python3', ['-m', 'venv', home], { env: environment }),
  );
  await attempt(
    'pip cannot install what test/aws/requirements.txt names; it needs a Python package index',
    run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', REQUIREMENTS], { env: environment }),
  );
  await writeFile(receipt, wanted);
  return python;
}

async function checkPython(environment: NodeJS.ProcessEnv): Promise<void> {
  const oldest = OLDEST_PYTHON.replace('.', ', ');
  const program = `import sys; print(sys.version.split()[0], sys.version_info >= (${oldest}))`;
  const { stdout } = await attempt(
    `python3 cannot be started; the emulator of AWS needs Python ${OLDEST_PYTHON} or newer on the PATH`,
    run('python3', ['-c', program], { env: environment }),
  );
  const [version = '', isRecent] = stdout.trim().split(' ');
  if (isRecent === 'True') return;
  throw new NoEmulatorError(`python3 is ${version}; the emulator of AWS needs ${OLDEST_PYTHON} or newer`);
}

async function attempt<T>(whatFailed: string, step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new NoEmulatorError(`${whatFailed}: ${said}`, { cause });
  }
}
