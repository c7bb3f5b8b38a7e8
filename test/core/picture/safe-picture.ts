import { expect } from 'vitest';
import { UNPRINTABLE } from '../../support/any-text.ts';
import { allElements, parseXml, type XmlElement } from './strict-xml.ts';

/** What a dashboard strips, and what a page with a strict policy refuses: none of it may be needed. */
const ALLOWED = [
  'div',
  'p',
  'span',
  'b',
  'figure',
  'figcaption',
  'svg',
  'text',
  'tspan',
  'title',
  'path',
  'rect',
  'line',
];
const ALLOWED_ATTRIBUTES = [
  ...['class', 'role', 'aria-label', 'aria-hidden', 'width', 'height', 'viewBox', 'preserveAspectRatio'],
  ...['x', 'y', 'x1', 'x2', 'y1', 'y2', 'd'],
];
const NUMBERS = /^-?(?:\d+|\d*\.\d+)%?$/;

/** Expects well-formed XML of the few elements and attributes that are allowed, with numbers where numbers belong. */
export function expectSafe(picture: string): readonly XmlElement[] {
  const elements = allElements(parseXml(picture));
  for (const { name, attributes } of elements) {
    expect(ALLOWED).toContain(name);
    for (const [attribute, value] of attributes) {
      expect(ALLOWED_ATTRIBUTES).toContain(attribute);
      if (/^(?:x|y|width|height)\d?$/.test(attribute)) expect(value).toMatch(NUMBERS);
      if (attribute === 'viewBox') for (const part of value.split(' ')) expect(part).toMatch(NUMBERS);
      if (attribute === 'd') expect(value).toMatch(/^(?:[Mmhl][-.\d ]+)+$/);
    }
    if (name === 'path') expect(Math.min(...strokesOf(attributes.get('d') ?? ''))).toBeGreaterThanOrEqual(0);
  }
  expect(picture).not.toMatch(UNPRINTABLE);
  expect(picture).not.toMatch(/NaN|Infinity|undefined|null|\[object/);
  return elements;
}

/** Widths of the strokes of a path, and of the moves between them in a row: all of them lead to the right. */
function strokesOf(path: string): readonly number[] {
  return [...path.matchAll(/[mhl](-?[.\d]+)/g)].map(([, width]) => Number(width));
}
