import { beforeAll, describe, expect, test } from 'vitest';
import { PHASES, type Phase } from '../../functions/core/model/observation.ts';
import { dropFirstSyn, holdBody, holdHandshake, holdHead, holdReply, type Measured } from './injections.ts';

/** How far the time found may be from the time that was held back. */
const TOLERANCE_MS = 2;
/** What a phase may take that nothing was held back in; the handshake, both ends in one process, takes longest. */
const SMALL_MS = 10;
/** What else the machine has to do delays one end or the other: of so many attempts, one that was left alone counts. */
const MOST_ATTEMPTS = 30;
/** Time for all of them. */
const TIMEOUT_MS = 90_000;

/**
 * Not among them: `request`. A GET of a few hundred bytes is in the system's buffer at once, whatever the other side does.
 */
const HELD: readonly {
  readonly phase: Phase;
  readonly what: string;
  readonly hold: (ms: number) => Promise<Measured>;
}[] = [
  { phase: 'resolve', what: 'the reply of the name server', hold: holdReply },
  { phase: 'tls', what: 'the first bytes of the server’s handshake', hold: holdHandshake },
  { phase: 'processing', what: 'the head of the answer', hold: holdHead },
  { phase: 'transfer', what: 'the rest of the body', hold: holdBody },
];

/** What a phase takes by itself: nothing to speak of, but for the handshake with its signatures. */
const own: Partial<Record<Phase, number>> = {};

beforeAll(async () => {
  const controls: number[] = [];
  while (controls.length < MOST_ATTEMPTS) controls.push(excessMs('tls', await holdHandshake(0)));
  own.tls = Math.min(...controls);
});

describe.each(HELD)('$what, held back, is the phase $phase', ({ phase, hold }) => {
  test.each([50, 100, 200])('%i ms', { timeout: TIMEOUT_MS }, async (ms) => {
    await expectPhase(phase, () => hold(ms));
  });
});

test('a second without an answer to the first SYN is the phase connect', { timeout: TIMEOUT_MS }, async () => {
  await expectPhase('connect', dropFirstSyn);
});

async function expectPhase(phase: Phase, measure: () => Promise<Measured>): Promise<void> {
  const excesses: number[] = [];
  const least: Partial<Record<Phase, number>> = {};
  const isFound = () =>
    excesses.some((excess) => Math.abs(excess) < TOLERANCE_MS) && Object.values(least).every((ms) => ms < SMALL_MS);
  while (!isFound() && excesses.length < MOST_ATTEMPTS) {
    const measured = await measure();
    expect(measured.observation.error).toBeNull();
    excesses.push(excessMs(phase, measured));
    for (const other of PHASES.filter((one) => one !== phase)) {
      least[other] = Math.min(measured.observation.phasesMs[other] ?? 0, least[other] ?? Infinity);
    }
  }
  expect({ excesses, least }).toSatisfy(isFound);
}

/** How much longer a phase took than what was held back and what it takes by itself. */
function excessMs(phase: Phase, { observation, heldMs }: Measured): number {
  return (observation.phasesMs[phase] ?? Number.NaN) - heldMs - (own[phase] ?? 0);
}
