import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { pageInBrowser } from './in-browser.ts';

let served: Awaited<ReturnType<typeof pageInBrowser>>;
beforeAll(async () => {
  served = await pageInBrowser();
});
afterAll(async () => {
  await served.close();
});

const FOCUSED = `(() => {
  const node = document.activeElement;
  const details = node?.closest('details');
  return details ? 'alert ' + details.id : (node?.textContent ?? '').trim().slice(0, 30) || node?.nodeName;
})()`;

/** A page whose time stands still until it is moved. */
async function openStill(path = '') {
  const opened = await served.open(path);
  await opened.page.clock.install();
  await opened.page.reload();
  return opened.page;
}

/** Lets the page ask, and waits until it shows what has come. */
async function refresh(page: Page): Promise<void> {
  const answered = page.waitForResponse(/\/part/);
  await page.clock.runFor(5_000);
  await (await answered).finished();
}

const topOf = async (place: Locator) => (await place.boundingBox())?.y ?? NaN;
const drawn = (page: Page) => page.locator('#drawn').textContent();

test('by keyboard: past the head, along the links, into the alerts', async () => {
  const { page } = await served.open('?range=24h');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(FOCUSED)).toBe('Skip to the content');
  expect((await page.locator('.skip').boundingBox())?.x).toBeGreaterThanOrEqual(0);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(FOCUSED)).toBe('What to do');
  const seen: unknown[] = [];
  for (let step = 0; step < 30; step += 1) {
    seen.push(await page.evaluate(FOCUSED));
    await page.keyboard.press('Tab');
  }
  const alerts = seen.filter((name) => String(name).startsWith('alert '));
  expect(new Set(alerts).size).toBe(await page.locator('details').count());
  await page.locator('summary').first().focus();
  await page.keyboard.press('Enter');
  expect(await page.locator('details').first().getAttribute('open')).toBe('');
  expect(await page.locator('details pre').first().textContent()).toContain('What to do now');
  const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
  expect(outline).toBe('solid');
});

test('a newer state takes the place of the older one: focus, scrolling and open alerts stay, and only news is announced', async () => {
  const page = await openStill('?range=24h');
  const second = page.locator('details').nth(1);
  const id = await second.getAttribute('id');
  await second.locator('summary').press('Enter');
  await page.evaluate('window.scrollBy(0, -120)');
  const place = await topOf(second);
  const before = await drawn(page);

  await served.seeded.goOn(1);
  await refresh(page);
  await expect.poll(() => drawn(page)).not.toBe(before);
  expect(await page.evaluate(FOCUSED)).toBe(`alert ${id}`);
  expect(await second.getAttribute('open')).toBe('');
  expect(Math.abs((await topOf(second)) - place)).toBeLessThan(2);
  expect(await page.locator('#announcement').textContent()).toBe('');

  await served.seeded.goOn(6, () => 'server/bad-gateway');
  await refresh(page);
  await expect.poll(() => page.locator('#announcement').textContent()).toMatch(/open problems?: .*bad-gateway/);
  expect(await page.title()).toMatch(/bad-gateway.* · APIv2 Health Monitor$/);
  expect(await page.locator('link[rel=icon]').getAttribute('href')).toBe('/icon-bad.svg');
  // A new alert stands above, so that what was the second is now lower in the list, open, and has the focus.
  expect(await page.locator(`[id="${id}"]`).getAttribute('open')).toBe('');
  expect(await page.evaluate(FOCUSED)).toBe(`alert ${id}`);
  expect(await page.locator('details').first().getAttribute('id')).not.toBe(id);
});

test('a monitor that does not answer any more is told, and told to be back', async () => {
  const page = await openStill();
  await page.route('**/part*', (route) => route.abort());
  const stale = page.locator('#stale');
  for (let tried = 0; tried < 6 && !(await stale.isVisible()); tried += 1) {
    const failed = page.waitForEvent('requestfailed');
    await page.clock.runFor(5_000);
    await failed;
    await page.evaluate('Promise.resolve()');
  }
  await expect.poll(() => stale.textContent()).toMatch(/^Not current: the monitor has not answered since \d\d:\d\d\./);
  await page.unroute('**/part*');
  await refresh(page);
  await expect.poll(() => stale.isVisible()).toBe(false);
});

test('a page from elsewhere can neither read it nor show it in a frame', async () => {
  const other = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(`<iframe src="${served.url}"></iframe>`);
  });
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => {
    other.closeAllConnections();
    other.close();
  });
  const { page } = await served.open('');
  const refused = page.waitForEvent('console', { predicate: (message) => message.text().includes('frame-ancestors') });
  await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
  await refused;
  for (const mode of ['cors', 'no-cors']) {
    const read = `fetch('${served.url}part', { mode: '${mode}' }).then((answer) => answer.text(), () => 'nothing')`;
    expect(await page.evaluate(read)).toBe('nothing');
  }
});
