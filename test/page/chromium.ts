import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** There is no browser to test with; the message says how to get one. */
export class NoChromiumError extends Error {
  override readonly name = 'NoChromiumError';
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The browser that `CHROMIUM_PATH` names, or the first on the path.
 *
 * @throws {NoChromiumError} when there is none
 */
export function findChromium(environment: Readonly<Record<string, string | undefined>>): string {
  const { CHROMIUM_PATH: named = '', PATH = '' } = environment;
  if (named !== '') {
    if (isExecutable(named)) return named;
    throw new NoChromiumError(`CHROMIUM_PATH is ${named}, where no program is that can be run`);
  }
  const found = PATH.split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find(isExecutable);
  if (found !== undefined) return found;
  throw new NoChromiumError(
    'there is no Chromium on the PATH. On Debian and Ubuntu: apt-get update && apt-get install -y chromium. ' +
      'Elsewhere: set CHROMIUM_PATH to the program of a Chromium or Chrome',
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
