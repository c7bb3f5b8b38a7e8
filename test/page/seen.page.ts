import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PAGE_SPANS } from '../../functions/core/page/page-spans.ts';
import { DESK, PHONE } from './browser.ts';
import { pageInBrowser } from './in-browser.ts';

let served: Awaited<ReturnType<typeof pageInBrowser>>;
beforeAll(async () => {
  served = await pageInBrowser();
});
afterAll(async () => {
  await served.close();
});

const OPEN_ALERTS = "document.querySelectorAll('details').forEach((one) => { one.open = true; })";
const HEADINGS = "[...document.querySelectorAll('h1,h2,h3,h4')].map((one) => one.nodeName)";
/** What is said of each picture that is not part of another one. */
const PICTURES = `[...document.querySelectorAll('svg')]
  .filter((one) => !one.parentElement.closest('svg') && one.getAttribute('aria-hidden') !== 'true')
  .map((one) => one.getAttribute('role') + ' ' + one.getAttribute('aria-label'))`;
const THEMES = ['light', 'dark'] as const;

describe.each(THEMES)('in %s', (colorScheme) => {
  test.each(PAGE_SPANS.map(({ name }) => name))(
    'the last %s: no error, no violation, nothing from elsewhere',
    async (name) => {
      const { page, complaints } = await served.open(`?range=${name}`, { colorScheme, viewport: DESK });
      await page.waitForLoadState('networkidle');
      expect(complaints).toEqual({ console: [], elsewhere: [] });
      expect(await page.locator('nav [aria-current=page]').getAttribute('href')).toBe(`/?range=${name}`);
      for (const id of ['now', 'expected', 'outcomes', 'latency', 'patterns', 'past', 'alerts', 'monitor']) {
        expect(await page.locator(`section#${id}`).count()).toBe(1);
      }
    },
  );

  test.each([
    { name: 'a desk', viewport: DESK },
    { name: 'a phone', viewport: PHONE },
  ])('on $name: nothing that keeps people out', async ({ viewport }) => {
    const { page } = await served.open('?range=7d', { colorScheme, viewport });
    await page.evaluate(OPEN_ALERTS);
    // Read as a debugger does, which the page's policy is no matter for.
    await page.evaluate(axe.source);
    const found = await page.evaluate<axe.AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
    expect(
      found.violations.map(({ id, nodes }) => [
        id,
        nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`),
      ]),
    ).toEqual([]);
    expect(found.passes.length).toBeGreaterThan(15);
  });

  test('the page is as light or dark as the reader has it', async () => {
    const { page } = await served.open('', { colorScheme });
    const colour = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(colour).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(22, 29, 38)');
  });
});

test.each([360, 320])('at %i pixels nothing is wider than the screen, with every alert open', async (width) => {
  for (const { name } of PAGE_SPANS) {
    const { page } = await served.open(`?range=${name}`, { viewport: { width, height: 740 } });
    await page.evaluate(OPEN_ALERTS);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  }
});

test('every picture says in words what it shows, or only repeats what stands beside it', async () => {
  const { page } = await served.open('?range=7d');
  const pictures = await page.evaluate<string[]>(PICTURES);
  expect(pictures.filter((words) => !/^img .{30,}/.test(words))).toEqual([]);
  const told = pictures.join('\n');
  expect(told).toMatch(/img server-time: 100 % healthy/);
  expect(told).toMatch(
    /img Latency of agents, .+: median 1\d\d ms, 95 of 100 answers within .+ Median by quarter of that time: 1/,
  );
  expect(told).toMatch(
    /img Expected 12 times until 17 Mar 14:25, next 2026-03-16 15:1\d to 15:\d\d Europe\/Amsterdam \(14:1/,
  );
  expect(told).toMatch(/img Heat map of agents: every night at 03:15/);
});

test('headings are in order, and everything is in a landmark', async () => {
  const { page } = await served.open('');
  const levels = await page.evaluate<string[]>(HEADINGS);
  expect(levels[0]).toBe('H1');
  expect(levels.slice(1).every((level) => level === 'H2')).toBe(true);
  for (const name of ['header', 'nav', 'main']) expect(await page.locator(name).count()).toBe(1);
});

test('without script the page is whole, and asks for itself again', async () => {
  const { page, complaints } = await served.open('', { javaScriptEnabled: false });
  expect(await page.locator('section#alerts details').count()).toBeGreaterThan(5);
  expect(await page.locator('meta[http-equiv=refresh]').getAttribute('content')).toBe('30');
  expect(complaints.console).toEqual([]);
});
