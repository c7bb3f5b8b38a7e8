import { durationText } from '../messages/time-words.ts';
import { MINUTE_MS, type EpochMs } from '../model/time.ts';
import { shownText } from '../picture/escape-xml.ts';
import { momentLabel } from '../picture/time-ticks.ts';
import type { MonitorStanding, VantageStanding } from './status-facts.ts';

/** A run may take two minutes and is on record at its end: as long as the dead-man alarm waits. */
const SILENT_MS = 5 * MINUTE_MS;
const SILENT_TICKS = 3;
/**
 * How far detection has come is written every ten minutes, and a tick is settled four minutes after it at the latest; each may wait
 * for a tick more.
 */
const BEHIND_MS = 15 * MINUTE_MS;
const BEHIND_TICKS = 3;
/** As the alarm `notices-late`. */
const LATE_MS = 15 * MINUTE_MS;

/** What is wrong with the monitor itself, in sentences; none when all is well. Plain text, not escaped. */
export function monitorTroubles(standing: MonitorStanding, now: EpochMs, tickMs: number): readonly string[] {
  const { vantages, oldestUnsentAt, deadNotices } = standing;
  return [
    ...vantages.flatMap((vantage) => vantageTroubles(vantage, now, tickMs)),
    ...(oldestUnsentAt === null || now - oldestUnsentAt < LATE_MS
      ? []
      : [`A notice has waited for ${durationText(now - oldestUnsentAt)}: people were not told of something.`]),
    ...(deadNotices === 0 ? [] : [`${counted(deadNotices, 'notice')} could not be sent and will not be tried again.`]),
  ];
}

function vantageTroubles({ vantage, newestRun, examinedTo }: VantageStanding, now: EpochMs, tickMs: number): string[] {
  if (newestRun === null) return [`${vantage}: no run is on record lately. Nobody is watching from there.`];
  if (now - newestRun > Math.max(SILENT_MS, SILENT_TICKS * tickMs)) {
    return [`${vantage}: the newest run is ${durationText(now - newestRun)} old. Nobody is watching from there.`];
  }
  if (examinedTo === null) return [`${vantage}: detection has not looked at any run yet.`];
  if (now - examinedTo > BEHIND_MS + BEHIND_TICKS * tickMs) {
    return [`${vantage}: detection is ${durationText(now - examinedTo)} behind. Problems are noticed late.`];
  }
  return [];
}

/** The monitor itself, in a line for each vantage and one for the notices. */
export function healthSection(standing: MonitorStanding, now: EpochMs, tickMs: number, zone: string): string {
  const { unsentNotices, oldestUnsentAt, deadNotices } = standing;
  const lines = standing.vantages.map((vantage) => {
    const isWell = vantageTroubles(vantage, now, tickMs).length === 0;
    return item(isWell, vantage.vantage, vantageFacts(vantage, now, zone));
  });
  const waiting =
    oldestUnsentAt === null
      ? 'none waits'
      : `${counted(unsentNotices, 'notice')} not sent yet, the oldest since ${momentLabel(oldestUnsentAt, zone)}`;
  const areSent = deadNotices === 0 && (oldestUnsentAt === null || now - oldestUnsentAt < LATE_MS);
  const dead =
    deadNotices === 0 ? 'no dead letter' : `${counted(deadNotices, 'dead letter')} (npm run problems -- dead)`;
  return `<ul class="plain">${[...lines, item(areSent, 'Notices', `${waiting}, ${dead}`)].join('')}</ul>`;
}

function vantageFacts({ newestRun, examinedTo }: VantageStanding, now: EpochMs, zone: string): string {
  const run =
    newestRun === null
      ? 'no run lately'
      : `newest run ${momentLabel(newestRun, zone)}, ${durationText(now - newestRun)} ago`;
  return `${run}; examined up to ${examinedTo === null ? 'nothing yet' : momentLabel(examinedTo, zone)}`;
}

function item(isWell: boolean, name: string, facts: string): string {
  const mark = isWell ? '<span class="dot ok"></span>' : '<span class="dot bad"></span>';
  const word = isWell ? '' : '<b>trouble</b> ';
  return `<li>${mark}${word}<b>${shownText(name, 60)}</b>: ${shownText(facts)}</li>`;
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
