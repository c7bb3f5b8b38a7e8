import { CfnDeletionPolicy, CrossStackReferences, ReferenceStrength, type RemovalPolicy } from 'aws-cdk-lib/core';
import { AttributeType, BillingMode, type CfnTable, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** Where a table is. */
export interface TablePlace {
  readonly tableName: string;
  readonly tableArn: string;
  /** Of the key that encrypts it, which whoever uses it needs too; `null` for that of DynamoDB. */
  readonly keyArn: string | null;
}

export interface MonitorTableProps {
  /** What becomes of it with its stack. */
  readonly removalPolicy: RemovalPolicy;
  /** Whether DynamoDB refuses to delete it, its stack's removal included. */
  readonly deletionProtection: boolean;
  /** `null` for the key of DynamoDB. */
  readonly key: IKey | null;
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

  constructor(scope: Construct, id: string, { removalPolicy, deletionProtection, key }: MonitorTableProps) {
    super(scope, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy,
      ...(deletionProtection ? { deletionProtection } : {}),
      ...(key === null ? {} : { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
    });
    const table = this.node.defaultChild as CfnTable;
    table.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
    // Other regions read the name from this stack's outputs, whatever an app's default is: the strong kind needs custom
    // resources, and a name of our own choice would replace the table of those who have one.
    CrossStackReferences.of(this).produce(ReferenceStrength.WEAK);
    this.place = { tableName: table.ref, tableArn: table.attrArn, keyArn: key?.keyArn ?? null };
  }
}
