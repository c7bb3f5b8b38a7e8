import { named } from '../messages/foreign-text.ts';
import { cellRuns, type CellRun } from './cell-runs.ts';
import { codeOf, isFailingCode, lookOf } from './cell-outcome.ts';
import type { OutcomeSeries } from './fold-cells.ts';
import { momentLabel } from './time-ticks.ts';

/** Stretches that are told in words; the picture has them all. */
const STRETCHES_TOLD = 3;

/** `server-time`, or with several vantages `server-time from eu-west-1`. Plain text, not escaped. */
export function seriesName(
  { target, vantage }: Pick<OutcomeSeries, 'target' | 'vantage'>,
  hasManyVantages: boolean,
): string {
  return hasManyVantages ? `${named(target)} from ${named(vantage)}` : named(target);
}

/** `98.2 % healthy`, never rounded up to all; `not probed` where nothing was judged. */
export function healthText({ healthy, failed }: Pick<OutcomeSeries, 'healthy' | 'failed'>): string {
  if (healthy + failed === 0) return 'not probed';
  const tenths = (healthy / (healthy + failed)) * 1_000;
  return `${failed === 0 ? 100 : Math.min(99.9, Math.max(healthy === 0 ? 0 : 0.1, Math.round(tenths) / 10))} % healthy`;
}

/** The same with what failed: `98.2 % healthy, 12 failures, 3 retries that helped, last failure 2 Mar 14:31`. */
export function countsText(series: OutcomeSeries, zone: string): string {
  const { failed, masked, lastFailureAt } = series;
  return [
    healthText(series),
    ...(failed === 0 ? [] : [countText(failed, 'failure')]),
    ...(masked === 0 ? [] : [`${countText(masked, 'probe')} healthy after a retry`]),
    ...(lastFailureAt === null ? [] : [`last failure ${momentLabel(lastFailureAt, zone)}`]),
  ].join(', ');
}

/** What a strip shows, for those who cannot see it. Plain text, not escaped. */
export function stripInWords(series: OutcomeSeries, name: string, zone: string): string {
  const stretches = cellRuns(series).filter(({ code }) => isFailingCode(code));
  const told = stretches.slice(-STRETCHES_TOLD).map((run) => runText(run, series, zone));
  const label = stretches.length > STRETCHES_TOLD ? 'Newest stretches' : 'Stretches';
  const latency = latencyText(series);
  return [
    `${name}: ${countsText(series, zone)}.`,
    ...(told.length === 0 ? [] : [`${label}: ${told.join('; ')}.`]),
    ...(latency === null ? [] : [`Latency: ${latency}.`]),
  ].join(' ');
}

/** `network, 2 Mar 14:20 to 14:40, 12 of 20 probes failed`. */
export function runText({ code, first, end, judged, failed }: CellRun, series: OutcomeSeries, zone: string): string {
  const { range, cellMs } = series;
  const from = momentLabel(range.from + first * cellMs, zone);
  const to = momentLabel(Math.min(range.from + end * cellMs, range.to), zone);
  const day = from.slice(0, -5);
  const until = to.startsWith(day) ? to.slice(day.length) : to;
  const isCounted = isFailingCode(code) && judged > 0;
  const counts = isCounted ? `, ${failed} of ${countText(judged, 'probe')} failed` : '';
  return `${lookOf(code).words}, ${from} to ${until}${counts}`;
}

/** `120 ms, up to 340 ms`: the mean of all probes that were healthy at once, and of the slowest cell; `null` without any. */
export function latencyText({ cells: { prompt, promptSumMs } }: OutcomeSeries): string | null {
  const count = prompt.reduce((sum, one) => sum + one, 0);
  if (count === 0) return null;
  const meanMs = promptSumMs.reduce((sum, one) => sum + one, 0) / count;
  const slowest = promptSumMs.reduce((most, one, index) => Math.max(most, one / Math.max(1, prompt[index] ?? 1)), 0);
  return `${msText(meanMs)}, up to ${msText(slowest)}`;
}

/** `43 ms`, `1.2 s`, `12 s`. */
export function msText(ms: number): string {
  if (ms >= 9_950) return `${Math.round(ms / 1_000)} s`;
  return ms >= 995 ? `${Math.round(ms / 100) / 10} s` : `${Math.round(ms)} ms`;
}

function countText(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Whether a series has anything but health to show. */
export function hasTrouble({ cells }: OutcomeSeries): boolean {
  return cells.worst.some((code) => code > codeOf('healthy'));
}
