import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DESK, PHONE, startBrowser } from './browser.ts';
import { servedPage } from './served.ts';

/** The page as people see it: where it is narrow, dark, and over which time. */
const PICTURES = [
  { name: 'light', colorScheme: 'light', viewport: DESK, range: '14d', isWhole: true },
  { name: 'dark', colorScheme: 'dark', viewport: DESK, range: '14d', isWhole: true },
  { name: 'day', colorScheme: 'light', viewport: DESK, range: '24h', isWhole: true },
  { name: 'phone', colorScheme: 'light', viewport: PHONE, range: '24h', isWhole: true },
  { name: 'phone-dark', colorScheme: 'dark', viewport: PHONE, range: '7d', isWhole: true },
] as const;

/** Saves a picture of each into a folder. */
export async function takePictures(chromium: string, folder: string): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true });
  const [served, browser] = await Promise.all([servedPage(), startBrowser(chromium)]);
  const files: string[] = [];
  try {
    for (const { name, colorScheme, viewport, range, isWhole } of PICTURES) {
      const page = await browser.newPage({ colorScheme, viewport });
      await page.goto(`${served.url}?range=${range}`);
      await page.locator('summary').first().click();
      const path = join(folder, `${name}.png`);
      await page.screenshot({ path, fullPage: isWhole });
      await page.close();
      files.push(path);
    }
  } finally {
    await browser.close();
    await served.close();
  }
  return files;
}

/** The picture of the documents: the upper part of the page, small enough to be kept. */
export async function takePicture(chromium: string, path: string): Promise<string> {
  const [served, browser] = await Promise.all([servedPage(), startBrowser(chromium)]);
  try {
    const page = await browser.newPage({ colorScheme: 'light', viewport: { width: 1200, height: 1000 } });
    await page.goto(`${served.url}?range=7d`);
    await page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width: 1200, height: 1640 } });
  } finally {
    await browser.close();
    await served.close();
  }
  return path;
}
