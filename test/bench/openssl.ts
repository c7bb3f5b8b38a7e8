import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { targetUrl, type Contender, type Course } from './contender.ts';
import { PEERS } from './peers.ts';
import { processCpu } from './process-usage.ts';

const run = promisify(execFile);

/** How long one round lasts; `s_time` counts connections in a time, not the other way round. */
const ROUND_SECONDS = 2;

/**
 * `openssl s_time -new`: full handshakes one after another, the certificate verified, and nothing else. The limit for
 * anything that sets up connections with OpenSSL. `withRequest`: one GET on each connection too.
 */
export function opensslTime(course: Course, withRequest: boolean): Contender {
  const args = [
    ...['s_time', '-new', '-connect', course.host, '-time', String(ROUND_SECONDS)],
    ...['-verify', '2', '-CAfile', course.authorityFile, '-no-CApath', '-no-CAstore'],
    ...(withRequest ? ['-www', new URL(targetUrl(course, 0)).pathname] : []),
  ];
  return {
    round: async () => {
      const startedMs = performance.now();
      const before = processCpu('self').endedChildrenMs;
      const { stdout } = await run(PEERS.openssl.command, args);
      return {
        count: connectionCount(stdout),
        cpuMs: processCpu('self').endedChildrenMs - before,
        wallMs: performance.now() - startedMs,
      };
    },
    stop: () => undefined,
  };
}

/** How many connections `s_time` says that it made. */
export function connectionCount(output: string): number {
  const count = Number(/^(\d+) connections in /m.exec(output)?.[1] ?? 0);
  if (count === 0) throw new Error(`openssl s_time made no connection; it said:\n${output}`);
  return count;
}
