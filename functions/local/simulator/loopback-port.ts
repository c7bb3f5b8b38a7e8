import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Where the simulator is reachable, unless it is given other addresses of this machine alone. */
export const LOOPBACK_ADDRESS = '127.0.0.1';

/** A TCP port on loopback that can be shut, so that connecting is refused, and opened again under the same number. */
export interface LoopbackPort {
  readonly number: number;
  /** Listens again. Rejects when somebody else took the port meanwhile. */
  open(): Promise<void>;
  /** Stops listening and ends every connection. */
  shut(): Promise<void>;
}

/**
 * Opens a port; 0 picks a free one. Every connection goes to `accept`.
 *
 * Rejects with an `Error` that names the port when it cannot be had.
 *
 * @param address one of this machine alone: 127.x.x.x
 */
export async function openLoopbackPort(
  wanted: number,
  accept: (socket: Socket) => void,
  address: string = LOOPBACK_ADDRESS,
): Promise<LoopbackPort> {
  const sockets = new Set<Socket>();
  let server: Server | null = await listen(wanted);
  const { port: number } = server.address() as AddressInfo;

  function admit(socket: Socket): void {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that breaks off is the client's business; without a listener it would end the process.
    socket.on('error', () => undefined);
    accept(socket);
  }

  async function listen(port: number): Promise<Server> {
    const fresh = createServer(admit);
    fresh.listen(port, address);
    try {
      await once(fresh, 'listening');
    } catch (cause) {
      throw new Error(`Cannot listen on ${address}:${port}; choose a free port, or 0 for any`, { cause });
    }
    return fresh;
  }

  return {
    number,
    async open() {
      server ??= await listen(number);
    },
    async shut() {
      const closing = server;
      if (closing === null) return;
      server = null;
      const closed = once(closing, 'close');
      closing.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
