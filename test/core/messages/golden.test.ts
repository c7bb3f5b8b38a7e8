import { describe, expect, test } from 'vitest';
import { amazonQ } from '../../../functions/core/messages/amazon-q.ts';
import { blockKit } from '../../../functions/core/messages/block-kit.ts';
import { compose } from '../../../functions/core/messages/compose.ts';
import { emailText } from '../../../functions/core/messages/email-text.ts';
import { machineForm } from '../../../functions/core/messages/machine-form.ts';
import { maintenanceCalendar } from '../../../functions/core/maintenance-calendar.ts';
import type { MessageContext } from '../../../functions/core/messages/message-context.ts';
import type { NoticeText } from '../../../functions/core/messages/notice-text.ts';
import { warningOf } from '../../../functions/core/messages/problem-words.ts';
import { sampleAlarm } from '../../../functions/core/messages/sample-alarm.ts';
import { slackMessage } from '../../../functions/core/messages/slack-message.ts';
import { HOUR_MS } from '../../../functions/core/model/time.ts';
import type { Announcement } from '../../../functions/core/model/problem.ts';
import { METRIC_MATHS, SINGLE_METRIC, STATE_CHANGE_EVENT } from '../../support/alarm-samples.ts';
import { TICK_AT } from '../../support/builders.ts';
import { CHRONIC } from './chronic-samples.ts';
import { CONTEXT, LOCAL } from './context.ts';
import { DIGESTS } from './digest-samples.ts';
import { CARES, INCIDENTS } from './incident-samples.ts';
import { WARNINGS } from './warning-samples.ts';

/** Read aloud before it is accepted: `vitest run -u` writes the files anew. */
const SAMPLES: Readonly<Record<string, Announcement>> = { ...INCIDENTS, ...CHRONIC, ...WARNINGS, ...DIGESTS };

/** A sample of each kind of message, of which the other forms are kept too. */
const IN_EVERY_FORM = [
  'incident-opened-whole-api',
  'incident-opened-token-expired',
  'incident-opened-own-network',
  'incident-opened-throttled',
  'incident-changed-another-vantage',
  'incident-changed-acknowledged',
  'incident-reminded-after-snooze',
  'incident-reopened',
  'incident-resolved-in-turn',
  'incident-resolved-after-repeats',
  'incident-resolved-own-network',
  'incident-resolved-throttled',
  'incident-closed',
  'chronic-opened-periodic',
  'chronic-changed-from-clock',
  'chronic-reminded',
  'chronic-reopened',
  'chronic-resolved-clock',
  'chronic-closed',
  ...Object.keys(WARNINGS),
  'digest-as-mail',
] as const;

/** Maintenance on Mondays, in the samples that are about it. */
const MAINTAINED: MessageContext['maintenance'] = maintenanceCalendar([
  {
    when: { zone: 'Europe/Amsterdam', weekdays: ['mon'], timeOfDay: '02:00', durationMs: 2 * HOUR_MS },
    targets: null,
    isEvidence: false,
  },
]);

function textOf(name: string, announcement: Announcement, context: MessageContext): NoticeText {
  const maintenance = name.endsWith('-maintenance') ? MAINTAINED : null;
  return compose(announcement, { ...context, maintenance }, CARES[name] ?? null);
}

describe('mails', () => {
  test.each(Object.entries(SAMPLES))('%s', async (name, announcement) => {
    const { subject, body } = emailText(textOf(name, announcement, LOCAL));
    await expect(`Subject: ${subject}\n\n${body}`).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});

describe('other forms', () => {
  test('there is one of every nature and reason', () => {
    const kindOf = (announcement: Announcement) =>
      announcement.reason === 'digest'
        ? 'digest'
        : `${warningOf(announcement.problem) ?? announcement.problem.nature} ${announcement.reason}`;
    const kept = new Set(IN_EVERY_FORM.flatMap((name) => (SAMPLES[name] === undefined ? [] : kindOf(SAMPLES[name]))));
    expect(kept).toEqual(new Set(Object.values(SAMPLES).map(kindOf)));
  });

  test.each(IN_EVERY_FORM)('%s', async (name) => {
    const announcement = SAMPLES[name];
    if (announcement === undefined) throw new Error(`no sample ${name}`);
    const text = textOf(name, announcement, CONTEXT);
    const machine = json(machineForm(announcement, text, CONTEXT.timeZone, CARES[name] ?? null));
    const slack = slackMessage({ id: announcement.id, subject: null, message: machine }, CONTEXT.timeZone);
    await expect(json(amazonQ(announcement, text))).toMatchFileSnapshot(`golden/${name}.amazon-q.json`);
    await expect(machine).toMatchFileSnapshot(`golden/${name}.machine.json`);
    await expect(json(blockKit(slack))).toMatchFileSnapshot(`golden/${name}.block-kit.json`);
  });
});

describe('alarms of CloudWatch', () => {
  const ALARMS = {
    'alarm-of-one-metric': SINGLE_METRIC,
    'alarm-of-one-metric-over': { ...SINGLE_METRIC, OldStateValue: 'ALARM', NewStateValue: 'OK' },
    'alarm-of-one-metric-without-data': { ...SINGLE_METRIC, NewStateValue: 'INSUFFICIENT_DATA' },
    'alarm-of-metric-maths': METRIC_MATHS,
    'alarm-as-event': STATE_CHANGE_EVENT,
  };
  test.each(Object.entries(ALARMS))('%s', async (name, alarm) => {
    const message = { id: '95df01b4', subject: 'ALARM: "x" in EU (Ireland)', message: JSON.stringify(alarm) };
    const slack = slackMessage(message, CONTEXT.timeZone);
    const { subject, body } = emailText(slack.text);
    await expect(`Subject: ${subject}\n\n${body}`).toMatchFileSnapshot(`golden/${name}.txt`);
    await expect(json(blockKit(slack))).toMatchFileSnapshot(`golden/${name}.block-kit.json`);
  });

  test('a sample of one, for trying a channel', async () => {
    const place = { region: 'eu-west-1', account: '111122223333', runbookUrl: CONTEXT.runbookUrl };
    const { subject, bodies } = sampleAlarm(TICK_AT, place);
    await expect(`Subject: ${subject}\n\n${bodies.email}`).toMatchFileSnapshot('golden/alarm-sample.txt');
    const slack = slackMessage({ id: 'x', subject, message: bodies.lambda }, CONTEXT.timeZone);
    await expect(json(blockKit(slack))).toMatchFileSnapshot('golden/alarm-sample.block-kit.json');
  });
});

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
