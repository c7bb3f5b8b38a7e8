/** The state of an alarm. */
export type AlarmState = 'INSUFFICIENT_DATA' | 'OK' | 'ALARM';

/** CloudWatch looks at some more points than an alarm evaluates, in case some are missing: of three, at five. */
const EXTRA_POINTS = 2;

/**
 * What becomes of an alarm of N of N points that ignores missing data, as CloudWatch describes it (User Guide, "Configuring how
 * CloudWatch alarms treat missing data"): with N points in its evaluation range the newest N decide; with fewer, one within the
 * threshold is enough for OK, and otherwise the state stays.
 *
 * @param points the newest last; `null` is missing
 */
export function nextState(
  state: AlarmState,
  points: readonly (number | null)[],
  { periods, threshold }: { readonly periods: number; readonly threshold: number },
): AlarmState {
  const found = points.slice(-periods - EXTRA_POINTS).filter((point) => point !== null);
  const newest = found.slice(-periods);
  if (newest.some((point) => point < threshold)) return 'OK';
  return newest.length === periods ? 'ALARM' : state;
}
