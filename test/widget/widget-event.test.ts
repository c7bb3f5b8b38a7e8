import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../functions/core/model/time.ts';
import { widgetRequest } from '../../functions/widget/widget-event.ts';

const NOW = Date.UTC(2026, 2, 31, 12);
const DEFAULT = { from: NOW - DAY_MS, to: NOW };

/** As the User Guide shows it. */
const EVENT = {
  widgetContext: {
    dashboardName: 'ApiV2HealthMonitor-eu-west-1',
    timezone: { label: 'UTC', offsetISO: '+00:00', offsetInMinutes: 0 },
    timeRange: { mode: 'relative', start: NOW - 7 * DAY_MS, end: NOW, relativeStart: 7 * DAY_MS },
    theme: 'dark',
    forms: { all: {} },
    params: {},
    width: 588,
    height: 369,
  },
};

const withRange = (timeRange: unknown) => ({ widgetContext: { ...EVENT.widgetContext, timeRange } });

test('the range and the theme of the dashboard', () => {
  expect(widgetRequest(EVENT, NOW)).toEqual({
    isDescribe: false,
    range: { from: NOW - 7 * DAY_MS, to: NOW },
    theme: 'dark',
  });
});

test('where a graph is zoomed in, that range', () => {
  const zoom = { start: NOW - 3 * HOUR_MS, end: NOW - 2 * HOUR_MS };
  const { range } = widgetRequest(withRange({ ...EVENT.widgetContext.timeRange, zoom }), NOW);
  expect(range).toEqual({ from: zoom.start, to: zoom.end });
});

describe('what makes no sense is the last day, in light colours', () => {
  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'describe'],
    ['no context', {}],
    ['a range that ends before it begins', withRange({ start: NOW, end: NOW - 1 })],
    ['a range of texts', withRange({ start: '2026', end: '2027' })],
    ['a range without an end', withRange({ start: NOW - HOUR_MS })],
    ['a range to come', withRange({ start: NOW + HOUR_MS, end: NOW + 2 * HOUR_MS })],
    ['no number', withRange({ start: Number.NaN, end: Infinity })],
  ])('%s', (_name, event) => {
    expect(widgetRequest(event, NOW).range).toEqual(DEFAULT);
  });

  test.each([['blue'], [1], [undefined]])('the theme %s', (theme) => {
    expect(widgetRequest({ widgetContext: { theme } }, NOW).theme).toBe('light');
  });
});

test.each([
  [{ describe: true }, true],
  [{ describe: 'true' }, false],
  [EVENT, false],
])('asked to describe itself: %o', (event, isDescribe) => {
  expect(widgetRequest(event, NOW).isDescribe).toBe(isDescribe);
});

test('any event gives a range that ends after it begins', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (timeRange, zoom) => {
      const { range } = widgetRequest(
        withRange(typeof timeRange === 'object' ? { ...timeRange, zoom } : timeRange),
        NOW,
      );
      expect(range.to).toBeGreaterThan(range.from);
      expect(range.from).toBeLessThan(NOW);
    }),
  );
});
