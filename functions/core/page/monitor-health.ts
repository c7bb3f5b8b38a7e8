import { durationText } from '../messages/time-words.ts';
import { HOUR_MS, MINUTE_MS, type EpochMs } from '../model/time.ts';
import { shownText } from '../picture/escape-xml.ts';
import { momentLabel } from '../picture/time-ticks.ts';
import type { SubscriptionState } from '../subscriptions.ts';
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
/** They are looked at every hour. */
const UNREAD_MS = 3 * HOUR_MS;
/** As the alarm `notices-late`. */
const LATE_MS = 15 * MINUTE_MS;

/** What is wrong with the monitor itself, in sentences; none when all is well. Plain text, not escaped. */
export function monitorTroubles(standing: MonitorStanding, now: EpochMs, tickMs: number): readonly string[] {
  const { vantages, oldestUnsentAt, deadNotices, subscriptions } = standing;
  return [
    ...vantages.flatMap((vantage) => vantageTroubles(vantage, now, tickMs)),
    ...(oldestUnsentAt === null || now - oldestUnsentAt < LATE_MS
      ? []
      : [`A notice has waited for ${durationText(now - oldestUnsentAt)}: people were not told of something.`]),
    ...(deadNotices === 0 ? [] : [`${counted(deadNotices, 'notice')} could not be sent and will not be tried again.`]),
    ...(subscriptions === null ? [] : addressTroubles(subscriptions, now)),
  ];
}

const UNTOLD = { unconfirmed: 'has not confirmed its address', lost: 'is not subscribed any more' } as const;

function addressTroubles({ checkedAt, troubles }: SubscriptionState, now: EpochMs): string[] {
  return [
    ...troubles.map(({ address, standing }) => `${address} ${UNTOLD[standing]} and is told nothing.`),
    ...(now - checkedAt < UNREAD_MS
      ? []
      : [`Who is told was looked at ${durationText(now - checkedAt)} ago: the subscriptions cannot be listed.`]),
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

/** The monitor itself, in a line for each vantage, one for the notices and one for those who get them. */
export function healthSection(standing: MonitorStanding, now: EpochMs, tickMs: number, zone: string): string {
  const { unsentNotices, oldestUnsentAt, deadNotices, subscriptions } = standing;
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
  const notices = item(areSent, 'Notices', `${waiting}, ${dead}`);
  return `<ul class="plain">${[...lines, notices, addressItem(subscriptions, now, zone)].join('')}</ul>`;
}

/** Nothing where none were looked at: on a machine of its own there is no topic. */
function addressItem(subscriptions: SubscriptionState | null, now: EpochMs, zone: string): string {
  if (subscriptions === null) return '';
  const { checkedAt, confirmed, troubles } = subscriptions;
  const untold = troubles.map(({ address, standing }) => `${address} ${UNTOLD[standing]}`);
  const facts = [`${confirmed} confirmed`, ...untold].join(', ');
  const isWell = addressTroubles(subscriptions, now).length === 0;
  return item(isWell, 'Mail addresses', `${facts}; looked at ${momentLabel(checkedAt, zone)}`);
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
