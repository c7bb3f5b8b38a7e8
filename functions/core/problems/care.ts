import { isoTime, parseTime, type EpochMs } from '../model/time.ts';

/** What people said about a problem: that somebody is on it, or that nobody wants to hear of it for a while. */
export interface Care {
  readonly problemId: string;
  readonly acknowledgedAt: EpochMs | null;
  /** Who is on it. */
  readonly acknowledgedBy: string | null;
  readonly snoozedUntil: EpochMs | null;
  readonly note: string | null;
}

/** Whether somebody is on it, so that no reminder is needed. A name or a time is enough: a person may have written either. */
export function isAcknowledged(care: Care | undefined): boolean {
  return care !== undefined && (care.acknowledgedAt !== null || care.acknowledgedBy !== null);
}

/** Whether only its end is told at `at`. The end of the time is no part of it. */
export function isSnoozed(care: Care | undefined, at: EpochMs): boolean {
  return typeof care?.snoozedUntil === 'number' && at < care.snoozedUntil;
}

/** The newest moment that a care speaks of; `null` when it speaks of none. */
export function newestMomentOf({ acknowledgedAt, snoozedUntil }: Care): EpochMs | null {
  if (acknowledgedAt === null || snoozedUntil === null) return acknowledgedAt ?? snoozedUntil;
  return Math.max(acknowledgedAt, snoozedUntil);
}

/** A care as a person may have written it, by hand and with mistakes. */
export interface WrittenCare {
  readonly acknowledgedAt?: unknown;
  readonly acknowledgedBy?: unknown;
  readonly snoozedUntil?: unknown;
  readonly note?: unknown;
}

/**
 * Reads a care that may have been written by hand. What cannot be read counts as not written, so that a slip of the pen
 * silences nothing, and is a fault: what is wrong, the value found, what is allowed.
 */
export function readCare(
  problemId: string,
  written: WrittenCare,
): { readonly care: Care; readonly faults: readonly string[] } {
  const faults: string[] = [];
  const report = (name: string, value: unknown, allowed: string) => {
    faults.push(`${name} must be ${allowed}; found ${JSON.stringify(value).slice(0, 100)}; it counts as not written`);
  };
  const text = (name: 'acknowledgedBy' | 'note'): string | null => {
    const value = written[name];
    if (value === undefined) return null;
    if (typeof value === 'string') return value.trim() === '' ? null : value.trim();
    report(name, value, 'text');
    return null;
  };
  const time = (name: 'acknowledgedAt' | 'snoozedUntil'): EpochMs | null => {
    const value = written[name];
    if (value === undefined || value === '') return null;
    const at = typeof value === 'string' ? momentOf(value.trim()) : null;
    if (at === null) report(name, value, 'ISO 8601 text with a zone, like 2026-03-01T09:00:00Z');
    return at;
  };
  const care: Care = {
    problemId,
    acknowledgedAt: time('acknowledgedAt'),
    acknowledgedBy: text('acknowledgedBy'),
    snoozedUntil: time('snoozedUntil'),
    note: text('note'),
  };
  return { care, faults };
}

const MOMENT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** A moment that needs no guess: with a zone, and on a day that exists (JavaScript takes February 30 for March 2). */
function momentOf(text: string): EpochMs | null {
  const [, local] = MOMENT.exec(text) ?? [];
  if (local === undefined) return null;
  const asUtc = parseTime(`${local}Z`);
  return asUtc !== null && isoTime(asUtc).startsWith(local) ? parseTime(text) : null;
}
