import type { Rejection } from './answer.ts';
import { invalidValue } from './request-headers.ts';
import type { WorldItem } from './world.ts';

/** Rows a page has unless asked otherwise (API prerequisites page: "you may only get up to 20 devices"). */
const DEFAULT_PAGE_SIZE = 20;
/** The largest `page-size` seen in the provider's own code; the real limit is not documented. */
const LARGEST_PAGE_SIZE = 4_000;

/** Part of a list. */
export interface Page {
  readonly items: readonly WorldItem[];
  /** The cursor of the next page; `null` on the last. */
  readonly moreAfter: string | null;
}

/** Cuts the page that `page-size` and `page-after` ask for; a cursor is the public ID of the row before the page. */
export function cutPage(items: readonly WorldItem[], query: URLSearchParams): Page | Rejection {
  const sizeText = query.get('page-size') ?? String(DEFAULT_PAGE_SIZE);
  const size = Number(sizeText);
  if (!/^\d+$/.test(sizeText) || size < 1 || size > LARGEST_PAGE_SIZE) return invalidValue('page-size');
  const cursor = query.get('page-after');
  const start = cursor === null ? 0 : items.findIndex((item) => item.publicId === cursor) + 1;
  if (cursor !== null && start === 0) return invalidValue('page-after');
  const rows = items.slice(start, start + size);
  const isLast = start + size >= items.length;
  return { items: rows, moreAfter: isLast ? null : (rows.at(-1)?.publicId ?? null) };
}
