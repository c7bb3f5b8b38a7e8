import { readTopic, topicFault, type TopicChoice } from '../../topic-option.ts';
import { didYouMean } from '../nearest-word.ts';
import { readOptions } from '../read-options.ts';
import { UsageError } from '../usage-error.ts';
import { FORMS, type Form } from './forms.ts';
import { SAMPLE_KINDS, type SampleKind } from './samples.ts';

/** What `npm run notify -- --help` says. */
export const NOTIFY_HELP = `Try the alerts: one message of each kind, marked as a test

  npm run notify -- --test --topic ARN               to the topic of a deployment (its output TopicArn), with your AWS credentials
  npm run notify -- --test --webhook-parameter NAME  to a Slack webhook; its URL is in the environment variable of that name,
                                                     as /apiv2-health/slack is in APIV2_HEALTH_SLACK
  npm run notify -- --test                           to the webhook of the settings
  with --topic and --webhook-parameter               to both
  npm run notify -- --test --dry-run                 nowhere: shows what would be sent
  npm run notify -- --test --dry-run --form json     the same in a form of your choice

Options
  --config FILE    settings to use; default: monitor.config.ts where there is one
  --kind KIND      only this kind; can be given several times. One of
                   ${kindsFrom('incident-')},
                   ${kindsFrom('chronic-')},
                   ${SAMPLE_KINDS.filter((kind) => !/^(incident|chronic)-/.test(kind)).join(', ')}
  --form FORM      with --dry-run: ${FORMS.join(', ')}; can be given several times
Exit codes: 0 all sent, 1 some were not, 2 wrong usage or settings, 3 a fault of the monitor.`;

function kindsFrom(start: string): string {
  return SAMPLE_KINDS.filter((kind) => kind.startsWith(start)).join(', ');
}

/** A command line that asks for a test, understood. */
export interface NotifyOptions {
  readonly config: string | undefined;
  /** Where the topic is, too. */
  readonly topic: TopicChoice | null;
  readonly webhookParameter: string | null;
  readonly isDryRun: boolean;
  /** None for those of the channels. */
  readonly forms: readonly Form[];
  /** In the order of telling. */
  readonly kinds: readonly SampleKind[];
}

/**
 * Reads a command line that asks for a test; `null`: the help is wanted.
 *
 * @throws {UsageError} saying what is wrong and what is allowed
 */
export function notifyOptions(args: readonly string[]): NotifyOptions | null {
  const text = { type: 'string' } as const;
  const texts = { type: 'string', multiple: true } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    ...{ test: flag, 'dry-run': flag, help: flag },
    ...{ config: text, topic: text, 'webhook-parameter': text, kind: texts, form: texts },
  };
  const allowed = Object.keys(options);
  const read = readOptions(args, options, () => ({ name: 'notify', allowed }));
  const { values, positionals } = read;
  if (values.help === true) return null;
  const { topic, kind: kinds = [], form: forms = [], 'webhook-parameter': webhookParameter } = values;
  const found = topic === undefined ? null : readTopic(topic);
  const unknown = kinds.filter((kind) => !SAMPLE_KINDS.some((one) => one === kind));
  const faults = [
    ...read.faults,
    ...(values.test === true ? [] : ['notify needs --test: it sends tests only']),
    ...positionals.map((word) => `unexpected "${word}"`),
    ...(topic !== undefined && found === null ? [topicFault(topic)] : []),
    ...(webhookParameter?.trim() === '' ? ['--webhook-parameter is empty'] : []),
    ...(forms.length > 0 && values['dry-run'] !== true ? ['--form goes with --dry-run'] : []),
    ...forms
      .filter((form) => !FORMS.some((one) => one === form))
      .map((form) => `--form: there is no "${form}"${didYouMean(form, FORMS)}; allowed are ${FORMS.join(', ')}`),
    ...unknown.map(
      (kind) =>
        `--kind: there is no "${kind}"${didYouMean(kind, SAMPLE_KINDS)}; allowed are ${SAMPLE_KINDS.join(', ')}`,
    ),
  ];
  if (faults.length > 0) throw new UsageError(faults.join('\n'));
  return {
    config: values.config,
    topic: found,
    webhookParameter: webhookParameter ?? null,
    isDryRun: values['dry-run'] === true,
    forms: FORMS.filter((form) => forms.includes(form)),
    kinds: SAMPLE_KINDS.filter((kind) => kinds.length === 0 || kinds.includes(kind)),
  };
}
