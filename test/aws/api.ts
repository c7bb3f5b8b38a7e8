import type { FaultScript } from '../../functions/local/simulator/fault-script.ts';
import { startSimulator, type Simulator } from '../../functions/local/simulator/simulator.ts';
import { DEMO_WORLD } from '../../functions/local/simulator/world.ts';

const BROKEN: FaultScript = {
  loopMs: null,
  windows: [
    {
      fromMs: 0,
      toMs: Number.MAX_SAFE_INTEGER,
      fault: {
        kind: 'status',
        status: 500,
        body: { kind: 'envelope', errors: [{ message: 'Internal server error' }] },
      },
    },
  ],
};

/** The simulated APIv2 that the deployed functions probe. */
export interface Api {
  readonly baseUrl: string;
  /** Answers 500 to everything from now on, or well again. */
  readonly setBroken: (isBroken: boolean) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts the simulator with nothing wrong. */
export async function startApi(): Promise<Api> {
  const start = (options: { script?: FaultScript; port?: number }) =>
    startSimulator({ world: DEMO_WORLD, now: Date.now, ...options });
  let simulator: Simulator = await start({});
  const { baseUrl } = simulator;
  const port = Number(new URL(baseUrl).port);
  return {
    baseUrl,
    setBroken: async (isBroken) => {
      await simulator.close();
      simulator = await start(isBroken ? { script: BROKEN, port } : { port });
    },
    close: () => simulator.close(),
  };
}
