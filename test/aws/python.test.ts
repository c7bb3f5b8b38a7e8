import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { installEmulator } from './python.ts';

let folder: string;
let home: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'apiv2-python-'));
  home = join(folder, 'home');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('installing the emulator of AWS', () => {
  test.each([
    {
      python: 'that is missing',
      script: null,
      says: 'python3 cannot be started; the emulator of AWS needs Python 3.10',
    },
    { python: 'that is too old', script: 'echo 3.9.2 False', says: 'python3 is 3.9.2; the emulator of AWS needs 3.10' },
    {
      python: 'without venv',
      script: 'if [ "$1" = -c ]; then echo 3.12.1 True; else echo no ensurepip >&2; exit 1; fi',
      says: 'python3-venv',
    },
  ])('a Python $python is told', async ({ script, says }) => {
    if (script !== null) await writeFile(join(folder, 'python3'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

    const installing = installEmulator({ PATH: folder }, home);

    await expect(installing).rejects.toMatchObject({
      name: 'NoEmulatorError',
      message: expect.stringContaining(says) as unknown,
    });
  });

  test('what is installed already is not installed again', async () => {
    const python = join(home, 'bin', 'python');
    await mkdir(join(home, 'bin'), { recursive: true });
    await writeFile(python, '');
    await writeFile(join(home, 'installed.txt'), await readFile(join(import.meta.dirname, 'requirements.txt'), 'utf8'));

    expect(await installEmulator({ PATH: folder }, home)).toBe(python);
  });
});
