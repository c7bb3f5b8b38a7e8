import { Duration, Stack } from 'aws-cdk-lib/core';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Settings } from '../functions/core/settings-model.ts';
import { DeadLetters } from './dead-letters.ts';
import { slackGrants } from './grants.ts';
import { monitorFunction } from './monitor-function.ts';

export interface SlackWebhookProps {
  readonly topic: Topic;
  /** Path of the handler's source. */
  readonly entry: string;
  /** Bundled with the handler. */
  readonly settings: Settings;
  /** Name of the SSM SecureString that holds the webhook's URL. */
  readonly webhookParameter: string;
  /** See `MonitorFunctionProps`; for the queue too. */
  readonly key: IKey | null;
  /** Where the README's headings are. */
  readonly runbookUrl: string;
}

/**
 * Slack by an incoming webhook: a function on the alert topic. A message gets lost in two ways, and one queue takes both:
 * SNS cannot hand it to Lambda, or the function failed three times. An alarm tells of it, by e-mail in all likelihood.
 */
export class SlackWebhook extends Construct {
  constructor(scope: Construct, id: string, props: SlackWebhookProps) {
    super(scope, id);
    const { topic, entry, settings, webhookParameter, key, runbookUrl } = props;
    const deadLetters = new DeadLetters(this, 'DeadLetters', key);
    const slack = monitorFunction(
      this,
      {
        description: 'Posts what the alert topic says to a Slack channel',
        entry,
        settings,
        timeout: Duration.seconds(60),
        environment: {},
        grants: slackGrants(deadLetters, webhookParameter),
        key,
      },
      // SNS takes a message as delivered once Lambda has queued it: from there on only this keeps it.
      { retryAttempts: 2, onFailure: new SqsDestination(deadLetters) },
    );
    topic.addSubscription(new LambdaSubscription(slack, { deadLetterQueue: deadLetters }));

    const name = 'slack-undelivered';
    const alarm = new Alarm(this, 'Undelivered', {
      alarmName: `${Stack.of(this).stackName}-${name}`,
      alarmDescription:
        'In ALARM: A message could not be posted to Slack, so the channel was not told of something. The message in the ' +
        `dead-letter queue of the slack function holds it and says why. Purge the queue when done. ${runbookUrl}#${name}`,
      metric: deadLetters.metricWaiting(),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 1,
      // A queue that is idle for hours reports nothing. Were that taken for empty, the notice of it would fail too, ring
      // again, and so on, for as long as Slack takes nothing.
      treatMissingData: TreatMissingData.IGNORE,
    });
    const tell = new SnsAction(topic);
    alarm.addAlarmAction(tell);
    alarm.addOkAction(tell);
  }
}
