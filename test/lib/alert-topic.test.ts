import { Match } from 'aws-cdk-lib/assertions';
import { test } from 'vitest';
import { monitorTemplate, SAMPLE_CONFIG } from '../support/template.ts';

const template = monitorTemplate();

test('every alert address is subscribed', () => {
  template.resourceCountIs('AWS::SNS::Subscription', 2);
  for (const Endpoint of SAMPLE_CONFIG.alerts.email) {
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint });
  }
});

test('an address given twice is subscribed once', () => {
  const twice = monitorTemplate({ alerts: { email: ['ops@example.com', 'ops@example.com'] } });
  twice.resourceCountIs('AWS::SNS::Subscription', 1);
});

test('without addresses there is a topic and no subscription', () => {
  const silent = monitorTemplate({});
  silent.resourceCountIs('AWS::SNS::Topic', 1);
  silent.resourceCountIs('AWS::SNS::Subscription', 0);
});

test('mails come from a name that people recognise', () => {
  template.hasResourceProperties('AWS::SNS::Topic', { DisplayName: 'APIv2 Health Monitor' });
});

test('takes TLS only, and alarms of this account', () => {
  template.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: {
      Statement: [
        Match.objectLike({ Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        Match.objectLike({
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      ],
    },
  });
});
