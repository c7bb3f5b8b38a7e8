import { environmentSecrets } from '../adapters/environment-secrets.ts';
import { httpProber } from '../adapters/http/prober.ts';
import { jsonLog } from '../adapters/json-log.ts';
import { openDatabase } from '../adapters/sqlite/database.ts';
import { sqliteRunHistory } from '../adapters/sqlite/run-history.ts';
import { systemClock } from '../adapters/system-clock.ts';
import type { RunFault } from '../core/fault-report.ts';
import { isFailure } from '../core/model/outcome.ts';
import type { Probe, Run } from '../core/model/run.ts';
import { diagnosisText } from '../core/probing/diagnosis.ts';
import { explain, runbookAnchor, CLASSES } from '../core/probing/failures.ts';
import type { Settings } from '../core/settings-model.ts';
import { nothingCarried } from '../probe/carried-over.ts';
import { runProbe } from '../probe/run.ts';
import { LOCAL_VANTAGE } from './host.ts';
import { paintOf } from './terminal/paint.ts';
import { phaseBars } from './terminal/phase-bars.ts';
import type { TerminalStyle } from './terminal/terminal-style.ts';
import { outcomeText } from './view.ts';

/** What one run found, and what went wrong on our own side. */
export interface OneRun {
  readonly run: Run;
  readonly faults: readonly RunFault[];
}

/** One probe run of all targets, now, whether due or not. Nothing is kept. */
export async function probeOnce(
  settings: Settings,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<OneRun> {
  const database = openDatabase(':memory:');
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const everyTick = settings.targets.map((target) => ({ ...target, everyMs: settings.tickMs }));
  try {
    const { run, faults } = await runProbe(
      { vantage: LOCAL_VANTAGE, tickAt: systemClock.now(), shard: 0 },
      { ...settings, targets: everyTick },
      {
        prober: httpProber({ now: () => systemClock.now() }),
        history: sqliteRunHistory({ database, retentionMs: settings.retentionMs }),
        memory: { load: () => Promise.resolve(null), save: () => Promise.resolve(true) },
        hints: { load: () => Promise.resolve(null), save: () => Promise.resolve(true) },
        metrics: { put: () => Promise.resolve() },
        secrets: environmentSecrets(environment),
        clock: systemClock,
        log: jsonLog(silent),
        random: Math.random,
        carried: nothingCarried(),
      },
    );
    if (run === null) throw new Error('a run of its own database cannot be taken');
    return { run, faults };
  } finally {
    database.close();
  }
}

/** How the check came out: 0 all healthy, 1 something failed, 3 a fault of the monitor itself. */
export function exitCodeOf({ run }: OneRun): 0 | 1 | 3 {
  const failures = run.probes.map(({ outcome }) => outcome).filter(isFailure);
  if (failures.some(({ kind }) => kind === 'own-fault')) return 3;
  return failures.length > 0 ? 1 : 0;
}

/** Healthy probes whose phases are drawn: the default ladder has five. */
const MOST_DRAWN = 5;

/** A run as a person reads it. */
export function runText({ run, faults }: OneRun, runbookUrl: string, style: TerminalStyle): string {
  const width = Math.max(...run.probes.map(({ targetId }) => targetId.length));
  // Of many, only those are drawn that somebody wants to look at.
  const isDrawn = (probe: Probe) => run.probes.length <= MOST_DRAWN || isFailure(probe.outcome);
  const probes = run.probes.map((probe) => probeText(probe, width, runbookUrl, isDrawn(probe), style));
  const own = faults.map(({ what, error, remedy }) => `${what}: ${error}. ${remedy}`);
  const diagnoses = run.diagnoses.map((one) => `Diagnosis of ${one.origin}: ${diagnosisText(one)}`);
  return [...probes, ...diagnoses, ...own].join('\n');
}

function probeText(probe: Probe, width: number, runbookUrl: string, isDrawn: boolean, style: TerminalStyle): string {
  const { outcome, attempts } = probe;
  const last = attempts.at(-1)?.observation;
  const latency = last === undefined ? '' : `${Math.round(last.durationMs)} ms`;
  const times = attempts.length > 1 ? ` (attempt ${attempts.length})` : '';
  const paint = paintOf(style.isColoured);
  const shown = outcomeText(outcome);
  const colour = isFailure(outcome) ? paint.red : outcome.class === 'healthy' ? paint.green : paint.dim;
  const line = `${probe.targetId.padEnd(width)}  ${latency.padStart(8)}  ${colour(shown)}${times}`;
  const phases = last === undefined || !isDrawn ? [] : phaseBars(last.phasesMs, style).map((text) => `    ${text}`);
  if (!isFailure(outcome)) return [line, ...phases].join('\n');
  const { cause, remedy } = explain(outcome);
  const found = outcome.detail === null ? [] : [`Detail: ${outcome.detail}`];
  const concerns = `Concerns: ${CLASSES[outcome.class].concerns}.`;
  const runbook = `Runbook: ${runbookUrl}#${runbookAnchor(outcome)}`;
  const said = [cause, concerns, `What to do: ${remedy}`, ...found, runbook].map((text) => `    ${text}`);
  return [line, ...said, ...phases].join('\n');
}
