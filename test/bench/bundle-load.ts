import { spawnSync } from 'node:child_process';

/** How long it took to load a bundle in a fresh process. */
export interface Load {
  readonly elapsedMs: number;
  /** User and system time of the process meanwhile, its helper threads included. */
  readonly cpuMs: number;
}

/** Loads the bundle as Lambda does before the first event. */
const PROGRAM = `
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  require(process.argv[1]);
  const elapsedMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  process.stdout.write(JSON.stringify({ elapsedMs, cpuMs: (user + system) / 1000 }));
`;

/** What the handlers want to find; nothing is called. */
const ENVIRONMENT = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  TABLE_NAME: 'table',
  TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:alerts',
  LOG_GROUPS: 'probe',
  HOME_REGION: 'eu-west-1',
  VANTAGE: 'eu-west-1',
  VANTAGES: 'eu-west-1',
};

/**
 * Loads a bundle in a process of its own.
 *
 * @throws {Error} with what the process wrote when the bundle cannot be loaded
 */
export function loadOnce(file: string): Load {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', PROGRAM, file], {
    env: ENVIRONMENT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${file} cannot be loaded: ${stderr}`);
  return JSON.parse(stdout) as Load;
}
