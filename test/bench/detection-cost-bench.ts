import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { TARGET_KINDS, type TargetKind } from './detection-cost-load.ts';
import type { CostAnswer, CostQuestion } from './detection-cost-worker.ts';
import { machine, type Machine } from './machine.ts';

/** Cold folds of fifty targets; the median counts. */
const ROUNDS = 5;

/** All that the cost bench found. */
export interface CostReport {
  readonly takenOn: string;
  readonly command: string;
  readonly machine: Machine;
  readonly fifty: readonly CostAnswer[];
  readonly thousand: CostAnswer;
  readonly single: readonly { readonly kind: TargetKind; readonly answer: CostAnswer }[];
}

/** Measures what folding costs, each fold in a process of its own. */
export async function costBench(command: string, progress: (text: string) => void): Promise<CostReport> {
  const where = machine();
  const takenOn = new Date().toISOString().slice(0, 10);
  const fifty: CostAnswer[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    progress(`50 targets, round ${round} of ${ROUNDS}`);
    fifty.push(await ask({ targets: 50 }));
  }
  const single = [];
  for (const kind of Object.keys(TARGET_KINDS) as TargetKind[]) {
    progress(kind);
    single.push({ kind, answer: await ask({ kind }) });
  }
  progress('1,000 targets');
  return { takenOn, command, machine: where, fifty, thousand: await ask({ targets: 1_000 }), single };
}

async function ask(question: CostQuestion): Promise<CostAnswer> {
  const child = fork(join(import.meta.dirname, 'detection-cost-worker.ts'));
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`detection-cost-worker.ts ended with exit code ${String(code)}; its error is above`);
  });
  const next = async (): Promise<unknown> => {
    const [message] = (await Promise.race([once(child, 'message'), ended])) as unknown[];
    return message;
  };
  await next();
  child.send(question);
  const answer = (await next()) as CostAnswer;
  // It ends by itself; that it does is no error from now on.
  await ended.catch(() => undefined);
  return answer;
}
