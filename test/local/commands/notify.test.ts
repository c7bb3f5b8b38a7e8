import { SNSClient } from '@aws-sdk/client-sns';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { readAlarm } from '../../../functions/core/messages/alarm-notice.ts';
import { SECOND_MS } from '../../../functions/core/model/time.ts';
import type { CommandWorld } from '../../../functions/local/commands/command.ts';
import { notifyCommand } from '../../../functions/local/commands/notify/command.ts';
import { SAMPLE_KINDS } from '../../../functions/local/commands/notify/samples.ts';
import type { AwsEndpoint } from '../../support/aws-endpoints.ts';
import { publishOf, queryError, startSns } from '../../support/aws-endpoints-services.ts';
import { virtualClock } from '../../support/virtual-clock.ts';
import { SECRET_PATH, TAKEN, startWebhook, type WebhookReply } from '../../support/webhook-server.ts';
import { ASKED_AT, aWorld } from './problems-world.ts';

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:alerts';

let folder = '';
let config = '';
let said: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'notify-'));
  config = join(folder, 'monitor.mjs');
  writeFileSync(config, "export default { timeZone: 'Europe/Amsterdam', slack: { webhookParameter: '/my/hook' } };\n");
  said = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const none = () => {
  throw new Error('nothing may be sent');
};
const run = (args: readonly string[], world: Partial<CommandWorld> = {}) =>
  notifyCommand(args, aWorld({ say: (line) => said.push(line), sns: none, ...world }));

describe('to a topic', () => {
  let sns: AwsEndpoint;
  let regions: (string | null)[] = [];
  const world = (): Partial<CommandWorld> => ({
    sns: (region) => {
      regions.push(region);
      return new SNSClient({ ...sns.clientConfig, maxAttempts: 1 });
    },
  });
  beforeEach(async () => {
    sns = await startSns();
    regions = [];
  });
  afterEach(() => sns.close());

  test('one message of each kind, marked as a test in subject, texts and attributes', async () => {
    const result = await run(['--test', '--topic', TOPIC], world());
    expect(result).toEqual({
      exitCode: 0,
      output: `Sent ${SAMPLE_KINDS.length} of ${SAMPLE_KINDS.length}.`,
      complaints: [],
    });
    expect(said).toEqual([`To ${TOPIC}:`, ...SAMPLE_KINDS.map((kind) => `  sent      ${kind}`)]);
    expect(regions).toEqual(['eu-central-1']);
    const published = sns.requests.map(publishOf);
    expect(published).toHaveLength(SAMPLE_KINDS.length);
    for (const { TopicArn, Subject, Message = '{}', ...attributes } of published) {
      expect(TopicArn).toBe(TOPIC);
      expect(Subject).toMatch(/^TEST [\x20-\x7e]{1,94}$/);
      const bodies = JSON.parse(Message) as Record<string, string>;
      for (const body of Object.values(bodies))
        expect(body).toContain('This is a test of the channel: nothing is wrong.');
      const [place] = Object.entries(attributes).find(([, value]) => value === 'test') ?? [''];
      expect(attributes[place.replace('Name', 'Value.StringValue')]).toBe('true');
    }
  });

  test('links lead to the region of the topic, and to the dashboard of its stack; the log is a sample, and says so', async () => {
    const topic = 'arn:aws:sns:eu-central-1:111122223333:ApiV2HealthMonitor-MonitorAlerts7C2C3E3F-AbCdEf';
    await run(['--test', '--topic', topic, '--kind', 'incident-opened'], world());
    const [body = ''] = sns.requests.map(
      (request) => (JSON.parse(publishOf(request).Message ?? '{}') as { readonly email: string }).email,
    );
    expect(body).toContain(
      'https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#dashboards/dashboard/ApiV2HealthMonitor-eu-central-1',
    );
    expect(body).toContain('Log of the failing probes: https://eu-central-1.console.aws.amazon.com/');
    expect(body).toContain('Links to the log are samples here: they lead to nothing.');
  });

  test('of a topic by another name, the dashboard is a sample too', async () => {
    await run(['--test', '--topic', TOPIC, '--kind', 'incident-opened'], world());
    const [message = ''] = sns.requests.map((request) => publishOf(request).Message);
    expect(message).toContain('Links to the dashboard and the log are samples here: they lead to nothing.');
  });

  test('an alarm comes as CloudWatch publishes it: in its own words by mail, as JSON to everybody else', async () => {
    await run(['--test', '--topic', TOPIC, '--kind', 'alarm'], world());
    const [message = '{}'] = sns.requests.map((request) => publishOf(request).Message);
    const bodies = JSON.parse(message) as Record<string, string>;
    expect(bodies.email).toContain('has entered the ALARM state');
    expect(readAlarm(JSON.parse(bodies.lambda ?? ''))).toMatchObject({ state: 'ALARM', account: '111122223333' });
    expect(bodies.https).toBe(bodies.lambda);
  });

  test('a message that is refused does not stop the others, and is told with the reason', async () => {
    sns.reply = (request) =>
      publishOf(request).Subject?.startsWith('TEST STILL') === true
        ? queryError(400, 'InvalidParameter', 'Invalid parameter: Message too long')
        : OK;
    const result = await run(['--test', '--topic', TOPIC], world());
    expect(result).toMatchObject({
      exitCode: 1,
      output: `Sent ${SAMPLE_KINDS.length - 2} of ${SAMPLE_KINDS.length}.`,
    });
    expect(said.filter((line) => !line.startsWith('  sent'))).toEqual([
      `To ${TOPIC}:`,
      '  not sent  incident-reminded: refused: Invalid parameter: Message too long',
      '  not sent  chronic-reminded: refused: Invalid parameter: Message too long',
    ]);
  });

  test('an answer that says nothing is told as such', async () => {
    sns.reply = () => ({ status: 503, type: 'text/html', body: '<h1>503</h1>' });
    const result = await run(['--test', '--topic', TOPIC, '--kind', 'digest'], world());
    expect(result.exitCode).toBe(1);
    expect(said[1]).toContain('  not sent  digest: no clear answer, it may have got through: ');
  });

  test.for([
    { code: 'NotFound', status: 404, says: 'there is no such topic in this region (no such thing)' },
    { code: 'AuthorizationError', status: 403, says: 'these credentials may not do that (no such thing)' },
    { code: 'InvalidClientTokenId', status: 403, says: 'AWS does not know these credentials (no such thing)' },
    { code: 'ExpiredToken', status: 403, says: 'the credentials have expired; sign in again (no such thing)' },
  ])('what would refuse all of them ends it at once: $code', async ({ code, status, says }) => {
    sns.reply = () => queryError(status, code, 'no such thing');
    await expect(run(['--test', '--topic', TOPIC], world())).rejects.toMatchObject({
      name: 'UsageError',
      message: `${TOPIC}: ${says}`,
    });
    expect(sns.requests).toHaveLength(1);
  });

  test('only the kinds that were asked for, in the order of telling; the webhook of the settings is left alone', async () => {
    const args = ['--test', '--topic', TOPIC, '--kind', 'throttled', '--kind', 'incident-opened', '--config', config];
    expect((await run(args, world())).output).toBe('Sent 2 of 2.');
    expect(sns.requests.map((request) => publishOf(request).Subject)).toEqual([
      'TEST PROBLEM server-time and 4 more: network, connect-timeout',
      'TEST PROBLEM agents: throttled, too-many-requests',
    ]);
  });
});

describe('to a webhook', () => {
  const start = async (...replies: readonly WebhookReply[]) => {
    const server = await startWebhook(...replies);
    return { server, environment: { MY_HOOK: server.url.href } };
  };

  test('of the settings: one message of each kind, marked as a test, one a second', async () => {
    const { server, environment } = await start(TAKEN);
    const clock = virtualClock(ASKED_AT);
    const result = await run(['--test', '--config', config], { environment, clock });
    expect(result).toEqual({
      exitCode: 0,
      output: `Sent ${SAMPLE_KINDS.length} of ${SAMPLE_KINDS.length}.`,
      complaints: [],
    });
    expect(said[0]).toBe('To the webhook in MY_HOOK:');
    expect(server.requests).toHaveLength(SAMPLE_KINDS.length);
    for (const { body } of server.requests) {
      const { text } = JSON.parse(body) as { text: string };
      expect(text).toMatch(/^\S+ (TEST |ALARM TEST-)/u);
      expect(body).toContain('This is a test of the channel: nothing is wrong.');
    }
    expect(clock.now() - ASKED_AT).toBe((SAMPLE_KINDS.length - 1) * SECOND_MS);
    expect(server.requests[0]?.body).toContain('Europe/Amsterdam');
  });

  test('of the command line; what it refuses is told without its URL', async () => {
    const { environment } = await start(TAKEN, { status: 404, body: 'no_service' }, TAKEN);
    const args = [
      '--test',
      '--webhook-parameter',
      '/my/hook',
      '--kind',
      'own-network',
      '--kind',
      'throttled',
      '--kind',
      'digest',
    ];
    const result = await run(args, { environment });
    expect(result).toMatchObject({ exitCode: 1, output: 'Sent 2 of 3.' });
    expect(said).toEqual([
      'To the webhook in MY_HOOK:',
      '  sent      own-network',
      '  not sent  throttled: refused: HTTP 404 no_service',
      '  sent      digest',
    ]);
    expect(JSON.stringify([said, result])).not.toContain(SECRET_PATH.slice(10));
  });

  test('beside a topic when both are given', async () => {
    const { server, environment } = await start(TAKEN);
    const sns = await startSns();
    onTestFinished(() => sns.close());
    const args = ['--test', '--topic', TOPIC, '--webhook-parameter', '/my/hook', '--kind', 'digest'];
    const result = await run(args, { environment, sns: () => new SNSClient({ ...sns.clientConfig, maxAttempts: 1 }) });
    expect([result.output, server.requests.length, sns.requests.length]).toEqual(['Sent 2 of 2.', 1, 1]);
  });

  test('a topic that lets us in not at all does not keep it from the webhook', async () => {
    const { server, environment } = await start(TAKEN);
    const sns = await startSns();
    onTestFinished(() => sns.close());
    sns.reply = () => queryError(404, 'NotFound', 'no such thing');
    const args = ['--test', '--topic', TOPIC, '--webhook-parameter', '/my/hook', '--kind', 'digest'];
    const sns1 = () => new SNSClient({ ...sns.clientConfig, maxAttempts: 1 });
    await expect(run(args, { environment, sns: sns1 })).rejects.toMatchObject({
      name: 'UsageError',
      message: `${TOPIC}: there is no such topic in this region (no such thing)`,
    });
    expect(server.requests).toHaveLength(1);
    expect(said).toEqual([
      `To ${TOPIC}:`,
      '  not sent: this channel cannot be used, see below',
      'To the webhook in MY_HOOK:',
      '  sent      digest',
    ]);
  });

  test.for([
    { name: 'that is not set', environment: {}, says: 'the environment variable MY_HOOK is not set' },
    { name: 'that holds no URL', environment: { MY_HOOK: 'hooks.example' }, says: '/my/hook holds no URL' },
  ])('a variable $name is wrong usage', async ({ environment, says }) => {
    await expect(run(['--test', '--config', config], { environment })).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(says) as string,
    });
  });
});

describe('a dry run sends nothing and shows all', () => {
  test('as mails, without any settings', async () => {
    const { output, exitCode } = await run(['--test', '--dry-run']);
    expect(exitCode).toBe(0);
    for (const kind of SAMPLE_KINDS) expect(output).toContain(`===== ${kind}, for a mail\n\nSubject: TEST `);
    expect(output).toMatch(/Nothing was sent\.$/);
  });

  test('in the forms that are asked for', async () => {
    const forms = ['--form', 'json', '--form', 'slack', '--form', 'amazon-q', '--form', 'mail'];
    const { output } = await run(['--test', '--dry-run', '--kind', 'chronic-opened', ...forms]);
    const shown = output.split(/^===== chronic-opened, as /m).slice(1);
    expect(shown.map((one) => one.split('\n', 1)[0])).toEqual(['mail', 'slack', 'amazon-q', 'json']);
    const [mail = '', ...others] = shown.map((one) => one.replace(/^.*\n\n/, '').replace(/Nothing was sent\.$/, ''));
    expect(mail).toMatch(/^Subject: TEST CHRONIC /);
    expect(others.map((one) => JSON.parse(one) as unknown)).toMatchObject([
      { text: expect.stringContaining('TEST CHRONIC') as string },
      { source: 'custom' },
      { schemaVersion: 1, reason: 'opened' },
    ]);
  });

  test('what is strange about the settings is told beside', async () => {
    const endless = { at: '02:00', for: '1d' };
    writeFileSync(config, `export default ${JSON.stringify({ maintenance: [endless] })};\n`);
    const { complaints } = await run(['--test', '--dry-run', '--config', config, '--kind', 'digest']);
    expect(complaints).toEqual([
      expect.stringMatching(/^Warning: No alert address/),
      expect.stringMatching(/^Warning: A maintenance window for everything never closes/),
    ]);
  });

  test('with the settings that are there by default', async () => {
    const { output } = await run(['--test', '--dry-run', '--kind', 'digest'], { defaultConfig: config });
    expect(output).toContain('===== digest, for the webhook in MY_HOOK');
  });

  test('as the webhook of the settings would get them; its URL is not needed', async () => {
    const { output } = await run(['--test', '--dry-run', '--config', config, '--kind', 'digest']);
    const [head, ...rest] = output.replace(/\n\nNothing was sent\.$/, '').split('\n\n');
    expect(head).toBe('===== digest, for the webhook in MY_HOOK');
    expect(JSON.parse(rest.join('\n\n'))).toMatchObject({ text: expect.stringContaining('TEST WEEK') as string });
  });
});

describe('wrong usage says what is wrong and what is allowed', () => {
  test.for([
    { args: [], says: 'notify needs --test' },
    { args: ['--test'], says: 'give --topic ARN (output TopicArn of a deployment), --webhook-parameter NAME' },
    { args: ['--test', '--topic', 'alerts'], says: 'found "alerts"' },
    { args: ['--test', '--topic', `${TOPIC}.fifo`], says: '--topic must be the ARN of a topic' },
    { args: ['--test', '--kind', 'x'], says: 'there is no "x"; allowed are incident-opened, incident-changed' },
    {
      args: ['--test', '--dry-run', '--form', 'fax'],
      says: 'there is no "fax"; allowed are mail, slack, amazon-q, json',
    },
    { args: ['--test', '--form', 'mail'], says: '--form goes with --dry-run' },
    { args: ['--test', '--webhook-parameter', ''], says: '--webhook-parameter is empty' },
    { args: ['--test', 'now'], says: 'unexpected "now"' },
    {
      args: ['--test', '--nonsense'],
      says: 'notify has no --nonsense; allowed are --test, --dry-run, --help, --config',
    },
    { args: ['--test', '--topic'], says: '--topic needs a value' },
    { args: ['--test', '--config', 'none.mjs'], says: 'none.mjs cannot be loaded' },
  ])('$args', async ({ args, says }) => {
    await expect(run(args)).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(says) as string,
    });
  });

  test('help is an answer', async () => {
    expect((await run(['--help'])).output).toContain('npm run notify -- --test --topic ARN');
  });
});

const OK = {
  status: 200,
  type: 'text/xml',
  body: '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
};
