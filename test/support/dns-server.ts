import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4 } from 'node:net';

/** What the server knows of a name: addresses of both families (either list may be empty), or how it fails. */
export type DnsEntry = readonly string[] | keyof typeof RESPONSE_CODES | 'silence';

/** Names and what is known of them; any other name does not exist. */
export type Zone = Readonly<Record<string, DnsEntry>>;

/** A name server on this machine. */
export interface DnsServer {
  /** `127.0.0.1:port` */
  readonly address: string;
  /** The questions so far, e.g. `A api.test`, repetitions included. */
  readonly questions: readonly string[];
  /** Resolves when the first question has come. */
  readonly firstQuestion: Promise<void>;
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
 * Opens a UDP name server.
 *
 * @param beforeReply called before each reply, which waits for what it returns
 */
export async function openDnsServer(zone: Zone, beforeReply?: () => Promise<void>): Promise<DnsServer> {
  const questions: string[] = [];
  const asked = Promise.withResolvers<undefined>();
  const socket: Socket = createSocket('udp4', (query: Buffer, from: RemoteInfo) => {
    const question = parseQuestion(query);
    questions.push(`${question.type} ${question.name}`);
    asked.resolve(undefined);
    const entry = zone[question.name];
    if (entry === 'silence') return;
    const send = () => {
      socket.send(reply(query, question, entry), from.port, from.address);
    };
    if (beforeReply === undefined) send();
    else void beforeReply().then(send);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions,
    firstQuestion: asked.promise,
    close: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

interface Question {
  readonly name: string;
  readonly type: string;
  /** As it came, name included. */
  readonly bytes: Buffer;
}

function parseQuestion(query: Buffer): Question {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = query.readUInt16BE(at + 1);
  return {
    name: labels.join('.').toLowerCase(),
    type: TYPE_NAMES[type] ?? String(type),
    bytes: query.subarray(HEADER_BYTES, at + 5),
  };
}

function reply(query: Buffer, question: Question, entry: Exclude<DnsEntry, 'silence'> | undefined): Buffer {
  const code = typeof entry === 'string' ? entry : entry === undefined ? 'not-found' : 'none';
  const addresses = typeof entry === 'object' ? entry : [];
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
