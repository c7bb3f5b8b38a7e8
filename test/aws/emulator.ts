import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { certificates } from '../support/certificates.ts';
import { eventually } from './eventually.ts';

/** The account's root user: MiniStack takes its access key from the environment. */
const ROOT_USER = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/** How serve_emulator.py begins the line about a function that threw. */
const FAILED = 'FUNCTION FAILED: ';

/** How an SDK client of the test reaches the emulator. */
export interface ClientOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler: { readonly httpsAgent: Agent };
}

/** A running MiniStack, reached by TLS, that checks permissions as IAM does. */
export interface Emulator {
  /** A folder that is gone after `stop`. */
  readonly folder: string;
  /** Options for an SDK client, as the account's root user unless another is given. */
  readonly client: (region: string, credentials?: ClientOptions['credentials']) => ClientOptions;
  /** The whole environment of a program that is to see no other AWS than this. */
  readonly environment: (region: string) => NodeJS.ProcessEnv;
  /** Everything it said so far. */
  readonly log: () => Promise<string>;
  /** What functions threw so far, a line for each. */
  readonly failedFunctions: () => Promise<readonly string[]>;
  /** Ends it, its functions with it, and removes what they left. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts MiniStack on a free port of 127.0.0.1.
 *
 * @param python what `installEmulator` returned
 * @throws {Error} when it does not answer within half a minute, with what it said in the message
 */
export async function startEmulator(python: string): Promise<Emulator> {
  const folder = await mkdtemp(join(tmpdir(), 'apiv2-aws-'));
  const { authority, good } = await certificates();
  const authorityFile = await file(folder, 'authority.pem', authority);
  const port = await freePort();
  const endpoint = `https://127.0.0.1:${port}`;
  const httpsAgent = new Agent({ ca: authority });
  // Nothing of the user's own: no profiles, caches, proxies or other certificates. Functions and the CDK CLI run on the Node
  // of this process.
  const own = {
    PATH: [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
    HOME: folder,
    TMPDIR: folder,
    NODE_EXTRA_CA_CERTS: authorityFile,
    AWS_ACCESS_KEY_ID: ROOT_USER.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ROOT_USER.secretAccessKey,
  };

  const logFile = join(folder, 'ministack.log');
  const ministack = await startLogging(python, [join(import.meta.dirname, 'serve_emulator.py')], logFile, {
    ...own,
    GATEWAY_PORT: String(port),
    USE_SSL: '1',
    MINISTACK_SSL_CERT: await file(folder, 'cert.pem', good.cert),
    MINISTACK_SSL_KEY: await file(folder, 'key.pem', good.key),
    AUTH: 'true',
    LAMBDA_EXECUTOR: 'local',
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
  });
  const log = () => readFile(logFile, 'utf8');
  const stop = async () => {
    await end(ministack);
    httpsAgent.destroy();
    await rm(folder, { recursive: true, force: true });
  };

  try {
    await eventually('MiniStack to answer', 30_000, async () => {
      if (ministack.exitCode !== null) throw new Error(`MiniStack ended with ${ministack.exitCode}`);
      return (await answers(`${endpoint}/_ministack/health`, httpsAgent)) ? true : undefined;
    });
  } catch (cause) {
    const said = await log();
    await stop();
    throw new Error(`MiniStack does not start: ${said}`, { cause });
  }

  return {
    folder,
    client: (region, credentials = ROOT_USER) => ({ endpoint, region, credentials, requestHandler: { httpsAgent } }),
    environment: (region) => ({
      ...own,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      // The CDK CLI takes certificates from here alone.
      AWS_CA_BUNDLE: authorityFile,
      AWS_EC2_METADATA_DISABLED: 'true',
    }),
    log,
    failedFunctions: async () => (await log()).split('\n').filter((line) => line.startsWith(FAILED)),
    stop,
  };
}

async function file(folder: string, name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text, { mode: 0o600 });
  return path;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function startLogging(
  program: string,
  parameters: readonly string[],
  logFile: string,
  env: NodeJS.ProcessEnv,
): Promise<ChildProcess> {
  const log = await open(logFile, 'w');
  const child = spawn(program, parameters, { env, stdio: ['pipe', log.fd, log.fd] });
  await once(child, 'spawn');
  await log.close();
  return child;
}

function answers(url: string, agent: Agent): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, { agent }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => {
      resolve(false);
    });
  });
}

/** It ends when its standard input does; should it hang, it is not asked. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  const impatience = setTimeout(() => child.kill('SIGKILL'), 10_000);
  child.stdin?.end();
  await exited;
  clearTimeout(impatience);
}
