import { DAY_MS, MINUTE_MS } from '../../../core/model/time.ts';
import { parseDuration } from '../../../core/settings-duration.ts';
import { didYouMean } from '../nearest-word.ts';
import { readOptions } from '../read-options.ts';
import { UsageError } from '../usage-error.ts';

/** What `npm run problems -- --help` says. */
export const PROBLEMS_HELP = `What is open, and who is on it

  npm run problems -- list               open problems
  npm run problems -- show ID            one in full
  npm run problems -- ack ID             somebody is on it: no more reminders
  npm run problems -- unack ID
  npm run problems -- snooze ID --for 4h tell only that it is over, for so long
  npm run problems -- unsnooze ID
  npm run problems -- dead               notices that the channel kept refusing
  npm run problems -- revive NOTICE_ID   try one of them again

An ID may be given by its beginning, or as the short form that list prints.

Options
  --config FILE    the history that npm start -- --config FILE keeps here; times in its zone
  --table NAME     that of a deployment (its output TableName), with your AWS credentials
  --region REGION  where the table is; default: that of your AWS settings
  --all            with list: also what was closed within the last week
  --json           with list, show, dead: one JSON document on standard output
  --by NAME        with ack: who is on it; default: you
  --note TEXT      with ack, snooze: what others should know
  --for TIME       with snooze: 30m, 4h, 2d, at most 90d
Without --config and --table: the history of the demonstration. Exit codes: 0 fine, 2 wrong usage, 3 a fault of the monitor.`;

const COMMON = ['config', 'table', 'region', 'help'] as const;

/** Each action: what it is about, and its own options. */
const ACTIONS = {
  list: { about: null, options: ['all', 'json'] },
  show: { about: 'ID', options: ['json'] },
  ack: { about: 'ID', options: ['by', 'note'] },
  unack: { about: 'ID', options: [] },
  snooze: { about: 'ID', options: ['for', 'note'] },
  unsnooze: { about: 'ID', options: [] },
  dead: { about: null, options: ['json'] },
  revive: { about: 'NOTICE_ID', options: [] },
} as const satisfies Readonly<Record<string, { about: string | null; options: readonly string[] }>>;

export type ProblemsAction = keyof typeof ACTIONS;

/** A command line on problems that was understood. */
export interface ProblemsOptions {
  readonly action: ProblemsAction;
  /** What the action is about; empty where it is about nothing. */
  readonly id: string;
  readonly config: string | undefined;
  readonly table: string | undefined;
  readonly region: string | undefined;
  readonly isAll: boolean;
  readonly isJson: boolean;
  readonly by: string | undefined;
  readonly note: string | undefined;
  /** 0 where it is not asked for. */
  readonly forMs: number;
}

const SHORTEST_SNOOZE_MS = MINUTE_MS;
const LONGEST_SNOOZE_MS = 90 * DAY_MS;

/**
 * Reads a command line on problems; `null`: the help is wanted.
 *
 * @throws {UsageError} saying what is wrong and what is allowed
 */
export function problemsOptions(args: readonly string[]): ProblemsOptions | null {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    ...{ config: text, table: text, region: text, by: text, note: text, for: text },
    ...{ all: flag, json: flag, help: flag },
  };
  const allOptions = Object.keys(options);
  const read = readOptions(args, options, ([word = 'list']) =>
    isAction(word)
      ? { name: word, allowed: [...COMMON, ...ACTIONS[word].options] }
      : { name: 'problems', allowed: allOptions },
  );
  const { values, positionals } = read;
  if (values.help === true) return null;
  const [name = 'list', id = '', ...more] = positionals;
  if (!isAction(name)) {
    const names = Object.keys(ACTIONS);
    throw new UsageError(`unknown action "${name}"${didYouMean(name, names)}; allowed are ${names.join(', ')}`);
  }
  const { about } = ACTIONS[name];
  const faults = [
    ...read.faults,
    ...Object.entries(values)
      .filter(([, value]) => typeof value === 'string' && value.trim() === '')
      .map(([option]) => `--${option} is empty`),
    ...(about !== null && id === ''
      ? [`${name} needs ${about === 'ID' ? 'an ID, see list' : 'a NOTICE_ID, see dead'}`]
      : []),
    ...(about === null && id !== '' ? [`unexpected "${id}"`] : []),
    ...more.map((word) => `unexpected "${word}"`),
    ...(values.region !== undefined && values.table === undefined ? ['--region goes with --table'] : []),
    ...(name === 'snooze' ? snoozeFaults(values.for) : []),
  ];
  if (faults.length > 0) throw new UsageError(faults.join('\n'));
  const { config, table, region, by, note } = values;
  const given = { config, table, region, by: by?.trim(), note: note?.trim() };
  return {
    ...given,
    action: name,
    id,
    isAll: values.all === true,
    isJson: values.json === true,
    forMs: parseDuration(values.for ?? '') ?? 0,
  };
}

function isAction(name: string): name is ProblemsAction {
  return Object.hasOwn(ACTIONS, name);
}

function snoozeFaults(given: string | undefined): string[] {
  if (given === undefined) return ['snooze needs --for, like --for 4h'];
  const ms = parseDuration(given);
  const isFine = ms !== null && ms >= SHORTEST_SNOOZE_MS && ms <= LONGEST_SNOOZE_MS;
  return isFine ? [] : [`--for must be a duration like 30m, 4h or 2d, from 1m to 90d; found "${given}"`];
}
