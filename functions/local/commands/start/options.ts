import { readTopic, topicFault, type TopicChoice } from '../../topic-option.ts';
import { readOptions } from '../read-options.ts';
import { UsageError } from '../usage-error.ts';

/** What `npm start -- --help` says. */
export const START_HELP = `Watch an API from this machine

  npm start                      the built-in APIv2 simulator plays a fortnight: no account, no internet
  npm start -- --config FILE     a real API, with the settings in FILE

Options
  --config FILE    settings to use
  --port N         where the page is served; default 8417, or the next free one
  --no-page        without the page
  --topic ARN      with --config: tells this SNS topic too, with your AWS credentials
  --help           this text

History and log are kept in the folder .monitor, those of the demonstration in .monitor/demo. Alerts are shown, and go to slack.webhookParameter of the settings when its
environment variable holds the URL, and to --topic. Tokens come from environment variables: /apiv2-health/token from
APIV2_HEALTH_TOKEN. Ctrl-C ends it after the run under way.
Other commands: npm run -s probe, replay, problems, notify, cost; each says more with -- --help.
Exit codes: 0 stopped, 2 wrong usage or settings, 3 a fault of the monitor.`;

/** A command line that asks to watch, understood. */
export interface StartCommandOptions {
  readonly config: string | undefined;
  /** Where the page is served; `null` for the usual port. */
  readonly port: number | null;
  readonly hasPage: boolean;
  /** Told beside what the settings name; `null` for none. */
  readonly topic: TopicChoice | null;
}

const MOST_PORT = 65_535;

/**
 * Reads a command line that asks to watch; `null`: the help is wanted.
 *
 * @throws {UsageError} saying what is wrong and what is allowed
 */
export function startOptions(args: readonly string[]): StartCommandOptions | null {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { config: text, port: text, 'no-page': flag, topic: text, help: flag } as const;
  const command = { name: 'start', allowed: Object.keys(options) };
  const { values, positionals, faults } = readOptions(args, options, () => command);
  if (values.help === true) return null;
  const { config, port: portText, topic: topicText } = values;
  const hasPage = values['no-page'] !== true;
  const port = portText === undefined ? null : /^\d{1,5}$/.test(portText) ? Number(portText) : NaN;
  const topic = topicText === undefined ? null : readTopic(topicText);
  const wrong = [
    ...faults,
    ...positionals.map((word) => `unexpected "${word}"`),
    ...(port === null || port <= MOST_PORT
      ? []
      : [`--port must be a whole number from 0 (any free one) to 65535; found "${portText}"`]),
    ...(port !== null && !hasPage ? ['--port and --no-page exclude each other'] : []),
    ...(topicText !== undefined && topic === null ? [topicFault(topicText)] : []),
    ...(topicText !== undefined && config === undefined
      ? ['--topic goes with --config: nobody is told of a demonstration']
      : []),
  ];
  if (wrong.length > 0) throw new UsageError(wrong.join('\n'));
  return { config, port, hasPage, topic };
}
