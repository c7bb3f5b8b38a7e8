import { printable } from '../probing/printable.ts';
import { timeText } from './time-words.ts';
import type { AlarmNotice, AlarmState } from './alarm-notice.ts';
import { quoted } from './foreign-text.ts';
import type { NoticeText, TextLink } from './notice-text.ts';

/** CloudWatch's own limits: a description has at most 1,024 characters, a state's reason 1,023 (API reference). */
const LONGEST_TEXT = 1_024;

const STATE_WORDS: Readonly<Record<AlarmState, string>> = { ALARM: 'ALARM', OK: 'OK', INSUFFICIENT_DATA: 'NO DATA' };

/**
 * An alarm of CloudWatch in words: what stopped, since when, which alarm it is, and what its description says to do. The
 * first sentence of a description is taken for what it means, an address at its end for the runbook.
 *
 * @param timeZone IANA zone for the time; UTC stands beside it
 */
export function alarmText(alarm: AlarmNotice, timeZone: string): NoticeText {
  const { name, state, reason, account, region, metrics } = alarm;
  const { meaning, remedy, runbook } = readDescription(alarm);
  const place = [region, account === null ? null : `account ${account}`].filter((part) => part !== null).join(', ');
  const lookThere = 'Look at the alarm and its metric in the CloudWatch console.';
  return {
    title: printable(`${STATE_WORDS[state]} ${name}`),
    sections: [
      { name: 'what', lines: what(alarm, meaning, timeZone) },
      {
        name: 'concerns',
        lines: [`What this alarm of CloudWatch watches${place === '' ? '' : ` (${printable(place)})`}.`],
      },
      ...(state === 'OK' ? [] : [{ name: 'what-to-do' as const, lines: [remedy ?? lookThere] }]),
      {
        name: 'evidence',
        lines: [
          ...(reason === null ? [] : [`CloudWatch says: ${quoted(reason, LONGEST_TEXT)}`]),
          ...metrics.map((metric) => `Metric: ${printable(metric, LONGEST_TEXT)}`),
        ],
      },
    ],
    links: [...(runbook === null ? [] : [{ label: 'Runbook', url: runbook }]), ...consoleLink(alarm)],
  };
}

function what({ name, state, formerState, since }: AlarmNotice, meaning: string | null, timeZone: string): string[] {
  const alarm = `The alarm ${printable(name)}`;
  const from = since === null ? '' : ` since ${timeText(since, timeZone)}`;
  const at = since === null ? '' : ` at ${timeText(since, timeZone)}`;
  switch (state) {
    case 'ALARM':
      return [...(meaning === null ? [] : [meaning]), `${alarm} went off${at}.`];
    case 'OK':
      if (formerState !== 'ALARM') return [`${alarm} has had enough data${from}, and does not ring.`];
      return [`${alarm} stopped${at}.`, ...(meaning === null ? [] : [`It was: ${meaning}`])];
    case 'INSUFFICIENT_DATA':
      return [
        `${alarm} has had too little data${from}: whether there is something to ring for cannot be told.`,
        ...(meaning === null ? [] : [`It rings for: ${meaning}`]),
      ];
  }
}

function readDescription({ description }: AlarmNotice) {
  // So begin ours, since CloudWatch's own mails show them in any state.
  const words = printable(description ?? '', LONGEST_TEXT).replace(/^In ALARM: /, '');
  const runbook = /(?:^| )(https:\/\/\S+|\S+#[\w-]+)$/.exec(words)?.[1] ?? null;
  const said = runbook === null ? words : words.slice(0, -runbook.length).trim();
  const [, meaning = said, remedy = null] = /^(.+?[.!?]) (\p{Lu}.*)$/u.exec(said) ?? [];
  return { meaning: meaning === '' ? null : meaning, remedy, runbook };
}

/** None where the console is at another address: in the partitions of China and of the US government. */
function consoleLink({ arn, name }: AlarmNotice): TextLink[] {
  const region = /^arn:aws:cloudwatch:([a-z0-9-]+):/.exec(arn ?? '')?.[1];
  if (region === undefined) return [];
  const url = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#alarmsV2:alarm/${encodeURIComponent(name.toWellFormed())}`;
  return [{ label: 'Alarm in the console', url }];
}
