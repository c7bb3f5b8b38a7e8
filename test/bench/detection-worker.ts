import { parentPort, workerData } from 'node:worker_threads';
import { OURS } from './detection-alarm.ts';
import { BASELINES } from './detection-baselines.ts';
import { ownDetector } from './detection-detector.ts';
import { scoreScenario, type ScenarioScore } from './detection-score.ts';
import { scenarioSource } from './detection-source.ts';

/** What every worker is told at its start. */
export interface WorkerSettings {
  readonly set: string;
  readonly isOwn: boolean;
  readonly falseAlarmsPerTargetYear: number;
  readonly withBaselines: boolean;
}

/** Scenarios of one family. */
export interface Job {
  readonly family: string;
  readonly from: number;
  readonly to: number;
}

/** The scores of a job, by method, and the CPU time they took. */
export interface JobResult {
  readonly job: Job;
  readonly scores: Readonly<Record<string, readonly ScenarioScore[]>>;
  readonly probes: number;
  readonly detectMs: number;
}

const { set, isOwn, falseAlarmsPerTargetYear, withBaselines } = workerData as WorkerSettings;
const source = await scenarioSource(isOwn);
const ours = ownDetector(falseAlarmsPerTargetYear);
const others = withBaselines ? Object.entries(BASELINES) : [];
const port = parentPort;
if (port === null) throw new Error('detection-worker.ts runs as a worker thread');

port.on('message', (job: Job) => {
  const scores: Record<string, ScenarioScore[]> = {};
  let probes = 0;
  let detectMs = 0;
  for (let index = job.from; index < job.to; index++) {
    const scenario = source.build(set, job.family, index);
    for (const { at } of scenario.streams) probes += at.length;
    const startedAt = performance.now();
    (scores[OURS] ??= []).push(scoreScenario(scenario, ours));
    detectMs += performance.now() - startedAt;
    for (const [name, method] of others) (scores[name] ??= []).push(scoreScenario(scenario, method));
  }
  port.postMessage({ job, scores, probes, detectMs } satisfies JobResult);
});
