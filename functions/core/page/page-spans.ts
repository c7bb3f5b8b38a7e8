import { DAY_MS, HOUR_MS } from '../model/time.ts';

/** The stretches of time that a page can show, up to now. */
export const PAGE_SPANS = [
  { name: '6h', words: '6 hours', ms: 6 * HOUR_MS },
  { name: '24h', words: '24 hours', ms: DAY_MS },
  { name: '7d', words: '7 days', ms: 7 * DAY_MS },
  { name: '14d', words: '14 days', ms: 14 * DAY_MS },
  { name: '35d', words: '35 days', ms: 35 * DAY_MS },
] as const;
export type PageSpan = (typeof PAGE_SPANS)[number];

/** The one that is named, or a day. */
export function pageSpan(name: string | null): PageSpan {
  return PAGE_SPANS.find((span) => span.name === name) ?? PAGE_SPANS[1];
}
