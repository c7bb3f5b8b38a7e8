import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { EpochMs } from '../../core/model/time.ts';
import { LOOPBACK_ADDRESS, openLoopbackPort } from '../simulator/loopback-port.ts';
import { openNameServer } from '../simulator/name-server.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { DEMO_CREDENTIALS, DEMO_WORLD, type World } from '../simulator/world.ts';
import type { Story } from './story.ts';

/** The addresses behind the API's name; all of 127.0.0.0/8 is this machine (RFC 1122, section 3.2.1.3). */
const ADDRESSES = [LOOPBACK_ADDRESS, '127.0.0.2', '127.0.0.3'] as const;
/** Names that exist nowhere else (RFC 6761, section 6.2). */
const API_NAME = 'api.demo.test';
const CONTROL_NAME = 'control.demo.test';

/** The token that is put in when the first one has run out. */
const NEXT_TOKEN = 'NextTokenNextTokenNextTokenNext2';

/** Everything that the story is played with, each with a real socket on this machine. */
export interface Stage {
  readonly simulator: Simulator;
  /** Base URL of the API, by name. */
  readonly origin: string;
  /** `host:port` of what has nothing to do with the API, by name. */
  readonly controlHost: string;
  /** What knows the names, `127.0.0.1:port`. */
  readonly nameServer: string;
  /** The token that is stored at this moment. */
  token(): string;
  close(): Promise<void>;
}

/** The last of the addresses if this machine has them all; `null` where it has but one, as macOS. */
export async function spareAddress(): Promise<string | null> {
  const last = ADDRESSES[2];
  const socket = createSocket('udp4');
  try {
    socket.bind(0, last);
    await once(socket, 'listening');
    return last;
  } catch {
    return null;
  } finally {
    socket.close();
  }
}

/** Opens the simulator, a host for comparison and a name server, all of which do what the story says at `now()`. */
export async function openStage(
  story: Story,
  startedAt: EpochMs,
  hasAddresses: boolean,
  now: () => EpochMs,
): Promise<Stage> {
  const addresses = hasAddresses ? ADDRESSES : ([LOOPBACK_ADDRESS] as const);
  const simulator = await startSimulator({ world: worldOf(story), script: story.script, startedAt, now, addresses });
  const control = await openLoopbackPort(0, (socket) => {
    socket.resume().end();
  });
  const names: Readonly<Record<string, readonly string[]>> = {
    [API_NAME]: addresses,
    [CONTROL_NAME]: [LOOPBACK_ADDRESS],
  };
  // A router whose line is down still answers, that it cannot find out.
  const nameServer = await openNameServer(({ name }) =>
    story.isLineDown(now()) ? 'server-failure' : (names[name] ?? 'not-found'),
  );
  const { port, pathname } = new URL(simulator.baseUrl);
  return {
    simulator,
    origin: `http://${API_NAME}:${port}${pathname}`,
    controlHost: `${CONTROL_NAME}:${control.number}`,
    nameServer: nameServer.address,
    token: () => (now() < story.token.rotatedAt ? DEMO_CREDENTIALS.token : NEXT_TOKEN),
    close: async () => {
      await Promise.all([simulator.close(), control.shut(), nameServer.close()]);
    },
  };
}

function worldOf({ token }: Story): World {
  return {
    ...DEMO_WORLD,
    tokens: DEMO_WORLD.tokens.flatMap((first) => [
      { ...first, expiresOn: token.endsAt },
      { ...first, publicId: 'demoToken002', secretId: NEXT_TOKEN, expiresOn: token.nextEndsAt },
    ]),
  };
}
