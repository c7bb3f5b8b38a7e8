import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4 } from 'node:net';
import { LOOPBACK_ADDRESS } from './loopback-port.ts';

/** What is known of a name: addresses of both families (either list may be empty), or how the server fails. */
export type DnsEntry = readonly string[] | keyof typeof RESPONSE_CODES | 'silence';

/** What is asked for. */
export interface DnsQuestion {
  /** In small letters. */
  readonly name: string;
  /** `A`, `AAAA`, or the number of another type. */
  readonly type: string;
}

/** A name server on this machine. */
export interface NameServer {
  /** `127.0.0.1:port` */
  readonly address: string;
  close(): Promise<void>;
}

const TYPE_NAMES: Readonly<Record<number, 'A' | 'AAAA'>> = { 1: 'A', 28: 'AAAA' };
/** RFC 1035, section 4.1.1. */
const RESPONSE_CODES = {
  none: 0,
  'format-error': 1,
  'server-failure': 2,
  'not-found': 3,
  'not-implemented': 4,
  refused: 5,
} as const;

/** A header is 12 bytes (RFC 1035, section 4.1.1); the question follows. */
const HEADER_BYTES = 12;
/** Response, recursion desired and available. */
const RESPONSE_FLAGS = 0x8180;
/** A pointer to the name in the question. */
const NAME_POINTER = 0xc00c;

/**
 * Opens a UDP name server on loopback: a development tool.
 *
 * @param answer what is known of a name at this moment
 */
export async function openNameServer(
  answer: (question: DnsQuestion) => DnsEntry | Promise<DnsEntry>,
): Promise<NameServer> {
  let isClosed = false;
  const socket: Socket = createSocket('udp4', (query: Buffer, from: RemoteInfo) => {
    void respond(query, from);
  });

  async function respond(query: Buffer, from: RemoteInfo): Promise<void> {
    const question = parseQuestion(query);
    if (question === null) return;
    const entry = await answer(question);
    if (entry !== 'silence' && !isClosed) socket.send(reply(query, question, entry), from.port, from.address);
  }

  socket.bind(0, LOOPBACK_ADDRESS);
  await once(socket, 'listening');
  return {
    address: `${LOOPBACK_ADDRESS}:${socket.address().port}`,
    close: async () => {
      isClosed = true;
      socket.close();
      await once(socket, 'close');
    },
  };
}

interface ParsedQuestion extends DnsQuestion {
  /** As it came, name included. */
  readonly bytes: Buffer;
}

/** `null` for what is no question. */
function parseQuestion(query: Buffer): ParsedQuestion | null {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  if (at + 5 > query.length) return null;
  const type = query.readUInt16BE(at + 1);
  return {
    name: labels.join('.').toLowerCase(),
    type: TYPE_NAMES[type] ?? String(type),
    bytes: query.subarray(HEADER_BYTES, at + 5),
  };
}

function reply(query: Buffer, question: ParsedQuestion, entry: Exclude<DnsEntry, 'silence'>): Buffer {
  const code = typeof entry === 'string' ? entry : 'none';
  const addresses = typeof entry === 'string' ? [] : entry;
  const records = addresses
    .filter((address) => question.type === (isIPv4(address) ? 'A' : 'AAAA'))
    .map((address) => record(addressBytes(address)));
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(query.readUInt16BE(0), 0);
  header.writeUInt16BE(RESPONSE_FLAGS | RESPONSE_CODES[code], 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  return Buffer.concat([header, question.bytes, ...records]);
}

/** A resource record of class IN that may be kept for no time. */
function record(data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(NAME_POINTER, 0);
  head.writeUInt16BE(data.length === 4 ? 1 : 28, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::').map((half) => groups(half));
  return Buffer.from(head + tail.padStart(32 - head.length, '0'), 'hex');
}

function groups(half: string): string {
  return half === ''
    ? ''
    : half
        .split(':')
        .map((group) => group.padStart(4, '0'))
        .join('');
}
