import { CrossStackReferences, Duration, ReferenceStrength, RemovalPolicy, Stack, Token } from 'aws-cdk-lib/core';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key, type IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { keyIn } from '../functions/core/settings-customer-key.ts';
import type { Settings } from '../functions/core/settings-model.ts';

/**
 * The key that encrypts what a stack stores, `Key` in `scope`; `null` for the keys of AWS. One that is named by its ARN has the
 * policy that its owner gave it.
 */
export function customerKey(scope: Construct, { customerKey: setting }: Pick<Settings, 'customerKey'>): IKey | null {
  if (setting === false) return null;
  if (setting === true) return new CustomerKey(scope, 'Key');
  const { region } = Stack.of(scope);
  // A stack that may be deployed anywhere is told where by its key.
  return Key.fromKeyArn(scope, 'Key', Token.isUnresolved(region) ? setting : keyIn(region, setting));
}

/**
 * A key of our own, which lets in the services that use it in their own name; functions and schedules are let in by their roles.
 *
 * It goes with its stack, after the longest time that KMS allows: until then the deletion can be taken back, and the backup of the
 * table be read.
 */
class CustomerKey extends Key {
  constructor(scope: Construct, id: string) {
    const stack = Stack.of(scope);
    super(scope, id, {
      description: `What ${stack.stackName} stores: APIv2 Health Monitor`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
      pendingWindow: Duration.days(30),
    });
    // As the table's name: other regions read it from this stack's outputs.
    CrossStackReferences.of(this).produce(ReferenceStrength.WEAK);
    const ofThisAccount = { StringEquals: { 'aws:SourceAccount': stack.account } };
    const letIn = (sid: string, service: string, actions: string[], conditions: Record<string, unknown>) => {
      this.addToResourcePolicy(
        new PolicyStatement({
          sid,
          principals: [new ServicePrincipal(service)],
          actions,
          resources: ['*'],
          conditions,
        }),
      );
    };
    letIn('AlarmsTellTheTopic', 'cloudwatch.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey*'], ofThisAccount);
    letIn('TheTopicFillsTheQueue', 'sns.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey*'], ofThisAccount);
    letIn(
      'Logs',
      `logs.${stack.region}.amazonaws.com`,
      ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': stack.formatArn({ service: 'logs', resource: '*' }) } },
    );
  }
}

/** What a role needs to use a key by way of a service in a region; nothing without a key. */
export function throughService(
  keyArn: string | null | undefined,
  service: 'dynamodb' | 'sns' | 'sqs',
  region: string,
): PolicyStatement[] {
  if (keyArn === null || keyArn === undefined) return [];
  return [
    new PolicyStatement({
      actions: ACTIONS[service],
      resources: [keyArn],
      // With another suffix in other partitions.
      conditions: { StringLike: { 'kms:ViaService': `${service}.${region}.amazonaws.com*` } },
    }),
  ];
}

/** Developer Guides of DynamoDB ("Using KMS with DynamoDB"), SNS and SQS ("Key management"). */
const ACTIONS = {
  dynamodb: [
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
  ],
  sns: ['kms:Decrypt', 'kms:GenerateDataKey'],
  sqs: ['kms:Decrypt', 'kms:GenerateDataKey'],
};
