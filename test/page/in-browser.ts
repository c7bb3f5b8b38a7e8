import type { BrowserContextOptions, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { startBrowser } from './browser.ts';
import { findChromium } from './chromium.ts';
import { servedPage } from './served.ts';

/** What a browser complained of, and where it asked for something else than the page. */
export interface Complaints {
  readonly console: readonly string[];
  readonly elsewhere: readonly string[];
}

/** The page of a seeded history in a real browser, for all tests of a file. */
export async function pageInBrowser() {
  const [served, browser] = await Promise.all([servedPage(), startBrowser(findChromium(process.env))]);
  return {
    ...served,
    /** A page in a context of its own, until the test is over. */
    open: async (path: string, options: BrowserContextOptions = {}) => {
      const context = await browser.newContext(options);
      onTestFinished(() => context.close());
      const page = await context.newPage();
      const complaints = watchComplaints(page, served.url);
      await page.goto(served.url + path);
      return { page, complaints };
    },
    close: async () => {
      await browser.close();
      await served.close();
    },
  };
}

function watchComplaints(page: Page, url: string): Complaints {
  const complaints = { console: [] as string[], elsewhere: [] as string[] };
  // What a policy forbids is an error on the console too.
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.console.push(message.text());
  });
  page.on('pageerror', (error) => complaints.console.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) complaints.elsewhere.push(request.url());
  });
  return complaints;
}
