import { readFileSync } from 'node:fs';

/** Length of a tick in `/proc/<pid>/stat`: USER_HZ is 100 on x86 and arm64 (proc_pid_stat(5)). */
const TICK_MS = 10;

/** CPU times of a process, as in `/proc/<pid>/stat`. */
export interface ProcessCpu {
  /** User and system time of the process. */
  readonly ownMs: number;
  /** The same of its children that have ended. */
  readonly endedChildrenMs: number;
}

/** Reads the text of `/proc/<pid>/stat`. The name, in brackets, may hold spaces and brackets. */
export function parseStat(text: string): ProcessCpu {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // Fields 14 to 17; the first two are cut off, and these count from 0.
  const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number);
  if (user === undefined || system === undefined || childUser === undefined || childSystem === undefined) {
    throw new Error(`not the text of /proc/<pid>/stat: ${text}`);
  }
  return { ownMs: (user + system) * TICK_MS, endedChildrenMs: (childUser + childSystem) * TICK_MS };
}

/** CPU times of a running process (Linux). */
export function processCpu(pid: number | 'self'): ProcessCpu {
  return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

/**
 * The most memory that a process has held at once, from the text of `/proc/<pid>/status`. Unlike `getrusage` it does not
 * count what the process was forked from.
 */
export function parsePeakMemoryBytes(text: string): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(text)?.[1];
  if (kibibytes === undefined) throw new Error('no VmHWM in the text of /proc/<pid>/status');
  return Number(kibibytes) * 1024;
}

/** The same for this process (Linux). */
export function ownPeakMemoryBytes(): number {
  return parsePeakMemoryBytes(readFileSync('/proc/self/status', 'utf8'));
}
