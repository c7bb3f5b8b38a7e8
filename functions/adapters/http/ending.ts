import type { Socket } from 'node:net';

/** How the other side ended a connection, as far as it did. */
export interface Ending {
  /** An RST, a TLS alert or the like. */
  broken: Error | null;
  /** FIN. */
  isClosed: boolean;
}

/**
 * Watches the end of a connection on the socket itself: for an answer with `connection: close`, which is what we ask for,
 * undici tells an RST or FIN in the middle as a malformed answer, or as the end of a body without a length.
 */
export function watchEnding(socket: Socket): Ending {
  const ending: Ending = { broken: null, isClosed: false };
  socket.once('error', (error: NodeJS.ErrnoException) => {
    // undici's own errors pass through here too; only the system's name a call, and only OpenSSL's have this prefix.
    if (error.syscall !== undefined || error.code?.startsWith('ERR_SSL') === true) ending.broken = error;
  });
  socket.once('end', () => {
    ending.isClosed = true;
  });
  return ending;
}
