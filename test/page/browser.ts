import { chromium, type Browser } from 'playwright-core';

/** Starts the browser at this path, without a window. */
export function startBrowser(executablePath: string): Promise<Browser> {
  // A container without user namespaces, as root, has no sandbox; it opens nothing but pages of this test.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

/** A phone: the narrowest that is still sold. */
export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 900 };
