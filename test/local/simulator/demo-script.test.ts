import { expect, test } from 'vitest';
import { checkScript } from '../../../functions/local/simulator/check-script.ts';
import { DEMO_SCRIPT } from '../../../functions/local/simulator/demo-script.ts';
import { faultAt } from '../../../functions/local/simulator/fault-script.ts';

const TICK_MS = 5_000;
const LOOP_MS = DEMO_SCRIPT.loopMs ?? 0;

/** What the agents rung meets, tick by tick over two loops, as `kind × ticks`. */
function phases(offsetMs: number): { kind: string; ticks: number }[] {
  const found: { kind: string; ticks: number }[] = [];
  for (let at = offsetMs; at < 2 * LOOP_MS; at += TICK_MS) {
    const kind = faultAt(DEMO_SCRIPT, at, '/agents')?.kind ?? 'healthy';
    const last = found.at(-1);
    if (last?.kind === kind) last.ticks += 1;
    else found.push({ kind, ticks: 1 });
  }
  return found;
}

test('the script is good and lasts about four minutes and a half', () => {
  expect(checkScript(DEMO_SCRIPT)).toEqual([]);
  expect(LOOP_MS).toBe(275_000);
});

test.for([0, 1, 2_500, 4_999])('ticks %i ms after the start see every phase three times or more', (offsetMs) => {
  const seen = phases(offsetMs);
  const loop = ['healthy', 'status', 'healthy', 'reset', 'healthy', 'status', 'healthy', 'silence', 'healthy'];
  const end = ['refused', 'slow', 'truncated', 'foreign-html'];
  expect(seen.map(({ kind }) => kind)).toEqual([...loop, ...end, ...loop, ...end]);
  expect(Math.min(...seen.map(({ ticks }) => ticks))).toBeGreaterThanOrEqual(3);
});

test('every phase lasts 20 s at least', () => {
  for (const { fromMs, toMs } of DEMO_SCRIPT.windows) expect(toMs - fromMs).toBeGreaterThanOrEqual(20_000);
});

test('the expired token leaves the rungs without a token alone', () => {
  expect(faultAt(DEMO_SCRIPT, 120_000, '/access-tokens/me')).toMatchObject({ status: 401 });
  expect(faultAt(DEMO_SCRIPT, 120_000, '/platform-servers')).toBeNull();
});
