import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documentPictures } from './document-pictures.ts';

/**
 * `npm run docs:pictures`: draws the pictures of docs/detection.md with the code that draws them in the product. Needs Chromium
 * (`CHROMIUM_PATH`, or `chromium` on the PATH).
 */
const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'pictures');
const chromium = process.env.CHROMIUM_PATH ?? 'chromium';
const work = mkdtempSync(join(tmpdir(), 'pictures-'));
mkdirSync(FOLDER, { recursive: true });
try {
  for (const { name, html, width, height } of documentPictures()) {
    const page = join(work, `${name}.html`);
    writeFileSync(page, html);
    execFileSync(
      chromium,
      [
        ...['--headless', '--no-sandbox', '--hide-scrollbars', '--force-device-scale-factor=1.5'],
        ...[`--window-size=${width},${height}`, `--screenshot=${join(FOLDER, `${name}.png`)}`, `file://${page}`],
      ],
      { stdio: ['ignore', 'ignore', 'ignore'] },
    );
  }
} catch (cause) {
  if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
  process.stderr.write(
    `${chromium} cannot be started. On Debian: apt-get install chromium; elsewhere name it in CHROMIUM_PATH\n`,
  );
  process.exitCode = 2;
} finally {
  rmSync(work, { recursive: true, force: true });
}
