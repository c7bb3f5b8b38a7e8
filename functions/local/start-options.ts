import { UsageError } from './commands/usage-error.ts';
import type { StartOptions } from './start.ts';
import { readTopic, topicFault } from './topic-option.ts';

/** The options of `start` as they were given. */
export interface GivenStart {
  readonly config?: string | undefined;
  readonly port?: string | undefined;
  readonly topic?: string | undefined;
  readonly 'no-page'?: boolean | undefined;
}

const MOST_PORT = 65_535;

/**
 * Where the page is, and who is told.
 *
 * @throws {UsageError} saying everything that is wrong
 */
export function startChoices(given: GivenStart): Pick<StartOptions, 'port' | 'hasPage' | 'topic'> {
  const hasPage = given['no-page'] !== true;
  const port = given.port === undefined ? null : /^\d{1,5}$/.test(given.port) ? Number(given.port) : NaN;
  const topic = given.topic === undefined ? null : readTopic(given.topic);
  const faults = [
    ...(port === null || port <= MOST_PORT
      ? []
      : [`--port must be a whole number from 0 (any free one) to 65535; found "${given.port}"`]),
    ...(port !== null && !hasPage ? ['--port and --no-page exclude each other'] : []),
    ...(given.topic !== undefined && topic === null ? [topicFault(given.topic)] : []),
    ...(given.topic !== undefined && given.config === undefined
      ? ['--topic goes with --config: nobody is told of a demonstration']
      : []),
  ];
  if (faults.length > 0) throw new UsageError(faults.join('\n'));
  return { port, hasPage, topic };
}
