import { Duration, Validations } from 'aws-cdk-lib/core';
import { type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** What could not be delivered, kept for people to look at; encrypted with a key of SQS unless there is another. */
export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string, key: IKey | null) {
    super(scope, id, {
      ...(key === null
        ? { encryption: QueueEncryption.SQS_MANAGED }
        : { encryption: QueueEncryption.KMS, encryptionMasterKey: key }),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason: 'It is a dead-letter queue, of a schedule or a function, which the rule looks for among queues alone',
    });
  }

  /** How many there are. SQS stops reporting it when the queue has been idle for some hours. */
  metricWaiting(): Metric {
    return this.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'Maximum' });
  }
}
