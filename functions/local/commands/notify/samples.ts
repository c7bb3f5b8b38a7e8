import { consoleLinks } from '../../../core/messages/console-links.ts';
import type { MessageContext } from '../../../core/messages/message-context.ts';
import { sampleAlarm } from '../../../core/messages/sample-alarm.ts';
import { ANNOUNCEMENT_KINDS, sampleAnnouncements } from '../../../core/messages/sample-announcements.ts';
import { snsMessage, type SnsMessage } from '../../../core/messages/sns-message.ts';
import type { EpochMs } from '../../../core/model/time.ts';
import type { Settings } from '../../../core/settings-model.ts';
import type { TopicChoice } from '../../topic-option.ts';

/** Everything that a topic carries: our announcements, and alarms of CloudWatch. */
export const SAMPLE_KINDS = [...ANNOUNCEMENT_KINDS, 'alarm'] as const;
export type SampleKind = (typeof SAMPLE_KINDS)[number];

/** A sample in the form in which it is published. */
export interface Sample {
  readonly kind: SampleKind;
  readonly id: string;
  readonly message: SnsMessage;
}

/** Where samples are about when no topic says so. */
const SAMPLE_REGION = 'eu-west-1';
const SAMPLE_ACCOUNT = '111122223333';
const SAMPLE_STACK = 'ApiV2HealthMonitor';

/**
 * Samples of all kinds, in the order of telling. Links into the console lead to the region of the topic; to the dashboard, when the
 * topic's name tells the stack. What cannot be known says that it is a sample.
 */
export function samplesOf(now: EpochMs, settings: Settings | null, topic: TopicChoice | null): readonly Sample[] {
  const region = topic?.region ?? SAMPLE_REGION;
  const account = topic?.arn.split(':')[4] ?? SAMPLE_ACCOUNT;
  const stack = topic === null ? null : stackOf(topic.arn);
  const runbookUrl = settings?.runbookUrl ?? 'README.md';
  const context: MessageContext = {
    timeZone: settings?.timeZone ?? 'UTC',
    runbookUrl,
    ...consoleLinks({
      region,
      dashboardName: `${stack ?? SAMPLE_STACK}-${region}`,
      logGroups: [`${stack ?? SAMPLE_STACK}-ProbeLog`],
      logGroupsElsewhere: new Map(),
    }),
    // A sample is in no history.
    problemsOptions: '',
    maintenance: null,
    isTest: true,
    sampleLinks: stack === null ? ['dashboard', 'log'] : ['log'],
  };
  const announcements = [...sampleAnnouncements(now)].map(([kind, announcement]): Sample => {
    return { kind, id: announcement.id, message: snsMessage(announcement, context) };
  });
  const alarm = sampleAlarm(now, { region, account, runbookUrl });
  return [...announcements, { kind: 'alarm', id: `test/alarm@${now}`, message: alarm } as const].map(asTest);
}

/** CloudFormation names a topic `<stack>-<logical id>-<random>`; the logical id ends in the name that the stack gives it and a hash. */
function stackOf(arn: string): string | null {
  return /:([\w-]+)-\w*Alerts[0-9A-F]{8}-\w+$/.exec(arn)?.[1] ?? null;
}

/** Subscribers that act on messages leave tests out with the filter policy `{"test": [{"exists": false}]}`. */
function asTest(sample: Sample): Sample {
  const { message } = sample;
  return { ...sample, message: { ...message, attributes: { ...message.attributes, test: 'true' } } };
}
