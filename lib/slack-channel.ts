import { Stack, Validations } from 'aws-cdk-lib/core';
import { LoggingLevel, SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface SlackChannelProps {
  readonly topic: ITopic;
  /** Of the workspace that was authorised once in the console of Amazon Q Developer in chat applications. */
  readonly workspaceId: string;
  readonly channelId: string;
}

/**
 * Slack by Amazon Q Developer in chat applications, which posts what the topic says: no function, no secret.
 *
 * People can ask it things in the channel. What they may do is limited twice to reading CloudWatch, by the role and by the
 * guardrail, which is `AdministratorAccess` unless it is set. What it logs, errors alone, is in us-east-1.
 */
export class SlackChannel extends Construct {
  constructor(scope: Construct, id: string, { topic, workspaceId, channelId }: SlackChannelProps) {
    super(scope, id);
    const readMetrics = ManagedPolicy.fromAwsManagedPolicyName('CloudWatchReadOnlyAccess');
    const role = new Role(this, 'Role', {
      description: 'What people may do from the Slack channel of the alerts: read CloudWatch',
      assumedBy: new ServicePrincipal('chatbot.amazonaws.com'),
      managedPolicies: [readMetrics],
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/CloudWatchReadOnlyAccess]',
      reason:
        'AWS keeps the list of what reads CloudWatch; the guardrail must be a managed policy anyhow, and is the same',
    });
    new SlackChannelConfiguration(this, 'Configuration', {
      slackChannelConfigurationName: `${Stack.of(this).stackName}-alerts`,
      slackWorkspaceId: workspaceId,
      slackChannelId: channelId,
      notificationTopics: [topic],
      role,
      guardrailPolicies: [readMetrics],
      loggingLevel: LoggingLevel.ERROR,
    });
  }
}
