import { request } from 'undici';
import { onTestFinished } from 'vitest';
import type { Fault, FaultWindow } from '../../../functions/local/simulator/fault-script.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../functions/local/simulator/simulator.ts';
import { DEMO_WORLD } from '../../../functions/local/simulator/world.ts';
import { DEMO_HEADERS } from './demo-headers.ts';

export const START = Date.UTC(2026, 2, 1, 12);
/** Longer than any test. */
export const NEVER_MS = 3_600_000;

/** A simulator whose clock is moved by hand. Faults strike from 1 s to 2 s after the start. */
export async function simulator(
  faults: readonly (Fault | Omit<FaultWindow, 'fromMs' | 'toMs'>)[],
  options: Partial<SimulatorOptions> = {},
): Promise<Simulator & { at(elapsedMs: number): Promise<void> }> {
  let now = START;
  const windows = faults.map((fault) => ({ fromMs: 1_000, toMs: 2_000, ...('kind' in fault ? { fault } : fault) }));
  const started = await startSimulator({
    world: DEMO_WORLD,
    script: { loopMs: null, windows },
    now: () => now,
    portCheckMs: NEVER_MS,
    ...options,
  });
  onTestFinished(() => started.close());
  const at = (elapsedMs: number): Promise<void> => {
    now = START + elapsedMs;
    return started.advance();
  };
  return Object.assign(Object.create(started) as Simulator, { at });
}

/** A request with all headers, on a connection of its own. */
export async function get(
  sim: Simulator,
  path = '/server-time',
): Promise<{ status: number; headers: object; body: string }> {
  const { statusCode, headers, body } = await request(sim.baseUrl + path, { headers: DEMO_HEADERS, reset: true });
  return { status: statusCode, headers, body: await body.text() };
}

/** Lets sockets be served. */
export function rest(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
