import { CfnDeletionPolicy, RemovalPolicy } from 'aws-cdk-lib/core';
import { AttributeType, BillingMode, type CfnTable, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

/**
 * The one table: runs, problems, outbox, detector state.
 *
 * Removing the stack removes the table, so that `cdk destroy` leaves nothing behind that costs money. The evidence is not
 * lost with it: DynamoDB keeps a free backup of a deleted table that had point-in-time recovery for 35 days (DynamoDB
 * Developer Guide, "Point-in-time recovery: How it works"). An update that would replace the table leaves the old one,
 * because nobody asked for that.
 */
export class MonitorTable extends Table {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    (this.node.defaultChild as CfnTable).cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  }
}
