import { describe, expect, test } from 'vitest';
import { packText } from '../../../functions/adapters/dynamodb/packed-text.ts';
import { newDetector } from '../../../functions/core/chronic/detector-state.ts';
import { observe } from '../../../functions/core/chronic/detector.ts';
import { withFleet } from '../../../functions/core/cost/fleet.ts';
import { TAKES, workloadOf } from '../../../functions/core/cost/workload.ts';
import { packRun } from '../../../functions/core/pack-run.ts';
import { evidenceAt, loadOf } from '../../bench/detection-cost-load.ts';
import { REFUSED, TICK_AT, aFailedAttempt, aProbe, aRefusedObservation, aRun } from '../../support/builders.ts';
import { settingsOf } from '../../support/builders-settings.ts';
import { seededRandom } from '../../support/scenarios/seeded-random.ts';

/** Every attempt of every target times out, each after its own time. */
function recordOfOutage(targets: number): readonly string[] {
  const random = seededRandom('cost of an outage');
  const attempt = () => {
    const durationMs = random.whole(10_000, 19_000);
    const detail = `UND_ERR_CONNECT_TIMEOUT during connect after ${durationMs} ms`;
    return aFailedAttempt({
      observation: aRefusedObservation({ startedAt: TICK_AT + random.whole(0, 20_000), durationMs }),
      outcome: { ...REFUSED, detail },
    });
  };
  const probes = Array.from({ length: targets }, (_, index) =>
    aProbe({ targetId: `target-${index}`, attempts: [attempt(), attempt(), attempt()] }),
  );
  return packRun(aRun({ probes }));
}

describe('the sizes that the bill takes are no smaller than what is written', () => {
  test.each([5, 50, 490])('the record of an outage of %d targets, as it is stored', (targets) => {
    const [text = '', ...more] = recordOfOutage(targets);
    const stored = text.length <= TAKES.shortText ? text.length : packText(text).length;
    const settings = withFleet(settingsOf({}, 'lambda'), { targets, everyMs: null });
    expect(more).toEqual([]);
    expect(workloadOf(settings, 1).recordBytes - TAKES.itemBytes).toBeGreaterThanOrEqual(stored);
  });

  test(
    'the detector with most to remember: every second probe failed for four weeks, at random',
    { timeout: 20_000 },
    () => {
      const { failing, foldedTicks } = loadOf(['loss 50 %']);
      const state = newDetector();
      const policy = { falseAlarmsPerTargetYear: 0.02, zone: 'UTC' };
      for (let tick = 0; tick < foldedTicks; tick += 1)
        observe(state, evidenceAt(tick, 0, failing[0]?.[tick] === 1), policy);
      const bytes = packText(JSON.stringify({ schemaVersion: 1, throughTick: TICK_AT, detector: state })).length;
      expect(bytes).toBeLessThanOrEqual(TAKES.snapshotBytes);
      expect(bytes).toBeGreaterThan(0.8 * TAKES.snapshotBytes);
    },
  );
});
