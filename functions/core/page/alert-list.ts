import type { EmailText } from '../messages/email-text.ts';
import type { NoticeReason, Severity } from '../model/problem.ts';
import { isoTime, type EpochMs } from '../model/time.ts';
import { escapeXml, shownText } from '../picture/escape-xml.ts';
import { momentLabel } from '../picture/time-ticks.ts';

/** What became of an alert: it went out, it waits (after so many refusals), or it is given up. */
export type AlertFate =
  | { readonly kind: 'told'; readonly at: EpochMs }
  | { readonly kind: 'waits'; readonly refusals: number }
  | { readonly kind: 'dead' };

/** An alert with its text. Plain text, not escaped. */
export interface ListedAlert extends EmailText {
  readonly id: string;
  readonly at: EpochMs;
  readonly reason: NoticeReason | 'digest';
  /** `null` for the weekly message. */
  readonly severity: Severity | null;
  readonly fate: AlertFate;
}

/** What every reason is called in the list. */
const REASON_WORDS: Readonly<Record<ListedAlert['reason'], string>> = {
  opened: 'new',
  changed: 'changed',
  reopened: 'back',
  reminded: 'reminder',
  resolved: 'over',
  'no-longer-monitored': 'closed',
  digest: 'weekly',
};

/** The alerts, the newest first; each opens to its whole text. */
export function alertList(alerts: readonly ListedAlert[], zone: string): string {
  if (alerts.length === 0) return '<p>None so far.</p>';
  return `<div class="alerts">${alerts.map((alert) => alertItem(alert, zone)).join('')}</div>`;
}

function alertItem({ id, at, reason, severity, subject, body, fate }: ListedAlert, zone: string): string {
  const isOver = reason === 'resolved' || reason === 'no-longer-monitored';
  const look = isOver ? 'over' : (severity ?? 'info');
  const badge = isOver || severity === null ? REASON_WORDS[reason] : `${severity}, ${REASON_WORDS[reason]}`;
  return [
    `<details id="alert-${escapeXml(id.replace(/\s/g, '_'))}" class="${look}">`,
    `<summary><time datetime="${isoTime(at)}">${shownText(momentLabel(at, zone))}</time> `,
    `<b class="badge">${badge}</b> <span class="subject">${shownText(subject)}</span>`,
    `<span class="fate">${shownText(fateText(fate, zone))}</span></summary>`,
    `<pre>${escapeXml(body.trimEnd())}</pre></details>`,
  ].join('');
}

function fateText(fate: AlertFate, zone: string): string {
  switch (fate.kind) {
    case 'told':
      return `told ${momentLabel(fate.at, zone)}`;
    case 'waits':
      return fate.refusals === 0
        ? 'not told yet'
        : `not told yet: refused ${fate.refusals === 1 ? 'once' : `${fate.refusals} times`}`;
    case 'dead':
      return 'could not be told';
  }
}
