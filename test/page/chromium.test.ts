import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { NoChromiumError, findChromium } from './chromium.ts';

function program(name: string, mode: number) {
  const folder = mkdtempSync(join(tmpdir(), 'chromium-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  writeFileSync(join(folder, name), '');
  chmodSync(join(folder, name), mode);
  return { folder, path: join(folder, name) };
}

test('the one that is named, else the first on the path', () => {
  const { folder, path } = program('chromium', 0o755);
  expect(findChromium({ PATH: `/nowhere:${folder}` })).toBe(path);
  expect(findChromium({ CHROMIUM_PATH: path, PATH: '' })).toBe(path);
});

test('without one: what is missing, and how to get it', () => {
  const { folder } = program('chromium-profile', 0o755);
  expect(() => findChromium({ PATH: folder })).toThrow(NoChromiumError);
  expect(() => findChromium({ PATH: folder })).toThrow('apt-get install -y chromium');
  expect(() => findChromium({ PATH: folder, CHROMIUM_PATH: '/nowhere' })).toThrow(
    'CHROMIUM_PATH is /nowhere, where no program is that can be run',
  );
});
