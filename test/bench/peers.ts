import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A program to compare with. */
export interface Peer {
  readonly command: string;
  readonly versionArguments: readonly string[];
  readonly debianPackage: string;
}

/** All of them; `install-peers.sh` installs their packages. */
export const PEERS: Readonly<Record<'blackbox' | 'openssl' | 'curl', Peer>> = {
  blackbox: {
    command: 'prometheus-blackbox-exporter',
    versionArguments: ['--version'],
    debianPackage: 'prometheus-blackbox-exporter',
  },
  openssl: { command: 'openssl', versionArguments: ['version'], debianPackage: 'openssl' },
  curl: { command: 'curl', versionArguments: ['--version'], debianPackage: 'curl' },
};

/** The first line that the program says of its version, without brackets; `null` when it is not installed. */
export async function peerVersion(peer: Peer): Promise<string | null> {
  try {
    const { stdout, stderr } = await run(peer.command, peer.versionArguments);
    const line = `${stdout}${stderr}`.split('\n', 1)[0] ?? '';
    return line.replace(/\s*\(.*$/, '').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
