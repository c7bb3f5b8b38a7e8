import { DAY_MS, type EpochMs } from '../core/model/time.ts';
import type { Theme } from '../core/picture/picture-style.ts';
import type { TimeRange } from '../core/picture/time-range.ts';

/** What a dashboard asks of the widget. */
export interface WidgetRequest {
  /** Asked for what the widget is, not for its picture. */
  readonly isDescribe: boolean;
  readonly range: TimeRange;
  readonly theme: Theme;
}

/** Shown when the caller names no range, e.g. from the Lambda console. */
const DEFAULT_RANGE_MS = DAY_MS;

/**
 * Reads what CloudWatch sends (User Guide, "Details about custom widgets"): where a graph is zoomed in, that range counts. What
 * is missing or makes no sense becomes the last day, in light colours.
 */
export function widgetRequest(event: unknown, now: EpochMs): WidgetRequest {
  const context = field(event, 'widgetContext');
  const timeRange = field(context, 'timeRange');
  const range = rangeIn(field(timeRange, 'zoom')) ?? rangeIn(timeRange);
  const isThere = range !== null && range.from < now;
  return {
    isDescribe: field(event, 'describe') === true,
    range: isThere ? range : { from: now - DEFAULT_RANGE_MS, to: now },
    theme: field(context, 'theme') === 'dark' ? 'dark' : 'light',
  };
}

function rangeIn(value: unknown): TimeRange | null {
  const [from, to] = [field(value, 'start'), field(value, 'end')];
  if (typeof from !== 'number' || typeof to !== 'number') return null;
  return Number.isFinite(from) && Number.isFinite(to) && to > from ? { from, to } : null;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
