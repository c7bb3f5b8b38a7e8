import { existsSync } from 'node:fs';
import type { MessageContext } from '../../../core/messages/message-context.ts';
import { sampleAnnouncements, type SampleKind } from '../../../core/messages/sample-announcements.ts';
import { snsMessage } from '../../../core/messages/sns-message.ts';
import type { Announcement } from '../../../core/model/problem.ts';
import type { Settings } from '../../../core/settings-model.ts';
import { settingsIn, type CommandResult, type CommandWorld } from '../command.ts';
import { UsageError } from '../usage-error.ts';
import { mailPreview, topicChannel, webhookChannel, type Channel, type Render } from './channels.ts';
import { NOTIFY_HELP, notifyOptions, type NotifyOptions } from './options.ts';

type Samples = readonly (readonly [SampleKind, Announcement])[];

/**
 * Sends one message of each kind, marked as a test, to a topic or a webhook, or shows them.
 *
 * @throws {UsageError} for wrong usage or settings, and what AWS or Slack does not let us in for
 */
export async function notifyCommand(args: readonly string[], world: CommandWorld): Promise<CommandResult> {
  const options = notifyOptions(args);
  if (options === null) return { exitCode: 0, output: NOTIFY_HELP, complaints: [] };
  const settings = await settingsFor(options.config, world.defaultConfig);
  const timeZone = settings?.timeZone ?? 'UTC';
  const render = renderAsTest({
    timeZone,
    runbookUrl: settings?.runbookUrl ?? 'README.md',
    dashboardUrl: null,
    logsUrl: () => null,
    isTest: true,
  });
  const all = sampleAnnouncements(world.clock.now());
  const samples: Samples = [...all].filter(([kind]) => options.kinds.includes(kind));
  const channels = channelsOf(options, settings, timeZone, render, world);
  try {
    if (options.isDryRun) return { exitCode: 0, output: preview(samples, channels, render), complaints: [] };
    if (channels.length === 0) throw new UsageError(NOWHERE);
    return await sendAll(samples, channels, world);
  } finally {
    for (const channel of channels) channel.close();
  }
}

const NOWHERE =
  'there is nowhere to send a test to: give --topic ARN (output TopicArn of a deployment), --webhook-parameter NAME, ' +
  'or --config FILE with slack.webhookParameter; --dry-run shows what would be sent';

/** Subscribers that act on messages leave tests out with the filter policy `{"test": [{"exists": false}]}`. */
function renderAsTest(context: MessageContext): Render {
  return (announcement) => {
    const message = snsMessage(announcement, context);
    return { ...message, attributes: { ...message.attributes, test: 'true' } };
  };
}

async function settingsFor(config: string | undefined, defaultConfig: string): Promise<Settings | null> {
  if (config === undefined && !existsSync(defaultConfig)) return null;
  return settingsIn(config ?? defaultConfig);
}

/** Those of the command line, or the webhook of the settings. */
function channelsOf(
  { topic, webhookParameter }: NotifyOptions,
  settings: Settings | null,
  timeZone: string,
  render: Render,
  world: CommandWorld,
): readonly Channel[] {
  const slack = settings?.slack ?? null;
  const ofSettings = slack !== null && 'webhookParameter' in slack && topic === null ? slack.webhookParameter : null;
  const parameter = webhookParameter ?? ofSettings;
  return [
    ...(topic === null ? [] : [topicChannel(topic, render, world)]),
    ...(parameter === null ? [] : [webhookChannel(parameter, timeZone, render, world)]),
  ];
}

function preview(samples: Samples, channels: readonly Channel[], render: Render): string {
  const places: readonly Pick<Channel, 'name' | 'preview'>[] =
    channels.length === 0 ? [{ name: 'a mail', preview: mailPreview(render) }] : channels;
  const shown = places.flatMap(({ name, preview: show }) =>
    samples.map(([kind, announcement]) => `===== ${kind}, for ${name}\n\n${show(announcement).trimEnd()}`),
  );
  return `${shown.join('\n\n')}\n\nNothing was sent.`;
}

async function sendAll(samples: Samples, channels: readonly Channel[], world: CommandWorld): Promise<CommandResult> {
  let sent = 0;
  let failed = 0;
  for (const channel of channels) {
    world.say(`To ${channel.name}:`);
    for (const [kind, announcement] of samples) {
      const why = await channel.send(announcement);
      if (why === null) sent += 1;
      else failed += 1;
      world.say(why === null ? `  sent      ${kind}` : `  not sent  ${kind}: ${why}`);
    }
  }
  return { exitCode: failed === 0 ? 0 : 1, output: `Sent ${sent} of ${sent + failed}.`, complaints: [] };
}
