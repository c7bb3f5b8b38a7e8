import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';

/** What a bench ran on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  /** Node.js with the OpenSSL inside it. */
  readonly node: string;
  /** Average number of runnable processes in the minute before. */
  readonly load: number;
}

/** This machine, now. */
export function machine(): Machine {
  const all = cpus();
  return {
    cpu: all[0]?.model ?? 'unknown',
    cores: all.length,
    memoryBytes: totalmem(),
    system: `${systemName()}, Linux ${release()}`,
    node: `Node.js ${process.versions.node} with OpenSSL ${process.versions.openssl}`,
    load: loadavg()[0] ?? 0,
  };
}

function systemName(): string {
  return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown';
}
