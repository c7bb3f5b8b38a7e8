import { inParallel, type Round } from './contender.ts';
import { ownPeakMemoryBytes } from './process-usage.ts';

/** What a worker's process is started with. */
export interface WorkerArguments {
  /** `host:port` of the server. */
  readonly host: string;
  /** The certificate authority to trust, as PEM. */
  readonly authority: string;
}

/** The answer to a number of probes to make. */
export interface WorkerRound extends Round {
  /** Since the process began. */
  readonly peakMemoryBytes: number;
}

/** The arguments of this process; `rest` holds those that the worker has of its own. */
export function workerArguments(): WorkerArguments & { readonly rest: readonly string[] } {
  const [host = '', authority = '', ...rest] = process.argv.slice(2);
  return { host, authority, rest };
}

/** Makes as many probes as each message says, `WIDTH` at a time, and answers what that took. */
export function serveRounds(host: string, probe: (url: string) => Promise<void>): void {
  const round = async (count: number): Promise<WorkerRound> => {
    const startedMs = performance.now();
    const before = process.cpuUsage();
    await inParallel(count, (index) => probe(`https://${host}/targets/${index}`));
    const { user, system } = process.cpuUsage(before);
    return {
      count,
      cpuMs: (user + system) / 1000,
      wallMs: performance.now() - startedMs,
      peakMemoryBytes: ownPeakMemoryBytes(),
    };
  };
  process.on('message', (count) => {
    void round(Number(count)).then((done) => process.send?.(done));
  });
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
}
