import { existsSync } from 'node:fs';
import type { Settings } from '../../../core/settings-model.ts';
import { settingsIn, type CommandResult, type CommandWorld, type FoundSettings } from '../command.ts';
import { UsageError } from '../usage-error.ts';
import { topicChannel, webhookChannel, type Channel } from './channels.ts';
import { formText, type Form } from './forms.ts';
import { NOTIFY_HELP, notifyOptions, type NotifyOptions } from './options.ts';
import { samplesOf, type Sample } from './samples.ts';

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
  const all = samplesOf(world.clock.now(), settings, options.topic);
  const samples = all.filter(({ kind }) => options.kinds.includes(kind));
  const channels = channelsOf(options, settings, timeZone, world);
  try {
    if (options.isDryRun)
      return { exitCode: 0, output: preview(samples, channels, options.forms, timeZone), complaints };
    if (channels.length === 0) throw new UsageError(NOWHERE);
    return { ...(await sendAll(samples, channels, world)), complaints };
  } finally {
    for (const channel of channels) channel.close();
  }
}

const NOWHERE =
  'there is nowhere to send a test to: give --topic ARN (output TopicArn of a deployment), --webhook-parameter NAME, ' +
  'or --config FILE with slack.webhookParameter; --dry-run shows what would be sent';

async function settingsFor(config: string | undefined, defaultConfig: string): Promise<FoundSettings | null> {
  if (config === undefined && !existsSync(defaultConfig)) return null;
  return settingsIn(config ?? defaultConfig);
}

/** Those of the command line, or the webhook of the settings. */
function channelsOf(
  { topic, webhookParameter }: NotifyOptions,
  settings: Settings | null,
  timeZone: string,
  world: CommandWorld,
): readonly Channel[] {
  const slack = settings?.slack ?? null;
  const ofSettings = slack !== null && 'webhookParameter' in slack && topic === null ? slack.webhookParameter : null;
  const parameter = webhookParameter ?? ofSettings;
  return [
    ...(topic === null ? [] : [topicChannel(topic, world)]),
    ...(parameter === null ? [] : [webhookChannel(parameter, timeZone, world)]),
  ];
}

/** In the forms that were asked for, or as the channels would show them. */
function preview(
  samples: readonly Sample[],
  channels: readonly Channel[],
  forms: readonly Form[],
  timeZone: string,
): string {
  const ofChannels = channels.length === 0 ? [{ name: 'a mail', form: 'mail' as const }] : channels;
  const places =
    forms.length === 0
      ? ofChannels.map(({ name, form }) => ({ form, title: `for ${name}` }))
      : forms.map((form) => ({ form, title: `as ${form}` }));
  const shown = places.flatMap(({ form, title }) =>
    samples.map((sample) => `===== ${sample.kind}, ${title}\n\n${formText(sample, form, timeZone).trimEnd()}`),
  );
  return `${shown.join('\n\n')}\n\nNothing was sent.`;
}

/** One that lets us in not at all is no reason to leave out the others. */
async function sendAll(
  samples: readonly Sample[],
  channels: readonly Channel[],
  world: CommandWorld,
): Promise<Omit<CommandResult, 'complaints'>> {
  const results: boolean[] = [];
  const closed: UsageError[] = [];
  for (const channel of channels) {
    world.say(`To ${channel.name}:`);
    try {
      for (const sample of samples) {
        const { kind } = sample;
        const why = await channel.send(sample);
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
