import { Stack } from 'aws-cdk-lib/core';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

/**
 * Where people are told: notices of the detect function and alarms about the monitor itself.
 *
 * Not encrypted unless there is a customer key: CloudWatch alarms cannot publish to a topic under the AWS managed key, and no notice
 * holds a secret.
 */
export class AlertTopic extends Topic {
  constructor(scope: Construct, id: string, email: readonly string[], key: IKey | null) {
    super(scope, id, {
      displayName: 'APIv2 Health Monitor',
      enforceSSL: true,
      ...(key === null ? {} : { masterKey: key }),
    });
    // A topic with a policy of its own loses SNS's default one, which is what lets alarms in.
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AllowAlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    for (const address of new Set(email)) this.addSubscription(new EmailSubscription(address));
  }
}
