import { connect } from 'node:net';
import { listen } from './listeners.ts';
import type { Listener } from './open-listener.ts';

/** Passes every connection on to a port of 127.0.0.1, and records what was sent there; until the test is over. */
export function relayTo(port: number): Promise<Listener> {
  return listen((socket) => {
    const onward = connect(port, '127.0.0.1');
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
    socket.pipe(onward).pipe(socket);
  });
}
