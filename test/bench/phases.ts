import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { httpProber } from '../../functions/adapters/http/prober.ts';
import { PHASES, type Phase } from '../../functions/core/model/observation.ts';
import type { Prober } from '../../functions/core/ports.ts';
import { targetUrl, type Course } from './contender.ts';
import { attemptRequest } from './attempt-request.ts';
import { PEERS } from './peers.ts';
import { median } from './statistics.ts';

const run = promisify(execFile);

/** Milliseconds in each phase, and in all. */
export type PhaseMedians = Readonly<Record<Phase | 'total', number>>;

/** How many requests a median is taken from. */
export const PHASE_SAMPLES = 25;
/** What the server adds to one of the targets. */
const DELAY_MS = 100;
/** Requests before that, so that no code is compiled while it is measured. */
const WARM_UP = 50;

/** The variables of curl's `--write-out` in the order in which their moments come, in seconds since the start. */
const MOMENTS = [
  'time_namelookup',
  'time_connect',
  'time_appconnect',
  'time_pretransfer',
  'time_starttransfer',
  'time_total',
] as const;

/** One target's phases, ours and curl's. */
export interface PhaseComparison {
  readonly target: string;
  readonly ours: PhaseMedians;
  /** `null`: not installed. */
  readonly curl: PhaseMedians | null;
}

/** Takes both clients' phases of a target that is healthy at once, and of one that answers after `DELAY_MS`. */
export async function comparePhases(course: Course, hasCurl: boolean): Promise<readonly PhaseComparison[]> {
  const prober = httpProber({ now: Date.now, trustedCertificates: [course.authority] });
  const promptUrl = targetUrl(course, 0);
  for (let index = 0; index < WARM_UP; index++) await ownSample(prober, promptUrl);
  const targets = [
    { target: 'no delay', url: promptUrl },
    { target: `${DELAY_MS} ms in processing`, url: `https://${course.host}/delay/${DELAY_MS}` },
  ];
  const found: PhaseComparison[] = [];
  for (const { target, url } of targets) {
    found.push({
      target,
      ours: await medians(() => ownSample(prober, url)),
      curl: hasCurl ? await medians(() => curlSample(url, course.authorityFile)) : null,
    });
  }
  return found;
}

async function ownSample(prober: Prober, url: string): Promise<readonly number[]> {
  const { phasesMs, durationMs } = await prober.attempt(attemptRequest(url, new AbortController().signal));
  return [...PHASES.map((phase) => phasesMs[phase] ?? 0), durationMs];
}

async function curlSample(url: string, authorityFile: string): Promise<readonly number[]> {
  const format = MOMENTS.map((name) => `%{${name}}`).join(' ');
  const args = ['--silent', '--fail', '--http1.1', '--cacert', authorityFile, '--output', '/dev/null'];
  const { stdout } = await run(PEERS.curl.command, [...args, '--write-out', format, url]);
  return betweenMoments(stdout);
}

/** The phases and the total in milliseconds, from the moments in seconds. */
export function betweenMoments(output: string): readonly number[] {
  const momentsMs = output
    .trim()
    .split(' ')
    .map((seconds) => Number(seconds) * 1000);
  if (momentsMs.length !== MOMENTS.length || momentsMs.some(Number.isNaN)) {
    throw new Error(`curl --write-out gave "${output}", expected ${MOMENTS.length} times`);
  }
  return [...momentsMs.map((moment, index) => moment - (momentsMs[index - 1] ?? 0)), momentsMs.at(-1) ?? 0];
}

async function medians(sample: () => Promise<readonly number[]>): Promise<PhaseMedians> {
  const samples: (readonly number[])[] = [];
  while (samples.length < PHASE_SAMPLES) samples.push(await sample());
  const columns = [...PHASES, 'total' as const];
  return Object.fromEntries(
    columns.map((column, index) => [column, median(samples.map((row) => row[index] ?? 0))]),
  ) as Record<Phase | 'total', number>;
}
