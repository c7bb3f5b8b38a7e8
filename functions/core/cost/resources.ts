import type { Settings } from '../settings-model.ts';

/** What the stacks set up that is paid for by being there. Checked against the template by a test. */
export interface StackResources {
  readonly alarms: number;
  readonly dashboards: number;
}

const ALARMS = {
  /** Of the probes of the home region and of detection: stopped, failing, ticks lost; notices late and dead. */
  atHome: 8,
  /** Probes stopped. */
  perFurtherVantage: 1,
  /** With a webhook: what could not be posted. */
  ofSlackFunction: 1,
};
const DASHBOARDS = 1;

/** What the stacks set up for so many vantages. */
export function stackResources({ slack }: Pick<Settings, 'slack'>, vantages: number): StackResources {
  const hasSlackFunction = slack !== null && 'webhookParameter' in slack;
  const ofSlack = hasSlackFunction ? ALARMS.ofSlackFunction : 0;
  const further = (vantages - 1) * ALARMS.perFurtherVantage;
  return { alarms: ALARMS.atHome + further + ofSlack, dashboards: DASHBOARDS };
}
