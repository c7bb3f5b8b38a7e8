import { Duration, Stack } from 'aws-cdk-lib/core';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { ContextAttribute, Schedule, ScheduleTargetInput, TimeWindow } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { throughService } from './customer-key.ts';
import { DeadLetters } from './dead-letters.ts';
import { monitorFunction, type MonitorFunctionProps } from './monitor-function.ts';
import { tickExpression } from './tick-expression.ts';

/** A tick that could not be delivered within this time is stale: the next one is due. */
const MAX_EVENT_AGE = Duration.minutes(1);

export interface ScheduledFunctionProps extends MonitorFunctionProps {
  /** Time between two ticks: whole minutes that divide an hour. */
  readonly everyMs: number;
  /** Runs per tick, each told by a schedule of its own which it is. Default 1. */
  readonly shards?: number;
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
  readonly deadLetters: DeadLetters;

  constructor(scope: Construct, id: string, props: ScheduledFunctionProps) {
    super(scope, id);
    this.every = Duration.millis(props.everyMs);
    this.function = monitorFunction(this, props, { retryAttempts: 0, maxEventAge: MAX_EVENT_AGE });
    this.deadLetters = new DeadLetters(this, 'DeadLetters', props.key);
    const role = this.schedulerRole(props).withoutPolicyUpdates();
    for (let shard = 0; shard < (props.shards ?? 1); shard += 1) {
      // The first one is the same however many there are.
      const more = shard === 0 ? {} : { shard };
      new Schedule(this, shard === 0 ? 'Schedule' : `Schedule${shard}`, {
        description: `Ticks of: ${props.description}${shard === 0 ? '' : ` (shard ${shard + 1})`}`,
        schedule: tickExpression(props.everyMs),
        timeWindow: TimeWindow.off(),
        target: new LambdaInvoke(this.function, {
          role,
          input: ScheduleTargetInput.fromObject({ tickAt: ContextAttribute.scheduledTime, ...more }),
          retryAttempts: 2,
          maxEventAge: MAX_EVENT_AGE,
          deadLetterQueue: this.deadLetters,
        }),
      });
    }
  }

  /** Written by hand, because the target's own grant covers every version and alias of the function too. */
  private schedulerRole({ description, key }: ScheduledFunctionProps): Role {
    const stack = Stack.of(this);
    const schedules = stack.formatArn({ service: 'scheduler', resource: 'schedule-group', resourceName: 'default' });
    return new Role(this, 'SchedulerRole', {
      description: `Of the schedule that calls the function that does this: ${description}`,
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': schedules } },
      }),
      inlinePolicies: {
        Grants: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.function.functionArn] }),
            new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] }),
            ...throughService(key?.keyArn, 'sqs', stack.region),
          ],
        }),
      },
    });
  }
}
