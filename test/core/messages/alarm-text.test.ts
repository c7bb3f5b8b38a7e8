import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAlarm } from '../../../functions/core/messages/alarm-notice.ts';
import { alarmText } from '../../../functions/core/messages/alarm-text.ts';
import type { NoticeText, SectionName } from '../../../functions/core/messages/notice-text.ts';
import { METRIC_MATHS, SINGLE_METRIC, STATE_CHANGE_EVENT } from '../../support/alarm-samples.ts';
import { anyText, UNPRINTABLE } from '../../support/any-text.ts';

const ZONE = 'Europe/Amsterdam';

function textOf(json: unknown): NoticeText {
  const alarm = readAlarm(json);
  if (alarm === null) throw new Error('not read as an alarm');
  return alarmText(alarm, ZONE);
}

function linesOf({ sections }: NoticeText, name: SectionName): readonly string[] | undefined {
  return sections.find((section) => section.name === name)?.lines;
}

test('an alarm of ours: what stopped, since when, which alarm, what to do, and where that is written', () => {
  expect(textOf(SINGLE_METRIC)).toEqual({
    title: 'ALARM ApiV2HealthMonitor-probes-stopped',
    sections: [
      {
        name: 'what',
        lines: [
          'No probe run has finished lately: nobody is watching APIv2.',
          'The alarm ApiV2HealthMonitor-probes-stopped went off at 2026-03-01 03:06:01 Europe/Amsterdam (02:06:01 UTC).',
        ],
      },
      { name: 'concerns', lines: ['What this alarm of CloudWatch watches (EU (Ireland), account 123456789012).'] },
      {
        name: 'what-to-do',
        lines: ['Look whether the probe function still runs, and at the newest errors in its log.'],
      },
      {
        name: 'evidence',
        lines: [
          `CloudWatch says: “${SINGLE_METRIC.NewStateReason}”`,
          'Metric: ApiV2Health/ProbeRun (Vantage eu-west-1)',
        ],
      },
    ],
    links: [
      { label: 'Runbook', url: 'https://example.com/runbook.md#probes-stopped' },
      {
        label: 'Alarm in the console',
        url: 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/ApiV2HealthMonitor-probes-stopped',
      },
    ],
  });
});

test('metric maths: every metric is named; without a description it says where to look', () => {
  const text = textOf(METRIC_MATHS);
  expect(linesOf(text, 'what')).toEqual([expect.stringMatching(/^The alarm Error share went off at /)]);
  expect(linesOf(text, 'what-to-do')).toEqual(['Look at the alarm and its metric in the CloudWatch console.']);
  expect(linesOf(text, 'evidence')?.at(-1)).toBe('Metric: AWS/Usage/CallCount (Type API, Service CloudWatch)');
  expect(text.links).toEqual([]);
});

test('the event of EventBridge says the same in other words', () => {
  const text = textOf({ ...STATE_CHANGE_EVENT, time: '2019-10-02T17:09:00Z' });
  expect(text.title).toBe('ALARM ServerCpuTooHigh');
  expect(linesOf(text, 'what')).toEqual([
    'Goes into alarm when server CPU utilization is too high!',
    'The alarm ServerCpuTooHigh went off at 2019-10-02 19:04:40 Europe/Amsterdam (17:04:40 UTC).',
  ]);
  expect(linesOf(text, 'concerns')?.[0]).toContain('(us-east-1, account 123456789012)');
  expect(linesOf(text, 'evidence')?.at(-1)).toBe('Metric: AWS/EC2/CPUUtilization (InstanceId i-12345678901234567)');
  expect(text.links.map(({ label }) => label)).toEqual(['Alarm in the console']);
});

describe('states', () => {
  const since = 'since 2026-03-01 03:06:01 Europe/Amsterdam (02:06:01 UTC)';
  const name = 'ApiV2HealthMonitor-probes-stopped';
  const meaning = 'No probe run has finished lately: nobody is watching APIv2.';

  test.for([
    {
      from: 'ALARM',
      to: 'OK',
      title: 'OK',
      what: [`The alarm ${name} stopped ${since.replace('since', 'at')}.`, `It was: ${meaning}`],
      advises: false,
    },
    {
      from: 'INSUFFICIENT_DATA',
      to: 'OK',
      title: 'OK',
      what: [`The alarm ${name} has had enough data ${since}, and does not ring.`],
      advises: false,
    },
    {
      from: 'OK',
      to: 'INSUFFICIENT_DATA',
      title: 'NO DATA',
      what: [
        `The alarm ${name} has had too little data ${since}: whether there is something to ring for cannot be told.`,
        `It rings for: ${meaning}`,
      ],
      advises: true,
    },
  ])('from $from to $to', ({ from, to, title, what, advises }) => {
    const text = textOf({ ...SINGLE_METRIC, OldStateValue: from, NewStateValue: to });
    expect(text.title).toBe(`${title} ${name}`);
    expect(linesOf(text, 'what')).toEqual(what);
    expect(linesOf(text, 'what-to-do') !== undefined).toBe(advises);
  });
});

test('a runbook that is no address of the web is named all the same', () => {
  const AlarmDescription = 'It stopped. Start it. README.md#probes-stopped';
  expect(textOf({ ...SINGLE_METRIC, AlarmDescription }).links[0]).toEqual({
    label: 'Runbook',
    url: 'README.md#probes-stopped',
  });
});

test('an alarm on other alarms has no metrics', () => {
  const text = textOf({ ...SINGLE_METRIC, Trigger: undefined, AlarmRule: 'ALARM(one) OR ALARM(two)' });
  expect(linesOf(text, 'evidence')).toHaveLength(1);
});

test.for([
  null,
  'text',
  [],
  {},
  { AlarmName: 'a' },
  { AlarmName: 'a', NewStateValue: 'MUTED' },
  { ...STATE_CHANGE_EVENT, source: 'aws.ec2' },
  { ...STATE_CHANGE_EVENT, detail: { alarmName: 'a' } },
])('%j is no alarm', (json) => {
  expect(readAlarm(json)).toBeNull();
});

test('whatever it holds, it becomes printable lines', () => {
  const hostile = fc.record(
    {
      AlarmName: anyText.filter((text) => text.trim() !== ''),
      NewStateValue: fc.constantFrom('ALARM', 'OK', 'INSUFFICIENT_DATA'),
      OldStateValue: fc.oneof(anyText, fc.constant('ALARM')),
      AlarmDescription: anyText,
      NewStateReason: anyText,
      StateChangeTime: fc.oneof(anyText, fc.constant('2026-03-01T02:06:01.853+0000')),
      AlarmArn: fc.oneof(anyText, fc.constant('arn:aws:cloudwatch:eu-west-1:1:alarm:a')),
      AWSAccountId: anyText,
      Region: anyText,
      Trigger: fc.oneof(
        fc.jsonValue(),
        fc.record({ Namespace: anyText, MetricName: anyText, Dimensions: fc.jsonValue() }),
      ),
    },
    { requiredKeys: ['AlarmName', 'NewStateValue'] },
  );
  fc.assert(
    fc.property(hostile, (json) => {
      const { title, sections, links } = textOf(json);
      for (const line of [title, ...sections.flatMap(({ lines }) => lines), ...links.map(({ url }) => url)]) {
        expect(line).not.toMatch(UNPRINTABLE);
      }
    }),
  );
});
