import { isoTime, type EpochMs } from '../model/time.ts';
import { TEST_NOTE } from './compose.ts';
import type { SnsMessage } from './sns-message.ts';

/** Where a sample alarm claims to be. */
export interface AlarmPlace {
  readonly region: string;
  readonly account: string;
  /** Where the runbook's headings are. */
  readonly runbookUrl: string;
}

const NAME = 'TEST-ApiV2HealthMonitor-probes-stopped';
const REASON =
  'Threshold Crossed: no datapoints were received for 5 periods and 5 missing datapoints were treated as [Breaching].';

/**
 * An alarm as CloudWatch itself publishes it to a topic: its own words for mail, JSON for everybody else (CloudWatch User Guide,
 * "Notifying users on alarm changes"). Our descriptions stand in both.
 */
export function sampleAlarm(now: EpochMs, { region, account, runbookUrl }: AlarmPlace): SnsMessage {
  const arn = `arn:aws:cloudwatch:${region}:${account}:alarm:${NAME}`;
  const description =
    `In ALARM: ${TEST_NOTE} A real one would say: No probe run has finished lately: nobody is watching APIv2. ` +
    `${runbookUrl}#probes-stopped`;
  const action = JSON.stringify({
    AlarmName: NAME,
    AlarmDescription: description,
    AWSAccountId: account,
    NewStateValue: 'ALARM',
    NewStateReason: REASON,
    StateChangeTime: isoTime(now).replace('Z', '+0000'),
    Region: region,
    AlarmArn: arn,
    OldStateValue: 'OK',
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    Trigger: {
      MetricName: 'ProbeRun',
      Namespace: 'ApiV2Health',
      StatisticType: 'Statistic',
      Statistic: 'AVERAGE',
      Dimensions: [{ name: 'Vantage', value: region }],
      Period: 60,
      EvaluationPeriods: 5,
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
    },
  });
  const email = [
    TEST_NOTE,
    'CloudWatch sends mails about alarms itself, in its own words, about like this:',
    '',
    `You are receiving this email because your Amazon CloudWatch Alarm "${NAME}" in the ${region} region has entered the ALARM state, because "${REASON}" at "${isoTime(now)}".`,
    '',
    'Alarm Details:',
    `- Name: ${NAME}`,
    `- Description: ${description}`,
    '- State Change: OK -> ALARM',
    `- AWS Account: ${account}`,
    `- Alarm Arn: ${arn}`,
    '',
  ].join('\n');
  return {
    subject: `TEST ALARM: "${NAME}" in ${region}`,
    bodies: { default: email, email, https: action, lambda: action, sqs: action },
    attributes: {},
  };
}
