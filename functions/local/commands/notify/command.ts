import { existsSync } from 'node:fs';
import type { MessageContext } from '../../../core/messages/message-context.ts';
import { sampleAnnouncements, type SampleKind } from '../../../core/messages/sample-announcements.ts';
import { snsMessage } from '../../../core/messages/sns-message.ts';
import type { Announcement } from '../../../core/model/problem.ts';
import type { Settings } from '../../../core/settings-model.ts';
import { settingsIn, type CommandResult, type CommandWorld, type FoundSettings } from '../command.ts';
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
  const found = await settingsFor(options.config, world.defaultConfig);
  const settings = found?.settings ?? null;
  const complaints = (found?.warnings ?? []).map((warning) => `Warning: ${warning}`);
  const timeZone = settings?.timeZone ?? 'UTC';
  const render = renderAsTest({
    timeZone,
    runbookUrl: settings?.runbookUrl ?? 'README.md',
    dashboardUrl: null,
    logsUrl: () => null,
    // A sample is in no history.
    problemsOptions: '',
    isTest: true,
  });
  const all = sampleAnnouncements(world.clock.now());
  const samples: Samples = [...all].filter(([kind]) => options.kinds.includes(kind));
  const channels = channelsOf(options, settings, timeZone, render, world);
  try {
    if (options.isDryRun) return { exitCode: 0, output: preview(samples, channels, render), complaints };
    if (channels.length === 0) throw new UsageError(NOWHERE);
    return { ...(await sendAll(samples, channels, world)), complaints };
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

async function settingsFor(config: string | undefined, defaultConfig: string): Promise<FoundSettings | null> {
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

/** One that lets us in not at all is no reason to leave out the others. */
async function sendAll(
  samples: Samples,
  channels: readonly Channel[],
  world: CommandWorld,
): Promise<Omit<CommandResult, 'complaints'>> {
  const results: boolean[] = [];
  const closed: UsageError[] = [];
  for (const channel of channels) {
    world.say(`To ${channel.name}:`);
    try {
      for (const [kind, announcement] of samples) {
        const why = await channel.send(announcement);
        results.push(why === null);
        world.say(why === null ? `  sent      ${kind}` : `  not sent  ${kind}: ${why}`);
      }
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      closed.push(error);
      world.say('  not sent: this channel cannot be used, see below');
    }
  }
  if (closed.length > 0) throw new UsageError(closed.map(({ message }) => message).join('\n'), { cause: closed[0] });
  const sent = results.filter(Boolean).length;
  return { exitCode: sent === results.length ? 0 : 1, output: `Sent ${sent} of ${results.length}.` };
}
