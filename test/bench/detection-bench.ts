import type { DetectionOptions } from './detection-options.ts';
import { runJobs } from './detection-pool.ts';
import type { ScenarioScore } from './detection-score.ts';
import { scenarioSource, type NamedFamily } from './detection-source.ts';
import type { Job } from './detection-worker.ts';

/** Scenarios of one job: enough that handing them out costs nothing, few enough that no worker is left with a long one. */
const JOB_SIZE = 5;

/** How each method did on one family. */
export interface FamilyResult {
  readonly family: NamedFamily;
  readonly scores: ReadonlyMap<string, readonly ScenarioScore[]>;
}

/** All that the detection bench found. */
export interface DetectionResult {
  readonly source: string;
  readonly families: readonly FamilyResult[];
  readonly probes: number;
  /** Time spent in the detector and its scoring, over all workers. */
  readonly detectMs: number;
}

/**
 * Scores every method on every wanted family.
 *
 * @param familyDone told of each family, in their order, once all of its scenarios are scored
 */
export async function detectionBench(
  options: DetectionOptions,
  familyDone: (result: FamilyResult) => void,
): Promise<DetectionResult> {
  const source = await scenarioSource(options.isOwn);
  const families = source.families.filter(
    ({ name, group }) => options.family.test(name) || options.family.test(`${group}/${name}`),
  );
  if (families.length === 0) {
    throw new Error(
      `no family matches ${options.family.source}; there are ${source.families.map(({ name }) => name).join(', ')}`,
    );
  }
  const jobs = families.flatMap((family) => jobsOf(family, options.count));
  const scores = new Map(families.map(({ name }) => [name, new Map<string, ScenarioScore[]>()]));
  const left = new Map(families.map(({ name }) => [name, jobs.filter(({ family }) => family === name).length]));
  let told = 0;
  let probes = 0;
  let detectMs = 0;
  const settings = {
    set: options.set,
    isOwn: options.isOwn,
    falseAlarmsPerTargetYear: options.budget,
    withBaselines: options.withBaselines,
  };
  await runJobs(jobs, settings, options.jobs, (result) => {
    probes += result.probes;
    detectMs += result.detectMs;
    const { family } = result.job;
    const known = scores.get(family);
    for (const [method, found] of Object.entries(result.scores)) {
      known?.set(method, [...(known.get(method) ?? []), ...found]);
    }
    left.set(family, (left.get(family) ?? 0) - 1);
    while (told < families.length && left.get(families[told]?.name ?? '') === 0) {
      const done = families[told];
      if (done !== undefined) familyDone({ family: done, scores: scores.get(done.name) ?? new Map() });
      told += 1;
    }
  });
  return {
    source: source.name,
    families: families.map((family) => ({ family, scores: scores.get(family.name) ?? new Map() })),
    probes,
    detectMs,
  };
}

function jobsOf({ name, group }: NamedFamily, perChronic: number): readonly Job[] {
  const count = group === 'benign' || group === 'ambiguous' ? 2 * perChronic : perChronic;
  return Array.from({ length: Math.ceil(count / JOB_SIZE) }, (_, index) => ({
    family: name,
    from: index * JOB_SIZE,
    to: Math.min(count, (index + 1) * JOB_SIZE),
  }));
}
