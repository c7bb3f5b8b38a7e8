import type { Spell } from '../model/spell.ts';
import type { Thresholds } from '../settings-model.ts';
import { failureWindow } from './failure-window.ts';
import { kindsOf, withFailingTick, withoutScattered, type FailingTick, type RecentTicks } from './recent-ticks.ts';
import { continuedBy, withFailure } from './spells.ts';
import type { Stretch } from './streams.ts';

/** How it went lately, after a failing tick. What is in a row for long enough is in a stretch by that. */
export function recentAfter(
  before: RecentTicks | null,
  failing: FailingTick,
  isInARow: boolean,
  thresholds: Thresholds,
): RecentTicks | null {
  const window = failureWindow(thresholds);
  if (window === null) return null;
  const recent = withFailingTick(before, failing, failing.name.startsWith('inconclusive/'), window);
  return isInARow ? withoutScattered(recent) : recent;
}

/** The stretch of all failures in the window, once there are enough of them; `null` before. */
export function scatteredStretch(recent: RecentTicks | null, newest: Stretch, thresholds: Thresholds): Stretch | null {
  const failures = recent?.scattered ?? [];
  const [first] = failures;
  if (first === undefined || failures.length < (failureWindow(thresholds)?.failing ?? Infinity)) return null;
  return {
    ...newest,
    firstFailureTick: first.tick,
    firstFailureAt: first.at,
    failedProbes: failures.length,
    kinds: kindsOf(failures),
    spells: spellsOf(failures, newest),
    breached: true,
  };
}

/** What scattered failures were, the oldest first; of those before the newest stretch phase and address are not known any more. */
function spellsOf(failures: readonly FailingTick[], newest: Stretch): readonly Spell[] {
  const before = failures.filter(({ at }) => at < newest.firstFailureAt);
  const earlier = before.reduce<readonly Spell[]>(
    (spells, { name, at }) => withFailure(spells, { name, at, phase: null, address: null }),
    [],
  );
  return continuedBy(earlier, newest.spells);
}
