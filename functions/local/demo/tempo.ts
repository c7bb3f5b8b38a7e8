import { SECOND_MS } from '../../core/model/time.ts';
import type { Clock } from '../../core/ports.ts';
import type { ViewModel } from '../view.ts';
import type { CatchUpClock } from './catch-up-clock.ts';

/** How fast the story goes past a person who watches. */
export interface Tempo {
  /** Whether this state is to be drawn: all that is told, and else often enough to look alive. */
  isShown(model: ViewModel): boolean;
  /** Stays for a moment where something was told, so that it can be read. */
  dwell(model: ViewModel): Promise<void>;
}

/** Between two drawings of the same news; a terminal need not show each of 4,000 runs. */
const REDRAW_MS = 100;
/** At each alert. */
const DWELL_MS = 1_200;
/** What the whole story may take for that; on a slow machine the stops are left out. */
const WITHIN_MS = 40 * SECOND_MS;

/**
 * The tempo of a story that is played now.
 *
 * @param isLive whether it is drawn in place; in a file nothing need be waited for
 */
export function demoTempo(clock: CatchUpClock, real: Clock, signal: AbortSignal, isLive: boolean): Tempo {
  const startedAt = real.now();
  let drawnAt = 0;
  let drawnAlerts = 0;
  let seenAlerts = 0;
  return {
    isShown: ({ alerts, progress }) => {
      const isDue = !isLive || real.now() - drawnAt >= REDRAW_MS || progress?.isPlaying !== true;
      if (!isDue && alerts.length === drawnAlerts) return false;
      drawnAt = real.now();
      drawnAlerts = alerts.length;
      return true;
    },
    dwell: async ({ alerts, progress }) => {
      const isNews = alerts.length > seenAlerts;
      seenAlerts = alerts.length;
      if (!isLive || !isNews || progress?.isPlaying !== true) return;
      if (real.now() - startedAt > progress.ratio * WITHIN_MS + 2 * DWELL_MS) return;
      await clock.hold(() => real.sleep(DWELL_MS, signal));
    },
  };
}
