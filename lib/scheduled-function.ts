import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ContextAttribute, Schedule, ScheduleTargetInput, TimeWindow } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Settings } from '../functions/core/settings-model.ts';
import { HANDLER, NODE_OPTIONS, handlerCode } from './handler-code.ts';
import { tickExpression } from './tick-expression.ts';

/** A tick that could not be delivered within this time is stale: the next one is due. */
const MAX_EVENT_AGE = Duration.minutes(1);

export interface ScheduledFunctionProps {
  readonly description: string;
  /** Path of the handler's source. */
  readonly entry: string;
  /** Bundled with the handler. */
  readonly settings: Settings;
  /** Time between two ticks: whole minutes that divide an hour. */
  readonly everyMs: number;
  readonly timeout: Duration;
  /** Names and ARNs; never a secret. */
  readonly environment: Readonly<Record<string, string>>;
  /** Everything it may do, apart from writing its log. */
  readonly grants: readonly PolicyStatement[];
}

/**
 * A function that runs once per tick and is told which tick it is.
 *
 * A tick may arrive twice and runs may overlap: the handler claims its tick, so there is no limit of concurrency here, which
 * new accounts could not afford. What cannot be delivered within a minute goes to `deadLetters`; what was delivered and
 * failed is not tried again, for the next tick is the retry.
 */
export class ScheduledFunction extends Construct {
  readonly function: LambdaFunction;
  readonly every: Duration;
  /** Ticks that EventBridge Scheduler could not hand over. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: ScheduledFunctionProps) {
    super(scope, id);
    this.every = Duration.millis(props.everyMs);
    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: props.timeout,
      code: handlerCode(props.entry, props.settings),
      handler: HANDLER,
      environment: { ...props.environment, NODE_OPTIONS },
      role: this.executionRole(logGroup, props.grants),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.INFO,
      retryAttempts: 0,
      maxEventAge: MAX_EVENT_AGE,
    });
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    new Schedule(this, 'Schedule', {
      description: `Ticks of: ${props.description}`,
      schedule: tickExpression(props.everyMs),
      timeWindow: TimeWindow.off(),
      target: new LambdaInvoke(this.function, {
        role: this.schedulerRole().withoutPolicyUpdates(),
        input: ScheduleTargetInput.fromObject({ tickAt: ContextAttribute.scheduledTime }),
        retryAttempts: 2,
        maxEventAge: MAX_EVENT_AGE,
        deadLetterQueue: this.deadLetters,
      }),
    });
  }

  private executionRole(logGroup: LogGroup, grants: readonly PolicyStatement[]): Role {
    const writeLog = new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
    return new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Grants: new PolicyDocument({ statements: [writeLog, ...grants] }) },
    });
  }

  /** Written by hand, because the target's own grant covers every version and alias of the function too. */
  private schedulerRole(): Role {
    const stack = Stack.of(this);
    const schedules = stack.formatArn({ service: 'scheduler', resource: 'schedule-group', resourceName: 'default' });
    return new Role(this, 'SchedulerRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': schedules } },
      }),
      inlinePolicies: {
        Grants: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.function.functionArn] }),
            new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] }),
          ],
        }),
      },
    });
  }
}
