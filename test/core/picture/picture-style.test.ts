import { describe, expect, test } from 'vitest';
import { THEMES, pictureStyle } from '../../../functions/core/picture/picture-style.ts';

/** Backgrounds of a dashboard, a page and paper. */
const BACKGROUND = { light: '#ffffff', dark: '#161d26' } as const;

/** Relative luminance and contrast as in WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

function coloursOf(theme: 'light' | 'dark'): ReadonlyMap<string, string> {
  return new Map(
    [...pictureStyle(theme).matchAll(/--p-([a-z0-9]+):(#[0-9a-f]{6})/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
}

describe('the style sheet', () => {
  test.each(THEMES)('of theme %s touches nothing outside of a frame and asks for nothing', (theme) => {
    const style = pictureStyle(theme);
    const selectors = [...style.matchAll(/(?:^|[{}])([^{}@]+)\{/g)].flatMap(([, list = '']) => list.split(','));
    expect(selectors.length).toBeGreaterThan(20);
    for (const selector of selectors) expect(selector).toMatch(/^\.apic\b/);
    expect(style).not.toMatch(/url\(|@import|<|expression/);
  });

  test('an explicit theme does not follow the system', () => {
    expect(pictureStyle('auto')).toContain('prefers-color-scheme:dark');
    expect(pictureStyle('dark')).not.toContain('prefers-color-scheme');
    expect(pictureStyle('light')).not.toContain('prefers-color-scheme');
  });

  test.each(['light', 'dark'] as const)('in %s, all colours that are used are defined', (theme) => {
    const used = [...pictureStyle(theme).matchAll(/var\(--p-([a-z0-9]+)\)/g)].map(([, name]) => name);
    expect([...coloursOf(theme).keys()]).toEqual(expect.arrayContaining(used));
  });

  test.each(['light', 'dark'] as const)('in %s, text can be read and failures stand out', (theme) => {
    const colours = coloursOf(theme);
    const onPage = (name: string) => contrast(colours.get(name) ?? '', BACKGROUND[theme]);
    for (const name of ['text', 'faint']) expect([name, onPage(name) >= 4.5]).toEqual([name, true]);
    // WCAG 2.2, 1.4.11: parts of graphics need 3. What is paler has a letter above, and is taller than what works.
    for (const name of ['network', 'server', 'authorization', 'content', 'intercepted', 'mark']) {
      expect([name, onPage(name) >= 3]).toEqual([name, true]);
    }
  });

  test.each(['light', 'dark'] as const)('in %s, more failures stand out more, also without colour', (theme) => {
    const colours = coloursOf(theme);
    const steps = ['calm', 'heat1', 'heat2', 'heat3', 'heat4'].map((name) =>
      contrast(colours.get(name) ?? '', BACKGROUND[theme]),
    );
    steps.slice(1).forEach((step, index) => {
      expect(step / (steps[index] ?? Infinity)).toBeGreaterThan(1.3);
    });
  });
});
