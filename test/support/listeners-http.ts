import type { Socket } from 'node:net';
import type { Serve } from './open-listener.ts';

/** What a server does after it has sent its bytes: FIN, RST, or nothing at all. */
export type Ending = 'fin' | 'rst' | 'silence';

/** Sends `bytes` once the head of a request has come in, then ends as told. */
export function answering(bytes: string, ending: Ending = 'silence'): Serve {
  return afterRequest((socket) => {
    if (bytes === '') finish(socket, ending);
    else {
      socket.write(bytes, 'latin1', () => {
        finish(socket, ending);
      });
    }
  });
}

/** Calls `act` with the head of a request once it has come in. */
export function afterRequest(act: (socket: Socket, head: string) => void): Serve {
  return (socket) => {
    let head = '';
    socket.on('data', (chunk) => {
      const isComplete = head.includes('\r\n\r\n');
      head += chunk.toString('latin1');
      if (!isComplete && head.includes('\r\n\r\n')) act(socket, head);
    });
  };
}

/** Calls `act` once, as soon as anything has come in. */
export function afterFirstBytes(act: Serve): Serve {
  return (socket) => {
    socket.once('data', () => {
      act(socket);
    });
  };
}

/** Ends a connection before a byte of it was read. */
export function ending(how: Ending): Serve {
  return (socket) => {
    finish(socket, how);
  };
}

/** An HTTP/1.1 answer as bytes. `content-length` follows from the body unless the headers say something of length. */
export function answerBytes(status: number, headers: readonly string[], body = ''): string {
  const isLengthGiven = headers.some((line) => /^(content-length|transfer-encoding):/i.test(line));
  const lines = [
    `HTTP/1.1 ${status} Whatever`,
    ...headers,
    ...(isLengthGiven ? [] : [`content-length: ${Buffer.byteLength(body, 'latin1')}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** The body of a healthy `/server-time`. */
export const HEALTHY_JSON = '{"type":"ServerTime","data":{"serverTime":"2026-03-01T00:00:00Z"},"status":"success"}';

/** The head line that APIv2's answers carry. */
export const JSON_TYPE = 'content-type: application/json';

/** A healthy answer of APIv2. */
export const HEALTHY_ANSWER = answerBytes(200, [JSON_TYPE], HEALTHY_JSON);

/** The same without the last 40 bytes of its body. */
export const HALF_ANSWER = HEALTHY_ANSWER.slice(0, -40);

function finish(socket: Socket, how: Ending): void {
  if (how === 'fin') socket.end();
  if (how === 'rst') socket.resetAndDestroy();
}
