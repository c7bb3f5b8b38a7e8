import { SECOND_MS } from '../../core/model/time.ts';
import type { Fault, FaultScript, FaultWindow } from './fault-script.ts';

/** Everything from the token rung upwards, since each rung carries what the lower ones do. */
const TOKEN_PATHS = ['/access-tokens', '/companies', '/agents'];

/** Longer than the demonstration's answer deadline of 3 s. */
const TOO_SLOW_MS = 4 * SECOND_MS;

const INTERNAL_ERROR: Fault = {
  kind: 'status',
  status: 500,
  body: { kind: 'envelope', errors: [{ message: 'Internal server error' }] },
};

/** What the API's "Common errors" page shows for an expired token. */
const EXPIRED_TOKEN: Fault = {
  kind: 'status',
  status: 401,
  body: { kind: 'envelope', errors: [{ message: 'Invalid value', propertyName: 'Authorization' }] },
};

/**
 * What `npm start` plays: four and a half minutes, over and over. Made for ticks of 5 s: every fault and every healthy
 * gap lasts at least 20 s, so that each is seen by three whole ticks wherever the ticks fall. The last four faults
 * follow each other without a gap, which shows one incident changing its face.
 */
export const DEMO_SCRIPT: FaultScript = {
  loopMs: 275 * SECOND_MS,
  windows: [
    strike(30, 55, INTERNAL_ERROR),
    strike(75, 95, { kind: 'reset', when: 'after-request' }),
    { ...strike(115, 135, EXPIRED_TOKEN), paths: TOKEN_PATHS },
    strike(155, 175, { kind: 'silence', after: 'request' }),
    strike(195, 215, { kind: 'refused' }),
    strike(215, 235, { kind: 'slow', delayMs: TOO_SLOW_MS }),
    strike(235, 255, { kind: 'truncated' }),
    strike(255, 275, { kind: 'foreign-html' }),
  ],
};

function strike(fromSeconds: number, toSeconds: number, fault: Fault): FaultWindow {
  return { fromMs: fromSeconds * SECOND_MS, toMs: toSeconds * SECOND_MS, fault };
}
