import type { Settings } from '../settings-model.ts';

/** What the stacks set up that is paid for by being there. Checked against the template by a test. */
export interface StackResources {
  /** Metrics of alarms, since those are what is billed: one that compares several costs as many alarms. */
  readonly alarmMetrics: number;
  readonly dashboards: number;
  /** Keys of our own. */
  readonly keys: number;
}

const ALARM_METRICS = {
  /** Probes and detection stopped: 2; probes failing: 2; detection failing: 3; ticks lost: 3; notices late, dead, not delivered: 3. */
  atHome: 13,
  /** Probes stopped. */
  perFurtherVantage: 1,
  /** With a webhook: what could not be posted, and is left out of what was not delivered. */
  ofSlackFunction: 2,
};
const DASHBOARDS = 1;

/** What the stacks set up for so many vantages. */
export function stackResources(
  { slack, customerKey }: Pick<Settings, 'slack' | 'customerKey'>,
  vantages: number,
): StackResources {
  const hasSlackFunction = slack !== null && 'webhookParameter' in slack;
  const ofSlack = hasSlackFunction ? ALARM_METRICS.ofSlackFunction : 0;
  const further = (vantages - 1) * ALARM_METRICS.perFurtherVantage;
  return {
    alarmMetrics: ALARM_METRICS.atHome + further + ofSlack,
    dashboards: DASHBOARDS,
    keys: customerKey === true ? vantages : 0,
  };
}
