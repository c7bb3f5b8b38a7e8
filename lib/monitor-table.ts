import { CfnDeletionPolicy, CrossStackReferences, ReferenceStrength, RemovalPolicy } from 'aws-cdk-lib/core';
import { AttributeType, BillingMode, type CfnTable, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

/** Where a table is. */
export interface TablePlace {
  readonly tableName: string;
  readonly tableArn: string;
}

/**
 * The one table: runs, problems, outbox, detector state.
 *
 * Removing the stack removes the table unless `removalPolicy` says otherwise, so that `cdk destroy` leaves nothing behind that costs money. The evidence is not
 * lost with it: DynamoDB keeps a free backup of a deleted table that had point-in-time recovery for 35 days (DynamoDB
 * Developer Guide, "Point-in-time recovery: How it works"). An update that would replace the table leaves the old one,
 * because nobody asked for that.
 */
export class MonitorTable extends Table {
  /** The same for stacks in this region and in others. */
  readonly place: TablePlace;

  constructor(scope: Construct, id: string, removalPolicy: RemovalPolicy = RemovalPolicy.DESTROY) {
    super(scope, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy,
    });
    const table = this.node.defaultChild as CfnTable;
    table.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
    // Other regions read the name from this stack's outputs, whatever an app's default is: the strong kind needs custom
    // resources, and a name of our own choice would replace the table of those who have one.
    CrossStackReferences.of(this).produce(ReferenceStrength.WEAK);
    this.place = { tableName: table.ref, tableArn: table.attrArn };
  }
}
