import type { AddressExamination, ConnectRequest, PathExamination } from '../../core/ports.ts';
import { connectTo, type ConnectionOptions } from './connection.ts';
import { literalAddress, resolveAll } from './resolve.ts';
import { Timeline } from './timeline.ts';

/** Addresses that are tried, at most: more would be a burden to the other side and no further help. */
const ADDRESS_LIMIT = 8;

type ExamineRequest = Omit<ConnectRequest, 'turn'>;

/** Tries every address of an origin at the same time. Never rejects. */
export async function examine(request: ExamineRequest, options: ConnectionOptions): Promise<PathExamination> {
  const { hostname } = new URL(request.url);
  const literal = literalAddress(hostname);
  const found =
    literal === null
      ? await resolveAll(hostname, request.deadlines.resolveMs, request.signal, options.nameServers)
      : { a: null, aaaa: null, addresses: [literal] };
  const tried = found.addresses.slice(0, ADDRESS_LIMIT).map((address) => examineAddress(address, request, options));
  return { nameErrors: { a: found.a, aaaa: found.aaaa }, addresses: await Promise.all(tried) };
}

async function examineAddress(
  address: string,
  request: ExamineRequest,
  options: ConnectionOptions,
): Promise<AddressExamination> {
  const timeline = new Timeline();
  try {
    const findings = { address, addresses: [], certificate: null };
    const socket = await connectTo(address, request, options, timeline, findings);
    socket.destroy();
    return { address, result: 'reached', phase: null, errorCode: null, durationMs: timeline.durationMs };
  } catch (cause) {
    const error = cause as NodeJS.ErrnoException;
    const errorCode = error.code ?? error.name;
    return { address, result: 'failed', phase: timeline.phase, errorCode, durationMs: timeline.durationMs };
  }
}
