import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contender, Course, Round } from './contender.ts';
import { ENTRANTS, type Entrant } from './entrants.ts';
import { startHelper, type HelperProcess } from './helper-process.ts';
import { machine } from './machine.ts';
import { nodeKeyExchange, peakMemory } from './node-process.ts';
import { PEERS, peerVersion } from './peers.ts';
import { comparePhases } from './phases.ts';
import type { ProbeReport, Result } from './probe-report.ts';
import type { Handshake, ServerReady } from './tls-server.ts';

/** Rounds that are counted. */
const ROUNDS = 7;
/** Rounds before those, so that no code is compiled while it is measured. */
const WARM_UP_ROUNDS = 2;

/** Told what is under way. */
type Progress = (text: string) => void;
type Server = HelperProcess<ServerReady, Handshake>;

/** Measures what `count` probes cost, ours and others', all against the same server. Needs Linux. */
export async function probeBench(count: number, command: string, progress: Progress): Promise<ProbeReport> {
  const startedAt = new Date();
  const where = machine();
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const server = await startHelper<ServerReady, Handshake>(join(import.meta.dirname, 'tls-server.ts'));
  try {
    const { port, authority } = server.ready;
    const authorityFile = join(folder, 'authority.pem');
    await writeFile(authorityFile, authority);
    const course: Course = { count, host: `127.0.0.1:${port}`, authority, authorityFile, folder };
    const versions = new Map(
      await Promise.all(PEERS_TO_ASK.map(async (peer) => [peer, await peerVersion(peer)] as const)),
    );
    const isInstalled = (peer: Entrant['peer']) => peer === null || (versions.get(peer) ?? null) !== null;
    progress('memory');
    const peak = await peakMemory(course);
    const results = await compare(course, server, isInstalled, progress);
    progress('phases');
    return {
      takenOn: startedAt.toISOString().slice(0, 10),
      command,
      machine: where,
      peerVersions: [...versions.values()].filter((version) => version !== null),
      missingPackages: PEERS_TO_ASK.filter((peer) => !isInstalled(peer)).map(({ debianPackage }) => debianPackage),
      count,
      rounds: ROUNDS,
      results,
      peakMemory: peak,
      keyExchange: await nodeKeyExchange(course),
      phases: await comparePhases(course, isInstalled(PEERS.curl)),
    };
  } finally {
    server.stop();
    await rm(folder, { recursive: true });
  }
}

const PEERS_TO_ASK = Object.values(PEERS);

interface Running {
  readonly entrant: Entrant;
  /** `null`: not installed. */
  readonly contender: Contender | null;
  readonly rounds: Round[];
  tls: string;
}

/** Starts all, lets them take turns, and stops them. */
async function compare(
  course: Course,
  server: Server,
  isInstalled: (peer: Entrant['peer']) => boolean,
  progress: Progress,
): Promise<readonly Result[]> {
  const running: Running[] = [];
  try {
    for (const entrant of ENTRANTS) {
      const contender = isInstalled(entrant.peer) ? await entrant.start(course) : null;
      running.push({ entrant, contender, rounds: [], tls: '' });
    }
    for (let round = 1 - WARM_UP_ROUNDS; round <= ROUNDS; round++) {
      progress(round < 1 ? 'warm-up' : `round ${round} of ${ROUNDS}`);
      for (const one of running) await takeTurn(one, server, round >= 1);
    }
  } finally {
    for (const { contender } of running) contender?.stop();
  }
  return running.map(resultOf);
}

async function takeTurn(running: Running, server: Server, isCounted: boolean): Promise<void> {
  if (running.contender === null) return;
  const round = await running.contender.round();
  if (!isCounted) return;
  running.rounds.push(round);
  const { protocol, cipher } = await server.ask('latest handshake');
  running.tls = `${protocol ?? 'unknown'} ${cipher ?? ''}`;
}

function resultOf({ entrant: { name, role }, contender, rounds, tls }: Running): Result {
  if (contender === null) return { name, role, found: null };
  const cpuMs = rounds.map((round) => round.cpuMs / round.count);
  const wallMs = rounds.map((round) => round.wallMs / round.count);
  return { name, role, found: { cpuMs, wallMs, tls } };
}
