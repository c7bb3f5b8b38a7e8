import { MINUTE_MS } from '../model/time.ts';
import { HEAT_MS, PROBES_A_VIEW } from '../page/reading-plan.ts';
import type { Workload } from './workload.ts';

/** What people look at in a month: the dashboard with a pattern of 35 days, some ten times a working day. */
export const VIEWS = {
  aMonth: 200,
  /** Five in a sitting; the first of them starts a process, which reads everything, the others what is new. */
  anew: 40,
  functionGb: 0.5,
  /** It gives up reading after 8 s. Of what it remembers, it makes a picture in about one. */
  secondsAnew: 8,
  seconds: 2,
} as const;

/** What the views of a month come to. */
export interface ViewsOfMonth {
  /** Records that one view reads which starts anew. */
  readonly recordsAnew: number;
  readonly seconds: number;
}

/** What the views of a month come to, for so many vantages. */
export function viewsOfMonth({ targets }: Pick<Workload, 'targets'>, tickMs: number, vantages: number): ViewsOfMonth {
  // Heat maps may take twice as many probes as strips.
  const mostRecords = (2 * PROBES_A_VIEW) / Math.max(1, targets);
  const all = vantages * (HEAT_MS / Math.max(tickMs, MINUTE_MS));
  const others = VIEWS.aMonth - VIEWS.anew;
  return {
    recordsAnew: Math.min(all, mostRecords),
    seconds: VIEWS.anew * VIEWS.secondsAnew + others * VIEWS.seconds,
  };
}
