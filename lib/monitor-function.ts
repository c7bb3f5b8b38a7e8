import { RemovalPolicy, Validations, type Duration } from 'aws-cdk-lib/core';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  type EventInvokeConfigOptions,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { USUAL_MEMORY_MB } from '../functions/core/model/function-memory.ts';
import type { Settings } from '../functions/core/settings-model.ts';
import { HANDLER, handlerCode } from './handler-code.ts';

export interface MonitorFunctionProps {
  readonly description: string;
  /** Path of the handler's source. */
  readonly entry: string;
  /** Bundled with the handler. */
  readonly settings: Settings;
  readonly timeout: Duration;
  /** Names and ARNs; never a secret. */
  readonly environment: Readonly<Record<string, string>>;
  /** Everything it may do, apart from writing its log. */
  readonly grants: readonly PolicyStatement[];
  /** Default: CloudFormation chooses one. */
  readonly logGroupName?: string;
  /** Encrypts its log; `null` for the key of CloudWatch Logs. */
  readonly key: IKey | null;
  /** Default `USUAL_MEMORY_MB`. */
  readonly memoryMb?: number;
}

/**
 * A function of the monitor with its log and its role, `Function`, `Log` and `Role` in `scope`: they keep their names there,
 * and with them their place in a stack, whatever construct they belong to.
 *
 * @param invocation what becomes of an event that was delivered and failed
 */
export function monitorFunction(
  scope: Construct,
  props: MonitorFunctionProps,
  invocation: EventInvokeConfigOptions,
): LambdaFunction {
  const { logGroupName, key } = props;
  const logGroup = new LogGroup(scope, 'Log', {
    ...(logGroupName === undefined ? {} : { logGroupName }),
    ...(key === null ? {} : { encryptionKey: key }),
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return new LambdaFunction(scope, 'Function', {
    description: props.description,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: props.memoryMb ?? USUAL_MEMORY_MB,
    timeout: props.timeout,
    code: handlerCode(props.entry, props.settings),
    handler: HANDLER,
    environment: props.environment,
    // What it may do is written in one place; nothing that is wired to it may add to that.
    role: executionRole(scope, logGroup, props).withoutPolicyUpdates(),
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    applicationLogLevelV2: ApplicationLogLevel.INFO,
    systemLogLevelV2: SystemLogLevel.INFO,
    ...invocation,
  });
}

function executionRole(scope: Construct, logGroup: LogGroup, { description, grants }: MonitorFunctionProps): Role {
  const writeLog = new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  });
  const role = new Role(scope, 'Role', {
    description: `Of the function that does this: ${description}`,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { Grants: new PolicyDocument({ statements: [writeLog, ...grants] }) },
  });
  if (grants.some(({ resources }) => resources.includes('*'))) {
    Validations.of(role).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason: 'cloudwatch:PutMetricData knows no resources; a condition limits it to the namespace of the monitor',
    });
  }
  return role;
}
