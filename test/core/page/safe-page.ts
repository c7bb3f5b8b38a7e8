import { expect } from 'vitest';
import { UNPRINTABLE } from '../../support/any-text.ts';
import { allElements, parseXml, type XmlElement } from '../picture/strict-xml.ts';

/** What a dashboard keeps of a custom widget, and what we use of that: no script, nothing that loads. */
const ALLOWED = [
  ...['div', 'style', 'h2', 'p', 'span', 'b', 'ul', 'li', 'a', 'figure', 'figcaption'],
  ...['svg', 'text', 'tspan', 'title', 'path', 'rect', 'line'],
];

/** Expects well-formed HTML of the allowed elements, without handlers and with links to https alone. */
export function expectSafePage(page: string): readonly XmlElement[] {
  const elements = allElements(parseXml(page));
  for (const { name, attributes } of elements) {
    expect(ALLOWED).toContain(name);
    for (const [attribute, value] of attributes) {
      expect(attribute).not.toMatch(/^(?:on|style|src|id$|xlink)/);
      if (attribute === 'href') expect(value).toMatch(/^https:\/\/[^\s<>"']+$/);
    }
  }
  expect(page).not.toMatch(UNPRINTABLE);
  expect(page).not.toMatch(/url\(|@import|expression\(|NaN|Infinity|undefined|\bnull\b|\[object/);
  return elements;
}

/** The words of a page, without its style sheet. */
export function wordsOf(page: string): string {
  return page
    .replace(/<style>.*?<\/style>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
}
