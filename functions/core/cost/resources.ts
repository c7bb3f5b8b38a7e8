import type { Settings } from '../settings-model.ts';

/** What the stacks set up that is paid for by being there. Checked against the template by a test. */
export interface StackResources {
  readonly alarms: number;
  readonly dashboards: number;
}

const ALARMS = {
  /** Of the probes of a vantage: stopped, failing, ticks lost. */
  perVantage: 3,
  /** Detection stopped, failing, its ticks lost; notices late and dead. */
  atHome: 5,
  /** With a webhook: what could not be posted. */
  ofSlackFunction: 1,
};
const DASHBOARDS = 0;

/** What the stacks set up for so many vantages. */
export function stackResources({ slack }: Pick<Settings, 'slack'>, vantages: number): StackResources {
  const hasSlackFunction = slack !== null && 'webhookParameter' in slack;
  const ofSlack = hasSlackFunction ? ALARMS.ofSlackFunction : 0;
  return { alarms: vantages * ALARMS.perVantage + ALARMS.atHome + ofSlack, dashboards: DASHBOARDS };
}
